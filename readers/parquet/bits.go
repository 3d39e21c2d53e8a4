package parquet

import (
	"encoding/binary"
	"math/bits"
	"unsafe"
)

// slack is what follows every buffer that bits are unpacked from, so that
// whole words can be loaded at its end.
const slack = 64

// words is a bitmap over the rows of a batch: row i is bit i%64 of word i/64,
// which on little-endian machines is Arrow's layout, too.
type words []uint64

// grow returns w as a zeroed bitmap over n rows, reusing its memory.
func (w words) grow(n int) words {
	need := (n + 63) / 64
	if cap(w) < need {
		return make(words, need)
	}
	w = w[:need]
	clear(w)
	return w
}

func (w words) get(i int) bool { return w[i>>6]>>(uint(i)&63)&1 != 0 }
func (w words) set(i int)      { w[i>>6] |= 1 << (uint(i) & 63) }
func (w words) clear(i int)    { w[i>>6] &^= 1 << (uint(i) & 63) }

// setRange sets bits [from, from+n).
func (w words) setRange(from, n int) {
	for n > 0 {
		shift := uint(from) & 63
		k := min(n, 64-int(shift))
		w[from>>6] |= lowBits(k) << shift
		from, n = from+k, n-k
	}
}

// clearFrom clears all bits from the given one on.
func (w words) clearFrom(from int) {
	if word := from >> 6; word < len(w) {
		w[word] &= lowBits(from & 63)
		clear(w[word+1:])
	}
}

// copyFrom writes n bits of src, from its given bit on, to the clear bits at
// position at, and returns how many of them are set.
func (w words) copyFrom(at int, src []byte, bit, n int) int {
	set := 0
	for n > 0 {
		shift := uint(at) & 63
		k := min(n, 64-int(shift))
		v := loadBits(src, bit, k)
		w[at>>6] |= v << shift
		set += bits.OnesCount64(v)
		at, bit, n = at+k, bit+k, n-k
	}
	return set
}

// bytes is the bitmap over n rows as Arrow stores it.
func (w words) bytes(n int) []byte {
	if len(w) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&w[0])), len(w)*8)[:(n+7)/8]
}

// lowBits has the n lowest bits set.
func lowBits(n int) uint64 {
	if n >= 64 {
		return ^uint64(0)
	}
	return 1<<uint(n) - 1
}

// loadBits returns n bits of src, 1 to 64, from the given bit on.
func loadBits(src []byte, bit, n int) uint64 {
	at, shift := bit>>3, uint(bit)&7
	if at+9 <= len(src) {
		v := binary.LittleEndian.Uint64(src[at:]) >> shift
		if shift != 0 {
			v |= uint64(src[at+8]) << (64 - shift)
		}
		return v & lowBits(n)
	}
	var v uint64
	for i, got := at, -int(shift); got < n; i, got = i+1, got+8 {
		if got < 0 {
			v = uint64(src[i]) >> shift
		} else {
			v |= uint64(src[i]) << uint(got)
		}
	}
	return v & lowBits(n)
}

// bytesOf is the memory of n values.
func bytesOf[T any](values []T) []byte {
	if len(values) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&values[0])), len(values)*int(unsafe.Sizeof(values[0])))
}

// valuesOf views memory as values. The memory must be aligned for T.
func valuesOf[T any](b []byte) []T {
	var zero T
	n := len(b) / int(unsafe.Sizeof(zero))
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&b[0])), n)
}

// aligned reports whether b may be viewed as values of the given width.
func aligned(b []byte, width int) bool {
	if len(b) == 0 || width == 1 {
		return true
	}
	return uintptr(unsafe.Pointer(&b[0]))&7 == 0
}

// newBytes returns n zeroed bytes, aligned for any value, with slack behind.
func newBytes(n int) []byte {
	return bytesOf(make([]uint64, (n+slack+7)/8))[:n]
}
