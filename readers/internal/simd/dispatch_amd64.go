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
	classifyAVX2(unsafe.SliceData(p), len(out), quote, delimiter, newline, (*uint64)(unsafe.Pointer(unsafe.SliceData(out))))
}
