package simd

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

func scan(p []byte, quote, delimiter byte, s *State, out []Block) {
	if !cpu.X86.HasAVX2 || !cpu.X86.HasBMI1 || !cpu.X86.HasPOPCNT || !cpu.X86.HasPCLMULQDQ {
		scanGeneric(p, quote, delimiter, s, out)
		return
	}
	scanAVX2(unsafe.SliceData(p), len(out), quote, delimiter, (*uint64)(unsafe.Pointer(s)), words(out))
}

func heads(blocks []Block, base uint32, fields, keep, limit int, out []uint32) (records int, regular bool) {
	if !cpu.X86.HasBMI1 || !cpu.X86.HasPOPCNT {
		return headsGeneric(blocks, base, fields, keep, limit, out)
	}
	return headsBMI(words(blocks), len(blocks), base, fields, keep, limit, unsafe.SliceData(out))
}

// words is the memory of blocks.
func words(blocks []Block) *uint64 { return (*uint64)(unsafe.Pointer(unsafe.SliceData(blocks))) }
