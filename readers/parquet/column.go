package parquet

import (
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/parquet-go/parquet-go/format"

	"assay/engine"
)

// columnReader decodes one column of a row group, batch after batch. Its
// buffers are reused by the following batch and by the following row group.
type columnReader struct {
	col   *column
	text  bool // deliver text whatever the type
	dicts bool // deliver dictionaries where there are some
	dear  bool // even those that are long
	place place

	pages pages
	ahead ChunkReader // of the chunk; nil where it is read as it comes
	page  page
	sink  sink

	rows    int // left in the page
	set     int // values met in the page
	levels  hybrid
	widened []byte // levels that were packed the old way
	indexes hybrid // of a page with dictionary indexes
	indexed bool   // the page has them

	dict  *dictionary // that is delivered
	valid words
	nulls int
	index []uint32 // of the batch's rows, while indexedBatch
	// indexedBatch is set while all rows of the batch are indexes.
	indexedBatch bool
}

// newColumnReader returns a reader that shares memory with others, which are never
// used at the same time.
func newColumnReader(col *column, text bool, s *source, memory *shared) *columnReader {
	c := &columnReader{col: col, sink: newSink(col.layout)}
	c.pages.shared = memory
	c.text = text && col.field.Type.ID() != arrow.STRING
	c.dear = c.text || col.layout.dear()
	c.dicts = col.layout.mayHaveDictionary()
	c.pages.codecs, c.pages.maxBytes, c.pages.verify = &s.codecs, s.opt.MaxPageBytes, !s.opt.SkipChecksums
	return c
}

// dear reports whether values are dear to copy and to judge, so that indexes into
// a dictionary of any length serve better. Other values are worth a dictionary
// where many rows have the same ones.
func (l layout) dear() bool {
	switch l.typ.ID() {
	case arrow.STRING, arrow.BINARY, arrow.FIXED_SIZE_BINARY, arrow.DECIMAL128, arrow.DECIMAL256:
		return true
	}
	return false
}

// mayHaveDictionary reports whether a dictionary of such values makes sense.
func (l layout) mayHaveDictionary() bool {
	return l.physical != format.Boolean && l.typ.ID() != arrow.NULL
}

// reset starts on the rows of a span, side by side with other columns.
func (c *columnReader) reset(s *source, rows span, columns int) error {
	c.place = place{path: s.in.Name, column: c.col.field.Name, rowGroup: rows.group}
	chunk := s.groups[rows.group].chunks[c.col.leaf]
	from := s.in.ReaderAt
	if s.in.Ahead != nil && chunk.start < chunk.end {
		c.ahead = s.in.Ahead(chunk.start, chunk.end, columns)
		from = c.ahead
	}
	if c.pages.dear+c.pages.dearDict > 0 {
		c.sink = newSink(c.col.layout) // what the next one takes is counted anew
	}
	c.pages.reset(from, chunk, c.col)
	c.pages.passOver = rows.from
	c.page = page{offset: c.pages.chunk.start}
	c.rows, c.set, c.dict, c.indexed = 0, 0, nil, false
	if out := int64(c.col.layout.out); out > minBatchBytes {
		if err := c.pages.shared.take(out); err != nil {
			return c.fail(err)
		}
	}
	if codec := c.pages.chunk.codec; !supported(codec) {
		return c.place.unsupported(c.pages.chunk.start, "pages compressed with %s cannot be read; write the file with zstd or snappy", codecName(codec))
	}
	return nil
}

// close ends the reading of a chunk.
func (c *columnReader) close() {
	if c.ahead != nil {
		_ = c.ahead.Close()
		c.ahead = nil
	}
}

// arrive passes over the rows before the span, where that was not done yet: the
// pages did with those of whole pages.
func (c *columnReader) arrive() error {
	if c.pages.passOver == 0 {
		return nil
	}
	if err := c.nextPage(); err != nil {
		return c.fail(err)
	}
	left := c.pages.passOver
	c.pages.passOver = 0
	for left > 0 {
		p, err := c.read(int(min(left, DefaultBatchRows)))
		if err != nil {
			return err
		}
		left -= int64(p.rows)
	}
	return nil
}

// read decodes at most n rows, fewer where values are large. There must be n
// rows left.
func (c *columnReader) read(n int) (piece, error) {
	if err := c.arrive(); err != nil {
		return piece{}, err
	}
	room := c.pages.shared.room()
	if out := c.col.layout.out; out > 0 {
		n = max(min(n, room/out), 1)
	}
	c.sink.begin(n, room)
	c.valid, c.nulls = c.valid[:0], 0
	at := 0
	for at < n {
		if c.rows == 0 {
			if err := c.nextPage(); err != nil {
				return piece{}, c.fail(err)
			}
			continue
		}
		if indexed := c.indexed && c.dict != nil; at == 0 {
			c.indexedBatch = indexed
		} else if c.indexedBatch != indexed {
			break // writers fall back to plain values half-way
		}
		want := min(n-at, c.rows)
		got, err := c.stretch(at, want, n)
		if err != nil {
			return piece{}, c.fail(err)
		}
		at += got
		if c.rows -= got; got < want {
			break
		}
	}
	p, err := c.finish(at)
	if err != nil {
		return piece{}, c.fail(err)
	}
	return p, nil
}

// end checks that the chunk holds nothing beyond its rows.
func (c *columnReader) end() error {
	for {
		if err := c.nextPage(); err == io.EOF {
			return nil
		} else if err != nil {
			return c.fail(err)
		}
		if c.rows > 0 {
			return c.fail(errLeftover)
		}
	}
}

