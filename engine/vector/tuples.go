package vector

import (
	"encoding/binary"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// TupleSet is a set of rows of several columns. It does not change, and may be
// used by several goroutines.
type TupleSet struct{ keys map[string]struct{} }

// NewTupleSet converts tuples, once, for columns of the given types. Values are
// read and compared as NewSet does it, but that null stands for a missing value.
// The error is a *LiteralError, that of the first value which is of the wrong
// kind.
func NewTupleSet(types []arrow.DataType, tuples [][]Literal, zone *time.Location) (*TupleSet, error) {
	s := &TupleSet{keys: make(map[string]struct{}, len(tuples))}
	for _, tuple := range tuples {
		var key []byte
		possible := true
		for i, l := range tuple {
			part, held, err := literalKey(l, types[i], zone)
			if err != nil {
				return nil, err
			}
			key, possible = append(key, part...), possible && held
		}
		if possible {
			s.keys[string(key)] = struct{}{}
		}
	}
	return s, nil
}

// literalKey is what AppendKey gives for a cell of type t that is equal to l;
// held is false where no cell can be.
func literalKey(l Literal, t arrow.DataType, zone *time.Location) (key []byte, held bool, err error) {
	one, err := NewSet(t, []Literal{l}, zone)
	if err != nil {
		return nil, false, err
	}
	switch {
	case l.Kind == LiteralNull:
		return []byte{0}, true, nil
	case one.lane == Bool:
		return []byte{1, byte(bit(one.bools[1]))}, true, nil
	case one.lane == Bytes:
		return appendKeyText([]byte{1}, l.Text), true, nil
	case one.lane == Decimal:
		for d := range one.decimals {
			key, held = appendKeyWords([]byte{1}, d.Array()), true
		}
		return key, held, nil
	}
	b := setBuilder{set: one}
	if one.lane == Null || b.add(l) != nil || len(b.words) == 0 {
		return nil, false, nil
	}
	return appendKeyWord([]byte{1}, b.words[0]), true, nil
}

// Absent sets in out the rows, of n, whose values are not in the set, and leaves
// other bits as they are. The columns are plain and of the types that s was made
// for.
func (s *TupleSet) Absent(in []*Vector, n int, out Mask) {
	var key []byte
	for row := range n {
		key = key[:0]
		for _, v := range in {
			key = AppendKey(key, v, row)
		}
		if _, ok := s.keys[string(key)]; !ok {
			out.Set(row)
		}
	}
}

// AppendKey appends the value of a row, or that it has none, so that keys of
// columns of the same types are equal where all the values are.
func AppendKey(b []byte, v *Vector, row int) []byte {
	if !v.IsValid(row) {
		return append(b, 0)
	}
	b = append(b, 1)
	switch v.Lane {
	case Int:
		return appendKeyWord(b, uint64(v.Ints[row]))
	case Uint:
		return appendKeyWord(b, v.Uints[row])
	case Float:
		return appendKeyWord(b, floatWord(v.Floats[row]))
	case Decimal:
		return appendKeyWords(b, v.Decimals[row].Array())
	case Bool:
		return append(b, byte(bit(v.Bools.Get(row))))
	case Bytes:
		return appendKeyText(b, v.BytesAt(row))
	}
	return b
}

func appendKeyWord(b []byte, word uint64) []byte { return binary.LittleEndian.AppendUint64(b, word) }

func appendKeyWords(b []byte, words [4]uint64) []byte {
	for _, word := range words {
		b = appendKeyWord(b, word)
	}
	return b
}

func appendKeyText[T string | []byte](b []byte, text T) []byte {
	b = binary.AppendUvarint(b, uint64(len(text)))
	return append(b, text...)
}
