package vector

import (
	"math"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// appendFloat appends f as Python's repr does: the shortest digits that read
// back as the same number of the given width, with at least one decimal, and
// with an exponent below 1e-4 and from 1e16.
func appendFloat(dst []byte, f float64, width int) []byte {
	switch {
	case math.IsNaN(f):
		return append(dst, "nan"...)
	case math.IsInf(f, 1):
		return append(dst, "inf"...)
	case math.IsInf(f, -1):
		return append(dst, "-inf"...)
	}
	precision := -1
	if width == 16 {
		precision, width = halfPrecision(f), 64
	}
	if size := math.Abs(f); size != 0 && (size < 1e-4 || size >= 1e16) {
		return strconv.AppendFloat(dst, f, 'e', precision, width)
	}
	return appendPlain(dst, f, precision, width)
}

// appendPlain appends f without an exponent. precision is that of the e format.
func appendPlain(dst []byte, f float64, precision, width int) []byte {
	start := len(dst)
	if precision >= 0 {
		f, _ = strconv.ParseFloat(strconv.FormatFloat(f, 'e', precision, width), width)
	}
	dst = strconv.AppendFloat(dst, f, 'f', -1, width)
	for _, c := range dst[start:] {
		if c == '.' {
			return dst
		}
	}
	return append(dst, ".0"...)
}

// halfPrecision is the least number of decimals, in the e format, with which
// text is nearest to f among all numbers of 16 bits.
func halfPrecision(f float64) int {
	const enough = 4
	for precision := range enough {
		read, _ := strconv.ParseFloat(strconv.FormatFloat(f, 'e', precision, 64), 64)
		if roundToHalf(read) == f {
			return precision
		}
	}
	return enough
}

// appendDecimal appends unscaled × 10^-scale without an exponent, with scale
// decimals.
func appendDecimal(dst []byte, unscaled decimal256.Num, scale int) []byte {
	d := decimalFrom(wordsOfNum(unscaled), scale)
	if d.negative {
		dst = append(dst, '-')
	}
	var buf [96]byte
	digits := d.appendDigits(buf[:0])
	switch point := len(digits) - scale; {
	case d.sign() == 0 && scale <= 0:
		return append(dst, '0')
	case scale <= 0:
		return appendZeros(append(dst, digits...), -scale)
	case point > 0:
		dst = append(append(dst, digits[:point]...), '.')
		return append(dst, digits[point:]...)
	default:
		dst = appendZeros(append(dst, "0."...), -point)
		return append(dst, digits...)
	}
}

// appendDigits appends the magnitude of d, of which most fit in a word.
func (d decimal) appendDigits(dst []byte) []byte {
	if d.mag.oneWord() {
		return strconv.AppendUint(dst, d.mag.w0, 10)
	}
	coef := d.number().coef
	return coef.Abs(coef).Append(dst, 10)
}

func appendZeros(dst []byte, n int) []byte {
	for range n {
		dst = append(dst, '0')
	}
	return dst
}
