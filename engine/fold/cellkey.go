package fold

import (
	"encoding/binary"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/decimal256"

	"assay/engine/vector"
)

// cellWord is the value of a cell as a word of the same order; it reports false
// for lanes whose values are longer. Both zeros are one value.
func cellWord(v *vector.Vector, row int) (word uint64, ok bool) {
	switch v.Lane {
	case vector.Int:
		return uint64(v.Ints[row]) ^ 1<<63, true
	case vector.Uint:
		return v.Uints[row], true
	case vector.Float:
		return vector.FloatWord(v.Floats[row]), true
	case vector.Bool:
		if v.Bools.Get(row) {
			return 1, true
		}
		return 0, true
	}
	return 0, false
}

// decimalBytes is the length of a decimal's key.
const decimalBytes = 32

// appendDecimalKey appends bytes whose order is that of decimals of one scale.
func appendDecimalKey(key []byte, d decimal256.Num) []byte {
	words := d.Array()
	for i := len(words) - 1; i >= 0; i-- {
		word := words[i]
		if i == len(words)-1 {
			word ^= 1 << 63
		}
		key = binary.BigEndian.AppendUint64(key, word)
	}
	return key
}

// keyScalar is the value behind a key of a column of type t: a word's eight
// bytes, a decimal's, or the text itself.
func keyScalar(key []byte, t arrow.DataType, lane vector.Lane) vector.Scalar {
	s := vector.Scalar{Type: t, Lane: lane}
	switch lane {
	case vector.Decimal:
		var words [4]uint64
		for i := range words {
			words[len(words)-1-i] = binary.BigEndian.Uint64(key[8*i:])
		}
		words[len(words)-1] ^= 1 << 63
		s.D = decimal256.New(words[3], words[2], words[1], words[0])
	case vector.Bytes:
		s.S = string(key)
	case vector.Uint:
		s.U = binary.BigEndian.Uint64(key)
	case vector.Float:
		s.F = vector.WordFloat(binary.BigEndian.Uint64(key), vector.Float)
	case vector.Int:
		s.I = int64(binary.BigEndian.Uint64(key) ^ 1<<63)
	case vector.Bool:
		s.I = int64(binary.BigEndian.Uint64(key))
	}
	return s
}
