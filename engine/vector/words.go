package vector

import (
	"math/bits"
	"unsafe"

	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// words is an integer of 256 bits, the lowest word first. It is a struct, as
// compilers keep those in registers, and arrays not.
type words struct{ w0, w1, w2, w3 uint64 }

// Both have the same layout, which Arrow prescribes.
var _ = [1]struct{}{}[unsafe.Sizeof(words{})-unsafe.Sizeof(decimal256.Num{})]

// wordsOf is the same memory as n.
func wordsOf(n []decimal256.Num) []words {
	return unsafe.Slice((*words)(unsafe.Pointer(unsafe.SliceData(n))), len(n))
}

func wordsOfNum(n decimal256.Num) words {
	a := n.Array()
	return words{a[0], a[1], a[2], a[3]}
}

// fitsInt64 reports whether the least word says it all, with its sign.
func (a words) fitsInt64() bool {
	sign := uint64(int64(a.w0) >> 63)
	return a.w1 == sign && a.w2 == sign && a.w3 == sign
}

// sub is a - b, and 1 where b is above a, both unsigned.
func (a words) sub(b words) (diff words, borrow uint64) {
	diff.w0, borrow = bits.Sub64(a.w0, b.w0, 0)
	diff.w1, borrow = bits.Sub64(a.w1, b.w1, borrow)
	diff.w2, borrow = bits.Sub64(a.w2, b.w2, borrow)
	diff.w3, borrow = bits.Sub64(a.w3, b.w3, borrow)
	return diff, borrow
}

// order compares unsigned integers.
func (a words) order(b words) int {
	switch {
	case a.w3 != b.w3:
		return order(a.w3, b.w3)
	case a.w2 != b.w2:
		return order(a.w2, b.w2)
	case a.w1 != b.w1:
		return order(a.w1, b.w1)
	}
	return order(a.w0, b.w0)
}

func (a words) isZero() bool { return a.w0|a.w1|a.w2|a.w3 == 0 }

// oneWord reports whether w0 holds all of a.
func (a words) oneWord() bool { return a.w1|a.w2|a.w3 == 0 }

// times is a × by; overflow is set where that takes more than 256 bits.
func (a words) times(by uint64) (product words, overflow bool) {
	var h0, h1, h2, h3, c uint64
	h0, product.w0 = bits.Mul64(a.w0, by)
	h1, product.w1 = bits.Mul64(a.w1, by)
	h2, product.w2 = bits.Mul64(a.w2, by)
	h3, product.w3 = bits.Mul64(a.w3, by)
	product.w1, c = bits.Add64(product.w1, h0, 0)
	product.w2, c = bits.Add64(product.w2, h1, c)
	product.w3, c = bits.Add64(product.w3, h2, c)
	return product, h3+c != 0
}

// timesPow10 is a × 10^by; overflow is set where that takes more than 256 bits.
func (a words) timesPow10(by int) (product words, overflow bool) {
	for by > 0 {
		step := min(by, len(powersOf10)-1)
		if a, overflow = a.times(powersOf10[step]); overflow {
			return a, true
		}
		by -= step
	}
	return a, false
}

// shiftLeft is a × 2^by; overflow is set where that takes more than 256 bits.
func (a words) shiftLeft(by int) (shifted words, overflow bool) {
	for by > 0 {
		step := min(by, 63)
		if a, overflow = a.times(1 << step); overflow {
			return a, true
		}
		by -= step
	}
	return a, false
}

// powersOf10 are those that fit 64 bits.
var powersOf10 = [...]uint64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
}