// fail says where an error happened.
func (c *columnReader) fail(err error) error {
	var data *engine.DataError
	var storage *storageError
	var limit limitError
	switch {
	case errors.As(err, &data):
		return data
	case errors.As(err, &storage):
		return c.place.unreadable(storage.offset, storage.cause)
	case errors.As(err, &limit):
		return c.place.unsupported(c.page.offset, "%v", limit)
	case err == io.EOF:
		err = fmt.Errorf("the pages hold %d values, and the footer says %d", c.pages.seen, c.pages.chunk.values)
	}
	return c.place.damaged(c.page.offset, err)
}

// nextPage checks that the current page is used up and enters the next data page.
func (c *columnReader) nextPage() error {
	if err := c.leavePage(); err != nil {
		return err
	}
	for {
		if err := c.pages.next(&c.page); err != nil {
			return err
		}
		if !c.page.dictionary {
			return c.enterPage()
		}
		if err := c.sink.dictionary(c.page.data, c.page.values); err != nil {
			return err
		}
		if err := c.loadDictionary(); err != nil {
			return err
		}
	}
}

func (c *columnReader) leavePage() error {
	if c.page.values == 0 || c.page.dictionary {
		return nil
	}
	if c.page.nulls >= 0 && c.set != c.page.values-c.page.nulls {
		return fmt.Errorf("a page has %d nulls, and its header says %d", c.page.values-c.set, c.page.nulls)
	}
	if c.indexed {
		return nil
	}
	return c.sink.done()
}

func (c *columnReader) enterPage() error {
	pg := &c.page
	c.rows, c.set = pg.values, 0
	if pg.values == 0 {
		return nil
	}
	c.widened = c.levels.resetLevels(pg.definition, c.col.maxDef, pg.values, c.widened)
	c.indexed = pg.encoding == format.RLEDictionary || pg.encoding == oldDictionary
	if !c.indexed {
		return c.sink.page(pg.encoding, pg.data)
	}
	if !c.pages.hasDict {
		return errors.New("a page refers to a dictionary, and the column chunk has none")
	}
	if len(pg.data) == 0 {
		c.indexes.reset(nil, 1) // a page of nulls only
		return nil
	}
	if pg.data[0] > 32 {
		return fmt.Errorf("dictionary indexes have %d bits", pg.data[0])
	}
	c.indexes.reset(pg.data[1:], int(pg.data[0]))
	return nil
}

// stretch decodes n rows of the current page to row at on of a batch of the
// given size. It returns how many there was room for.
func (c *columnReader) stretch(at, n, size int) (int, error) {
	before := c.levels
	set, err := c.definitions(at, n, size)
	if err != nil {
		return 0, err
	}
	got, err := c.values(at, set, size)
	if err != nil {
		return 0, err
	}
	if got < set {
		// The batch is full: give back the rows that found no room.
		c.levels = before
		n = rowsOf(c.valid, at, n, got)
		c.valid.clearFrom(at)
		if set, err = c.definitions(at, n, size); err != nil {
			return 0, err
		}
	}
	c.set += set
	c.nulls += n - set
	if set < n {
		if c.indexedBatch {
			expand(c.index, at, n, set, c.valid)
		} else {
			c.sink.expand(at, n, set, c.valid)
		}
	}
	return n, nil
}

// rowsOf is how many rows from at on, of n, the first values take.
func rowsOf(valid words, at, n, values int) int {
	if len(valid) == 0 {
		return values
	}
	for i := range n {
		if valid.get(at + i) {
			if values == 0 {
				return i
			}
			values--
		}
	}
	return n
}

// definitions decodes n definition levels into the bitmap and returns how many
// rows hold a value. There is no bitmap as long as all do.
func (c *columnReader) definitions(at, n, size int) (int, error) {
	if c.col.maxDef == 0 {
		return n, nil
	}
	if len(c.valid) == 0 {
		if c.levels.all(n, uint32(c.col.maxDef)) {
			return n, nil
		}
		c.valid = c.valid.grow(size)
		c.valid.setRange(0, at)
	}
	return c.levels.equal(c.valid, at, n, uint32(c.col.maxDef))
}

// values decodes n values to row at on, without gaps, and returns how many
// there was room for.
func (c *columnReader) values(at, n, size int) (int, error) {
	if c.indexed { // also where all rows are null, whose indexes are set to 0
		if cap(c.index) < size {
			c.index = make([]uint32, size)
		}
		c.index = c.index[:size]
	}
	switch {
	case n == 0:
		return 0, nil
	case !c.indexed:
		return c.sink.read(at, n)
	}
	indexes := c.index[at : at+n]
	if err := c.indexes.fill(indexes); err != nil {
		return 0, err
	}
	if !c.indexedBatch {
		return n, c.sink.gather(at, indexes)
	}
	if greatest(indexes) >= uint32(c.dict.values.Len()) {
		return 0, errDictionaryIndex
	}
	return n, nil
}

// greatest is the greatest of some indexes.
func greatest(indexes []uint32) uint32 {
	var a, b, c, d uint32
	for len(indexes) >= 4 {
		a, b = max(a, indexes[0]), max(b, indexes[1])
		c, d = max(c, indexes[2]), max(d, indexes[3])
		indexes = indexes[4:]
	}
	for _, x := range indexes {
		a = max(a, x)
	}
	return max(a, b, c, d)
}
