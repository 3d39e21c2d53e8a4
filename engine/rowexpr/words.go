package rowexpr

import (
	"math/bits"
	"unsafe"

	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// words is an integer of 256 bits in two's complement, the lowest word first:
// an unscaled decimal. It is a struct, as compilers keep those in registers,
// and arrays not.
type words struct{ w0, w1, w2, w3 uint64 }

// Both have the same layout, which Arrow prescribes.
var _ = [1]struct{}{}[unsafe.Sizeof(words{})-unsafe.Sizeof(decimal256.Num{})]

// wordsOf and numsOf are two views of the same memory.
func wordsOf(n []decimal256.Num) []words {
	return unsafe.Slice((*words)(unsafe.Pointer(unsafe.SliceData(n))), len(n))
}

func numsOf(w []words) []decimal256.Num {
	return unsafe.Slice((*decimal256.Num)(unsafe.Pointer(unsafe.SliceData(w))), len(w))
}

func wordsOfNum(n decimal256.Num) words {
	a := n.Array()
	return words{a[0], a[1], a[2], a[3]}
}

func wordsOfInt(x int64) words {
	sign := uint64(x >> 63)
	return words{uint64(x), sign, sign, sign}
}

// small is a as an int64; ok is false where it is none.
func (a words) small() (x int64, ok bool) {
	sign := uint64(int64(a.w0) >> 63)
	return int64(a.w0), (a.w1^sign)|(a.w2^sign)|(a.w3^sign) == 0
}

func (a words) negative() bool { return int64(a.w3) < 0 }

// add is a + b, wrapping around.
func (a words) add(b words) (sum words) {
	var c uint64
	sum.w0, c = bits.Add64(a.w0, b.w0, 0)
	sum.w1, c = bits.Add64(a.w1, b.w1, c)
	sum.w2, c = bits.Add64(a.w2, b.w2, c)
	sum.w3, _ = bits.Add64(a.w3, b.w3, c)
	return sum
}

// subtract is a - b, wrapping around.
func (a words) subtract(b words) (diff words) {
	var c uint64
	diff.w0, c = bits.Sub64(a.w0, b.w0, 0)
	diff.w1, c = bits.Sub64(a.w1, b.w1, c)
	diff.w2, c = bits.Sub64(a.w2, b.w2, c)
	diff.w3, _ = bits.Sub64(a.w3, b.w3, c)
	return diff
}

func (a words) negate() words { return words{}.subtract(a) }

func (a words) abs() words {
	if a.negative() {
		return a.negate()
	}
	return a
}

func (a words) less(b words) bool {
	switch {
	case a.w3 != b.w3:
		return int64(a.w3) < int64(b.w3)
	case a.w2 != b.w2:
		return a.w2 < b.w2
	case a.w1 != b.w1:
		return a.w1 < b.w1
	}
	return a.w0 < b.w0
}

// limbs are the words as an array, to be indexed.
func (a words) limbs() [4]uint64 { return [4]uint64{a.w0, a.w1, a.w2, a.w3} }

func wordsOfLimbs(l [4]uint64) words { return words{l[0], l[1], l[2], l[3]} }
