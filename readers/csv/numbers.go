package csv

import (
	"bytes"
	"encoding/binary"
	"math"
	"strconv"
	"unsafe"
)

// parseInt reads a decimal integer with an optional sign.
func parseInt(b []byte) (int64, bool) {
	neg := false
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		neg = b[0] == '-'
		b = b[1:]
	}
	n, ok := parseDigits(b)
	if neg {
		return -int64(n), ok && n <= 1<<63
	}
	return int64(n), ok && n < 1<<63
}

// parseUint reads a decimal integer without a minus.
func parseUint(b []byte) (uint64, bool) {
	if len(b) > 0 && b[0] == '+' {
		b = b[1:]
	}
	return parseDigits(b)
}

// parseDigits reads up to twenty digits, eight at a time.
func parseDigits(b []byte) (uint64, bool) {
	if len(b) == 0 || len(b) > 20 {
		return trimZeros(b)
	}
	var n uint64
	for len(b) >= 8 && n < 1e11 {
		eight, ok := eightDigits(binary.LittleEndian.Uint64(b))
		if !ok {
			return 0, false
		}
		n = n*1e8 + eight
		b = b[8:]
	}
	for _, c := range b {
		d := uint64(c - '0')
		if d > 9 {
			return 0, false
		}
		if n > (math.MaxUint64-d)/10 {
			return 0, false
		}
		n = n*10 + d
	}
	return n, true
}

// trimZeros lets a number have more leading zeros than digits fit.
func trimZeros(b []byte) (uint64, bool) {
	rest := bytes.TrimLeft(b, "0")
	if len(b) == 0 || len(rest) > 20 {
		return 0, false
	}
	if len(rest) == 0 {
		return 0, true
	}
	return parseDigits(rest)
}

// powers are the powers of ten that a float64 holds exactly.
var powers = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// integerPowers are the powers of ten that a word holds.
var integerPowers = [...]uint64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
}

// parseFloat reads a decimal number, or inf, infinity or nan in any case. The
// result is the nearest float64, as strconv.ParseFloat gives it.
func parseFloat(b []byte) (float64, bool) {
	i := 0
	neg := false
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		neg = b[0] == '-'
		i = 1
	}
	var mantissa uint64
	digits := 0
	start := i
	for i < len(b) && b[i]-'0' <= 9 {
		mantissa = mantissa*10 + uint64(b[i]-'0')
		i++
	}
	digits = i - start
	fraction := 0
	if i < len(b) && b[i] == '.' {
		i++
		start = i
		for i < len(b) && b[i]-'0' <= 9 {
			mantissa = mantissa*10 + uint64(b[i]-'0')
			i++
		}
		fraction = i - start
		digits += fraction
	}
	// Clinger's fast path: both numbers are exact, so is the rounding.
	if i == len(b) && digits > 0 && digits <= 19 && mantissa <= 1<<53 && fraction < len(powers) {
		f := float64(mantissa) / powers[fraction]
		if neg {
			f = -f
		}
		return f, true
	}
	return slowFloat(b)
}

// slowFloat leaves the number to strconv, and what strconv takes beyond decimal
// numbers out.
func slowFloat(b []byte) (float64, bool) {
	for _, c := range b {
		switch c {
		case 'x', 'X', 'p', 'P', '_':
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(unsafe.String(unsafe.SliceData(b), len(b)), 64)
	if err != nil && !math.IsInf(f, 0) {
		return 0, false
	}
	return f, err == nil
}
