package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/parquet-go/parquet-go/format"
)

// sink gathers the values of one column for a batch. A batch may come from
// several pages: for each stretch of rows the values that are there are read or
// gathered without gaps, and then expanded to the rows that hold them.
type sink interface {
	// begin starts a batch of at most the given rows, and of so many bytes of
	// values whose length the data say, but for a single one.
	begin(rows, room int)
	// dictionary keeps n plainly encoded values.
	dictionary(data []byte, n int) error
	// page starts on the values of a data page.
	page(e format.Encoding, data []byte) error
	// read decodes n values from row at on, or fewer if the batch is full.
	read(at, n int) (int, error)
	// gather copies values of the dictionary to the rows from at on.
	gather(at int, indexes []uint32) error
	// expand moves the set values from row at on to the valid ones of n rows.
	expand(at, n, set int, valid words)
	// done checks that a page has no values left.
	done() error
	// array makes an array of the batch's first rows. Null cells have no
	// bit in valid, which is nil where there is none.
	array(rows, nulls int, valid words) arrow.Array
	// dictionaryArray makes an array of the dictionary.
	dictionaryArray() arrow.Array
	// badCells are the cells that do not fit: of the batch, by row, and of
	// the dictionary.
	badCells() (batch, dictionary *badCells)
}

func newSink(l layout) sink {
	switch {
	case l.typ.ID() == arrow.NULL:
		return &nullSink{}
	case l.physical == format.Boolean:
		return &boolSink{}
	case l.width == 0 && l.convert == nil:
		return &bytesSink{typ: l.typ}
	case l.width == 0:
		return &variableSink{fixedSink: fixedSink{layout: l}}
	default:
		return &fixedSink{layout: l}
	}
}

var errDictionaryIndex = errors.New("a dictionary index lies beyond the dictionary")

// newArray wraps buffers as an array; a nil validity means no nulls.
func newArray(t arrow.DataType, rows, nulls int, valid words, buffers ...[]byte) arrow.Array {
	data := newData(t, rows, nulls, valid, buffers...)
	defer data.Release()
	return array.MakeFromData(data)
}

func newData(t arrow.DataType, rows, nulls int, valid words, buffers ...[]byte) *array.Data {
	all := make([]*memory.Buffer, 1, 1+len(buffers))
	if nulls > 0 {
		all[0] = memory.NewBufferBytes(valid.bytes(rows))
	}
	for _, b := range buffers {
		all = append(all, memory.NewBufferBytes(b))
	}
	return array.NewData(t, rows, all, nil, nulls, 0)
}

// boolSink gathers booleans as a bitmap.
type boolSink struct {
	values words
	rle    bool
	data   []byte
	bit    int
	hybrid hybrid
	bad    badCells
}

func (s *boolSink) begin(rows, _ int) { s.values = s.values.grow(rows) }

func (s *boolSink) dictionary([]byte, int) error {
	return errors.New("booleans have a dictionary, which the format does not allow")
}

func (s *boolSink) page(e format.Encoding, data []byte) error {
	s.rle, s.data, s.bit = e == format.RLE, data, 0
	switch {
	case e == format.Plain, len(data) == 0 && s.rle:
		s.rle = false
		return nil
	case s.rle && len(data) >= 4 && int64(binary.LittleEndian.Uint32(data)) == int64(len(data)-4):
		s.hybrid.reset(data[4:], 1)
		return nil
	case s.rle:
		return fmt.Errorf("booleans take %d bytes, and their length says otherwise", len(data))
	}
	return fmt.Errorf("booleans are encoded as %s", encodingName(e))
}

func (s *boolSink) read(at, n int) (int, error) {
	if s.rle {
		_, err := s.hybrid.equal(s.values, at, n, 1)
		return n, err
	}
	if s.bit+n > 8*len(s.data) {
		return 0, io.ErrUnexpectedEOF
	}
	s.values.copyFrom(at, s.data, s.bit, n)
	s.bit += n
	return n, nil
}

func (s *boolSink) gather(int, []uint32) error { return errDictionaryIndex }

func (s *boolSink) expand(at, n, set int, valid words) { expandBits(s.values, at, n, set, valid) }

func (s *boolSink) done() error {
	if !s.rle && (s.bit+7)/8 < len(s.data) {
		return errLeftover
	}
	return nil
}

func (s *boolSink) array(rows, nulls int, valid words) arrow.Array {
	return newArray(arrow.FixedWidthTypes.Boolean, rows, nulls, valid, s.values.bytes(rows))
}

func (s *boolSink) dictionaryArray() arrow.Array { return nil }

func (s *boolSink) badCells() (batch, dictionary *badCells) { return &s.bad, &s.bad }

// nullSink is a column of the type that has no values.
type nullSink struct{ bad badCells }

func (s *nullSink) begin(int, int)                     {}
func (s *nullSink) dictionary([]byte, int) error       { return nil }
func (s *nullSink) page(format.Encoding, []byte) error { return nil }
func (s *nullSink) gather(int, []uint32) error         { return errNullValue }
func (s *nullSink) read(int, int) (int, error)         { return 0, errNullValue }
func (s *nullSink) expand(int, int, int, words)        {}
func (s *nullSink) done() error                        { return nil }
func (s *nullSink) dictionaryArray() arrow.Array       { return nil }

func (s *nullSink) array(rows, _ int, _ words) arrow.Array { return array.NewNull(rows) }

func (s *nullSink) badCells() (batch, dictionary *badCells) { return &s.bad, &s.bad }

var errNullValue = errors.New("a column that is marked as always null has a value")
