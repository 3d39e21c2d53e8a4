package parquet

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/parquet-go/parquet-go/format"
)

// bytesSink gathers strings and binary values.
type bytesSink struct {
	typ  arrow.DataType
	ends []int32 // of the rows, behind a 0
	data []byte
	src  bytesPage
	bad  badCells

	dictEnds []int32
	dictData []byte
}

func (s *bytesSink) begin(rows, room int) {
	s.src.limit = room
	s.ends = resizeEnds(s.ends, rows)
	s.data = s.data[:0]
}

// resizeEnds returns ends for n values, the first of which begins at 0.
func resizeEnds(ends []int32, n int) []int32 {
	if cap(ends) < n+1 {
		ends = make([]int32, n+1)
	}
	ends = ends[:n+1]
	ends[0] = 0
	return ends
}

func (s *bytesSink) dictionary(data []byte, n int) (err error) {
	s.dictData, s.dictEnds, err = plainDictionary(s.dictData[:0], s.dictEnds, data, n)
	return err
}

// plainDictionary copies the n byte arrays of a dictionary page to dst.
func plainDictionary(dst []byte, ends []int32, data []byte, n int) ([]byte, []int32, error) {
	if n > len(data)/4 {
		return dst, ends, fmt.Errorf("a dictionary of %d values has %d bytes", n, len(data))
	}
	ends = resizeEnds(ends, n)
	p := bytesPage{data: data, limit: noLimit}
	dst, _, err := p.readPlain(dst, ends[1:])
	if err != nil {
		return dst, ends, err
	}
	return dst, ends, p.done()
}

func (s *bytesSink) page(e format.Encoding, data []byte) error { return s.src.reset(e, data) }

func (s *bytesSink) read(at, n int) (got int, err error) {
	s.data, got, err = s.src.read(s.data, s.ends[at+1:at+1+n])
	return got, err
}

// gather is not needed: dictionaries of byte arrays are delivered as such.
func (s *bytesSink) gather(int, []uint32) error { return errDictionaryIndex }

func (s *bytesSink) expand(at, n, set int, valid words) {
	if set < n {
		expandEnds(s.ends, at, n, set, valid)
	}
}

func (s *bytesSink) done() error { return s.src.done() }

func (s *bytesSink) array(rows, nulls int, valid words) arrow.Array {
	return newArray(s.typ, rows, nulls, valid, bytesOf(s.ends[:rows+1]), s.data)
}

func (s *bytesSink) dictionaryArray() arrow.Array {
	return newArray(s.typ, len(s.dictEnds)-1, 0, nil, bytesOf(s.dictEnds), s.dictData)
}

func (s *bytesSink) badCells() (batch, dictionary *badCells) { return &s.bad, &s.bad }
