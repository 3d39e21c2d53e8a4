package vector

import (
	"errors"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// dictionary is the dictionary decoded last. Consecutive batches mostly share
// one, and it can be longer than they are.
type dictionary struct {
	of      dictionaryID
	vec     *Vector
	longest int // of the Bytes lane
}

// dictionaryID identifies a dictionary by the memory that it lives in. Holding
// data keeps the address from being given to another one.
type dictionaryID struct {
	data        arrow.ArrayData
	offset, len int
	buffers     [3]*memory.Buffer
}

func identify(data arrow.ArrayData) dictionaryID {
	id := dictionaryID{data: data, offset: data.Offset(), len: data.Len()}
	copy(id.buffers[:], data.Buffers())
	return id
}

// load decodes data unless it is what was decoded last. The vector and its
// memory are new each time: whoever remembers v.Dict must not see it change.
func (d *dictionary) load(data arrow.ArrayData) error {
	id := identify(data)
	if d.vec != nil && id == d.of {
		return nil
	}
	v := &Vector{Len: data.Len()}
	if err := new(scratch).fill(v, data, storage(data.DataType())); err != nil {
		return err
	}
	*d = dictionary{of: id, vec: v}
	if v.Lane == Bytes {
		for i := range v.Len {
			d.longest = max(d.longest, int(v.Offsets[i+1]-v.Offsets[i]))
		}
	}
	return nil
}

func (d *Decoder) decodeDictionary(v *Vector, data arrow.ArrayData, t *arrow.DictionaryType) error {
	if data.Dictionary() == nil {
		return errors.New("it comes without its dictionary")
	}
	if err := d.dict.load(data.Dictionary()); err != nil {
		return err
	}
	dict := d.dict.vec
	v.Type, v.Lane = dict.Type, dict.Lane
	if v.Lane == Null || v.Lane == Unusable {
		return nil
	}
	if err := d.own.fillValid(v, data); err != nil {
		return err
	}
	if err := d.own.fillIndex(v, data, t.IndexType, dict.Len); err != nil {
		return err
	}
	if dict.Len == 0 {
		d.own.fillNulls(v)
		return nil
	}
	v.Dict = dict
	d.own.dropNullEntries(v)
	return d.checkFlatSize(v)
}

func (s *scratch) fillIndex(v *Vector, data arrow.ArrayData, t arrow.DataType, size int) error {
	switch t.ID() {
	case arrow.INT8:
		return narrowIndex[int8](s, v, data, size)
	case arrow.INT16:
		return narrowIndex[int16](s, v, data, size)
	case arrow.INT32:
		return s.aliasIndex(v, data, size)
	case arrow.INT64:
		return narrowIndex[int64](s, v, data, size)
	case arrow.UINT8:
		return narrowIndex[uint8](s, v, data, size)
	case arrow.UINT16:
		return narrowIndex[uint16](s, v, data, size)
	case arrow.UINT32:
		return narrowIndex[uint32](s, v, data, size)
	case arrow.UINT64:
		return narrowIndex[uint64](s, v, data, size)
	}
	return errors.New("its dictionary indexes are no integers")
}

// aliasIndex uses the array's own indexes where all are within the dictionary.
func (s *scratch) aliasIndex(v *Vector, data arrow.ArrayData, size int) error {
	src, err := values[int32](data)
	if err != nil {
		return err
	}
	if int64(highest(src)) >= int64(size) {
		return narrowIndex[int32](s, v, data, size)
	}
	v.Index = src
	return nil
}

// highest is the highest index, negative ones above all. The next of the four
// maxima need not wait for the one before it.
func highest(index []int32) uint32 {
	var a, b, c, d uint32
	for len(index) >= 4 {
		a, b = max(a, uint32(index[0])), max(b, uint32(index[1]))
		c, d = max(c, uint32(index[2])), max(d, uint32(index[3]))
		index = index[4:]
	}
	for _, x := range index {
		a = max(a, uint32(x))
	}
	return max(a, b, c, d)
}

// narrowIndex copies the indexes. Those of null rows mean nothing, and become
// zero where they are not within the dictionary.
func narrowIndex[T arrow.IntType | arrow.UintType](s *scratch, v *Vector, data arrow.ArrayData, size int) error {
	src, err := values[T](data)
	if err != nil {
		return err
	}
	s.index = grow(s.index, len(src))
	for i, x := range src {
		at := uint64(int64(x))
		if at >= uint64(size) {
			if v.IsValid(i) {
				return errors.New("a dictionary index points outside the dictionary")
			}
			at = 0
		}
		s.index[i] = int32(at)
	}
	v.Index = s.index
	return nil
}

// dropNullEntries makes the rows null whose dictionary entry is.
func (s *scratch) dropNullEntries(v *Vector) {
	if v.Dict.Valid == nil {
		return
	}
	null := NewMask(v.Len)
	for i, at := range v.Index {
		if !v.Dict.Valid.Get(int(at)) {
			null.Set(i)
		}
	}
	if null.Any() {
		s.clearValid(v, null)
	}
}

// fillNulls makes v a plain vector without values: what indexes into an empty
// dictionary come to.
func (s *scratch) fillNulls(v *Vector) {
	v.Index = nil
	switch v.Lane {
	case Int:
		v.Ints = make([]int64, v.Len)
	case Uint:
		v.Uints = make([]uint64, v.Len)
	case Float:
		v.Floats = make([]float64, v.Len)
	case Decimal:
		s.decimals = grow(s.decimals, v.Len)
		clear(s.decimals)
		v.Decimals = s.decimals
	case Bool:
		v.Bools = NewMask(v.Len)
	case Bytes:
		v.Offsets = make([]int32, v.Len+1)
	}
}

// checkFlatSize refuses what Flat could not spell out.
func (d *Decoder) checkFlatSize(v *Vector) error {
	if v.Lane != Bytes || d.dict.longest*v.Len <= maxText {
		return nil
	}
	total := 0
	for _, at := range v.Index {
		total += int(v.Dict.Offsets[at+1] - v.Dict.Offsets[at])
	}
	if total > maxText {
		return errTextTooLong
	}
	return nil
}
