package parquet

import (
	"encoding/binary"
	"math/big"

	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// decimalOfInt makes Arrow decimals of scaled integers.
func decimalOfInt[T int32 | int64](precision, scale int) converter {
	limit := int64(0) // the first magnitude that is too great; 0 for none
	if precision <= 18 {
		limit = 1
		for range precision {
			limit *= 10
		}
	}
	wide := precision > 38
	return func(dst []byte, src stored, n int, bad *badCells) {
		to, from := valuesOf[uint64](dst), valuesOf[T](src.data)[:n]
		for i, v := range from {
			lo, hi := uint64(v), uint64(int64(v)>>63)
			if wide {
				to[4*i], to[4*i+1], to[4*i+2], to[4*i+3] = lo, hi, hi, hi
			} else {
				to[2*i], to[2*i+1] = lo, hi
			}
			if limit != 0 && (int64(v) >= limit || int64(v) <= -limit) {
				bad.add(i, decimalText(big.NewInt(int64(v)), scale))
			}
		}
	}
}

// decimalOfBytes makes Arrow decimals of big-endian two's complement numbers
// of any length. The least number of all is looked at separately: its
// magnitude overflows, and it never fits.
func decimalOfBytes(precision, scale int) converter {
	wide := precision > 38
	return func(dst []byte, src stored, n int, bad *badCells) {
		to := valuesOf[uint64](dst)
		for i := range n {
			v := src.at(i)
			w, ok := signExtended(v)
			if wide {
				copy(to[4*i:4*i+4], w[:])
				ok = ok && !(w[3] == 1<<63 && w[2]|w[1]|w[0] == 0) &&
					decimal256.New(w[3], w[2], w[1], w[0]).FitsInPrecision(int32(precision))
			} else {
				to[2*i], to[2*i+1] = w[0], w[1]
				sign := uint64(int64(w[1]) >> 63)
				ok = ok && w[2] == sign && w[3] == sign && !(w[1] == 1<<63 && w[0] == 0) &&
					decimal128.New(int64(w[1]), w[0]).FitsInPrecision(int32(precision))
			}
			if !ok {
				bad.add(i, bigText(v, scale))
			}
		}
	}
}

// signExtended is a big-endian number as four words, the lowest first. It
// reports whether the number fits them.
func signExtended(v []byte) (w [4]uint64, ok bool) {
	if len(v) == 0 {
		return w, false
	}
	sign := byte(int8(v[0]) >> 7)
	for len(v) > 32 {
		if v[0] != sign || (v[1]^sign)&0x80 != 0 {
			return w, false
		}
		v = v[1:]
	}
	i := 0
	for ; len(v) >= 8; i++ {
		w[i] = binary.BigEndian.Uint64(v[len(v)-8:])
		v = v[:len(v)-8]
	}
	fill := uint64(int64(int8(sign)))
	if i < 4 {
		w[i] = fill
		for _, b := range v {
			w[i] = w[i]<<8 | uint64(b)
		}
	}
	for i++; i < 4; i++ {
		w[i] = fill
	}
	return w, true
}

// bigText is a big-endian two's complement number of any length as text, cut
// where nobody would read on.
func bigText(v []byte, scale int) string {
	const most = 256
	if len(v) == 0 {
		return ""
	}
	if len(v) > most {
		return "a number of more than 600 digits"
	}
	n := new(big.Int).SetBytes(v)
	if v[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(v))))
	}
	return decimalText(n, scale)
}
