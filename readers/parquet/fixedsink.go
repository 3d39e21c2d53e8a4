package parquet

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/parquet-go/parquet-go/format"
)

// fixedSink gathers values that all have one width in their array.
type fixedSink struct {
	layout
	values []byte // of the batch, out bytes each
	rows   int    // of the batch, at most
	// view stands in for values where the batch is one stretch of a page
	// whose bytes are as Arrow wants them.
	view []byte
	raw  []byte  // stored values on their way through convert
	ends []int32 // of text of one width
	src  fixedPage
	bad  badCells

	dict    []byte // converted
	dictBad badCells
}

func (s *fixedSink) begin(rows, _ int) {
	if cap(s.values) < rows*s.out+slack {
		s.values = newBytes(rows * s.out)
	}
	s.values = s.values[:rows*s.out]
	s.rows, s.view = rows, nil
	s.bad.reset()
}

func (s *fixedSink) dictionary(data []byte, n int) error {
	if len(data) != n*s.width {
		return fmt.Errorf("a dictionary of %d values has %d bytes instead of %d", n, len(data), n*s.width)
	}
	s.dict = resize(s.dict, n*s.out)
	s.dictBad.reset()
	if s.convert == nil {
		copy(s.dict, data)
		return nil
	}
	s.convert(s.dict, stored{data: s.align(data), width: s.width}, n, &s.dictBad)
	return nil
}

// align returns data where its values can be looked at.
func (s *fixedSink) align(data []byte) []byte {
	if s.width == 12 || s.physical == format.FixedLenByteArray || aligned(data, s.width) {
		return data
	}
	s.raw = resize(s.raw, len(data))
	copy(s.raw, data)
	return s.raw
}

func (s *fixedSink) page(e format.Encoding, data []byte) error {
	return s.src.reset(e, s.physical, s.width, data)
}

func (s *fixedSink) read(at, n int) (int, error) {
	if s.src.encoding != format.Plain {
		return n, s.decode(at, n)
	}
	data, err := s.src.plain(n)
	if err != nil {
		return 0, err
	}
	switch {
	case s.convert != nil:
		s.converted(at, n, s.align(data))
	case n == s.rows && aligned(data, s.out):
		s.view = data
	default:
		copy(s.values[at*s.out:], data)
	}
	return n, nil
}

// decode reads what is not plainly encoded.
func (s *fixedSink) decode(at, n int) error {
	if s.convert == nil {
		return s.src.read(s.values[at*s.out:(at+n)*s.out], n)
	}
	s.raw = resize(s.raw, n*s.width)
	if err := s.src.read(s.raw, n); err != nil {
		return err
	}
	s.converted(at, n, s.raw)
	return nil
}

// converted adds n stored values to the batch.
func (s *fixedSink) converted(at, n int, data []byte) {
	from := len(s.bad.at)
	s.convert(s.values[at*s.out:(at+n)*s.out], stored{data: data, width: s.width}, n, &s.bad)
	for i := range s.bad.at[from:] {
		s.bad.at[from+i] += at
	}
}

func (s *fixedSink) gather(at int, indexes []uint32) error {
	if !gatherValues(s.values[at*s.out:(at+len(indexes))*s.out], s.dict, s.out, indexes) {
		return errDictionaryIndex
	}
	if len(s.dictBad.at) > 0 {
		s.gatherBad(at, indexes)
	}
	return nil
}

// gatherBad marks the rows whose value in the dictionary does not fit.
func (s *fixedSink) gatherBad(at int, indexes []uint32) {
	texts := make(map[uint32]string, len(s.dictBad.at))
	for i, x := range s.dictBad.at {
		texts[uint32(x)] = s.dictBad.text[i]
	}
	for i, x := range indexes {
		if text, ok := texts[x]; ok {
			s.bad.add(at+i, text)
		}
	}
}

func (s *fixedSink) expand(at, n, set int, valid words) {
	if set == n {
		return
	}
	if len(s.bad.at) > 0 {
		from := 0
		for from < len(s.bad.at) && s.bad.at[from] < at {
			from++
		}
		s.bad.spread(from, at, n, valid)
	}
	expandValues(s.values, s.out, at, n, set, valid)
}

func (s *fixedSink) done() error { return s.src.done() }

func (s *fixedSink) array(rows, nulls int, valid words) arrow.Array {
	values := s.values
	if s.view != nil {
		values = s.view
	}
	return s.wrap(rows, nulls, valid, values[:rows*s.out])
}

func (s *fixedSink) dictionaryArray() arrow.Array {
	n := len(s.dict) / s.out
	return s.wrap(n, 0, nil, s.dict)
}

// wrap makes an array of values of one width, text among them.
func (s *fixedSink) wrap(rows, nulls int, valid words, values []byte) arrow.Array {
	if s.typ.ID() != arrow.STRING {
		return newArray(s.typ, rows, nulls, valid, values)
	}
	for i := len(s.ends); i <= rows; i++ {
		s.ends = append(s.ends, int32(i*s.out))
	}
	return newArray(s.typ, rows, nulls, valid, bytesOf(s.ends[:rows+1]), values)
}

func (s *fixedSink) badCells() (batch, dictionary *badCells) { return &s.bad, &s.dictBad }

// variableSink gathers values of one width that are stored as byte arrays:
// decimals.
type variableSink struct {
	fixedSink
	src  bytesPage
	data []byte
	ends []int32
}

func (s *variableSink) begin(rows, room int) {
	s.fixedSink.begin(rows, room)
	s.src.limit = room
}

func (s *variableSink) dictionary(data []byte, n int) (err error) {
	s.data, s.ends, err = plainDictionary(s.data[:0], s.ends, data, n)
	if err != nil {
		return err
	}
	s.dict = resize(s.dict, n*s.out)
	s.dictBad.reset()
	s.convert(s.dict, stored{data: s.data, offsets: s.ends}, n, &s.dictBad)
	return nil
}

func (s *variableSink) page(e format.Encoding, data []byte) error { return s.src.reset(e, data) }

func (s *variableSink) read(at, n int) (int, error) {
	s.ends = resizeEnds(s.ends, n)
	data, n, err := s.src.read(s.data[:0], s.ends[1:])
	s.data = data
	if err != nil {
		return 0, err
	}
	from := len(s.bad.at)
	s.convert(s.values[at*s.out:(at+n)*s.out], stored{data: data, offsets: s.ends}, n, &s.bad)
	for i := range s.bad.at[from:] {
		s.bad.at[from+i] += at
	}
	return n, nil
}

func (s *variableSink) done() error { return s.src.done() }
