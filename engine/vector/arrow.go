package vector

import (
	"fmt"
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// Decoder turns the Arrow arrays of one column into vectors, batch after batch,
// in memory that it reuses. One goroutine uses it at a time; the zero Decoder
// is ready.
type Decoder struct {
	vec   Vector
	own   scratch
	flat  Vector
	plain scratch // behind flat
	dict  dictionary
}

// scratch is the memory that a vector fills where it cannot alias an array's.
type scratch struct {
	valid    Mask
	ints     []int64
	uints    []uint64
	floats   []float64
	decimals []decimal256.Num
	bools    Mask
	offsets  []int32
	data     []byte
	index    []int32
}

// Decode makes a vector of arr, an array of any length and offset. invalid has
// a bit for every cell that was there but does not fit the type (nil: none),
// and invalidText gives such a cell's text; both are kept in the vector.
//
// NaN becomes null. A dictionary array gives a vector with Dict and Index,
// whose Index is within the dictionary at every row, null or not; Dict is the
// same pointer for as long as the array's dictionary is the same one, and a
// new pointer otherwise. A nested type gives a vector of lane Unusable.
//
// The vector aliases arr and the decoder: it is valid until arr is released or
// Decode is called again. An error means that arr breaks Arrow's rules, or
// that its text is beyond the two gigabytes a vector can hold.
func (d *Decoder) Decode(arr arrow.Array, invalid Mask, invalidText func(int) string) (*Vector, error) {
	v := &d.vec
	*v = Vector{Len: arr.Len(), InvalidText: invalidText}
	data := arr.Data()
	t := storage(data.DataType())
	var err error
	if dt, ok := t.(*arrow.DictionaryType); ok {
		err = d.decodeDictionary(v, data, dt)
	} else {
		err = d.own.fill(v, data, t)
	}
	if err != nil {
		return nil, err
	}
	if invalid.Any() {
		v.Invalid = invalid
		d.own.clearValid(v, invalid)
	}
	return v, nil
}

// storage is the type below extension types.
func storage(t arrow.DataType) arrow.DataType {
	for {
		e, ok := t.(arrow.ExtensionType)
		if !ok {
			return t
		}
		t = e.StorageType()
	}
}

// fill decodes data, which holds no dictionary, into v.
func (s *scratch) fill(v *Vector, data arrow.ArrayData, t arrow.DataType) error {
	v.Type, v.Lane = t, laneOfStorage(t)
	if v.Lane == Null || v.Lane == Unusable {
		return nil
	}
	if err := s.fillValid(v, data); err != nil {
		return err
	}
	switch v.Lane {
	case Int:
		return s.fillInts(v, data)
	case Uint:
		var err error
		v.Uints, err = values[uint64](data)
		return err
	case Float:
		return s.fillFloats(v, data)
	case Decimal:
		return s.fillDecimals(v, data)
	case Bool:
		return s.fillBools(v, data)
	}
	return s.fillBytes(v, data)
}

// laneOfStorage is LaneOf for a type that should wrap nothing any more: a
// dictionary among the values of a dictionary cannot be used.
func laneOfStorage(t arrow.DataType) Lane {
	if t.ID() == arrow.DICTIONARY {
		return Unusable
	}
	return LaneOf(t)
}

// fillValid sets v.Valid from the array's validity bitmap.
func (s *scratch) fillValid(v *Vector, data arrow.ArrayData) error {
	bitmap := buffer(data, 0)
	if len(bitmap) == 0 || data.NullN() == 0 {
		return nil
	}
	if err := checkBits(bitmap, data); err != nil {
		return err
	}
	s.valid = s.valid.Grow(v.Len)
	s.valid.load(bitmap, data.Offset(), v.Len)
	v.Valid = s.valid
	return nil
}

// clearValid makes the rows that are set in without null.
func (s *scratch) clearValid(v *Vector, without Mask) {
	if v.Valid == nil {
		s.valid = s.valid.Grow(v.Len)
		s.valid.Fill(v.Len)
		v.Valid = s.valid
	}
	v.Valid.AndNot(without)
}

func (s *scratch) fillBools(v *Vector, data arrow.ArrayData) error {
	bitmap := buffer(data, 1)
	if len(bitmap) > 0 {
		if err := checkBits(bitmap, data); err != nil {
			return err
		}
	}
	s.bools = s.bools.Grow(v.Len)
	if len(bitmap) > 0 {
		s.bools.load(bitmap, data.Offset(), v.Len)
	}
	v.Bools = s.bools
	return nil
}

// buffer is one of the array's buffers; nil where the array has none.
func buffer(data arrow.ArrayData, i int) []byte {
	if b := data.Buffers(); i < len(b) && b[i] != nil {
		return b[i].Bytes()
	}
	return nil
}

func checkBits(bitmap []byte, data arrow.ArrayData) error {
	return checkSize(len(bitmap), (data.Offset()+data.Len()+7)/8)
}

func checkSize(have, need int) error {
	if have < need {
		return fmt.Errorf("a buffer of %d bytes where %d are needed", have, need)
	}
	return nil
}

// values is the array's second buffer as a slice of its rows, without copying.
// An array that is all null may come without one.
func values[T arrow.FixedWidthType](data arrow.ArrayData) ([]T, error) {
	b := buffer(data, 1)
	n, offset := data.Len(), data.Offset()
	if len(b) == 0 {
		return make([]T, n), nil
	}
	all := arrow.GetData[T](b)
	if len(all)-offset < n {
		return nil, fmt.Errorf("a buffer of %d values where %d are needed", len(all), offset+n)
	}
	return all[offset : offset+n : offset+n], nil
}

// grow returns a slice of n elements, unspecified in value, reusing s.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

const maxText = math.MaxInt32

var errTextTooLong = fmt.Errorf("a batch holds more than %d bytes of text in one column; read it in smaller batches", maxText)
