package simd

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

func classify(p []byte, quote, delimiter, newline byte, out []Block) {
	if !cpu.X86.HasAVX2 {
		classifyGeneric(p, quote, delimiter, newline, out)
		return
	}
	classifyAVX2(unsafe.SliceData(p), len(out), quote, delimiter, newline, words(out))
}

func positions(blocks []Block, base uint32, limit int, out []uint32) (done, written, records int) {
	if !cpu.X86.HasBMI1 || !cpu.X86.HasPOPCNT {
		return positionsGeneric(blocks, base, limit, out)
	}
	return positionsBMI(words(blocks), len(blocks), base, limit, unsafe.SliceData(out), len(out))
}

// words is the memory of blocks.
func words(blocks []Block) *uint64 { return (*uint64)(unsafe.Pointer(unsafe.SliceData(blocks))) }
