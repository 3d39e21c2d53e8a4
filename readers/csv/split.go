package csv

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/readers/internal/simd"
)

// lookAhead is how much text behind a chunk is read with it, for its last
// record to end in.
const lookAhead = 16 << 10

// split is one chunk: the records that start in it.
type split struct {
	scan    *scan
	ordinal int
	from    int64 // where the chunk starts
	base    int64 // where its text starts
	start   chan boundary
	next    chan boundary // given once
	handed  bool

	buffers *buffers
	ready   bool
	cur     cursor
	begun   bool
	records int64
	batch   engine.Batch
	located located
}

// located remembers the line of the row last asked for.
type located struct {
	at   int
	line int64
}

// Ordinal counts the chunks.
func (s *split) Ordinal() int { return s.ordinal }

// File is always the first: a source has one.
func (s *split) File() int { return 0 }

// Next parses the next records.
func (s *split) Next(ctx context.Context) (*engine.Batch, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !s.ready {
		if err := s.load(ctx); err != nil {
			return nil, err
		}
	}
	c := &s.buffers.chunk
	if !s.begun {
		s.begun = true
		s.cur = cursor{at: c.from}
		s.located = located{at: c.from}
	}
	r := &s.buffers.rows
	r.fields, r.keep = s.scan.src.schema.NumFields(), s.scan.keep
	limit := s.scan.req.BatchRows
	if limit <= 0 {
		limit = defaultBatchRows
	}
	opt := &s.scan.src.opt
	r.take(c, &s.cur, limit, opt.BlankLines == BlankSkip || opt.BlankLines == BlankDefault && r.fields > 1)
	if r.n == 0 {
		return nil, io.EOF
	}
	s.records += int64(r.n)
	s.batch = engine.Batch{Rows: r.n, Columns: s.batch.Columns[:0], Malformed: r.malformed, Locate: s.locate, Text: s.text, Cells: s.cells}
	var err error
	s.batch.Columns, err = readColumns(s.buffers.cols, r, s.batch.Columns)
	if err != nil {
		return nil, err
	}
	return &s.batch, nil
}

// defaultBatchRows keeps a column of eight bytes within a processor's first
// cache.
const defaultBatchRows = 4096

// locate finds a row of the current batch: rows are asked for in order, so the
// lines between are counted once.
func (s *split) locate(row int) (line, offset int64) {
	c := &s.buffers.chunk
	at := s.buffers.rows.start(row)
	if at < s.located.at {
		s.located = located{at: c.from}
	}
	s.located.line += int64(bytes.Count(c.buf[s.located.at:at], []byte("\n")))
	s.located.at = at
	line = s.located.line
	if s.ordinal == 0 {
		line += s.scan.src.header.lines
	}
	return line, s.base + int64(at) - s.from
}

// text is a row of the current batch as it stands in the file.
func (s *split) text(row int) []byte {
	c := &s.buffers.chunk
	from := s.buffers.rows.start(row)
	end := c.recordEnd(from)
	if c.ended && end == len(c.buf) {
		end--
	}
	return c.buf[from:end]
}

// cells are the fields of a row of the current batch.
func (s *split) cells(row int) [][]byte {
	b := s.buffers
	from := b.rows.start(row)
	one := &rows{chunk: &b.chunk, fields: b.rows.fields, stride: b.rows.fields + 1}
	ends, _ := b.chunk.fieldEnds(nil, from, 1)
	one.add(from, ends)
	for f := len(b.texts); f < one.fields; f++ {
		b.texts = append(b.texts, newReader(&s.scan.src.opt, f, arrow.BinaryTypes.String))
	}
	b.cells = b.cells[:0]
	for _, c := range b.texts {
		cell, null := c.cell(one, 0)
		if null {
			cell = nil
		} else if cell == nil {
			cell = []byte{}
		}
		b.cells = append(b.cells, cell)
	}
	return b.cells
}

// Totals describes the chunk.
func (s *split) Totals() engine.SplitTotals {
	t := engine.SplitTotals{Records: s.records, BlankLines: s.cur.blank, Offset: s.from}
	if !s.ready {
		return t
	}
	c := &s.buffers.chunk
	t.Lines = c.lines
	t.Bytes = int64(c.to - c.from)
	if s.ordinal == 0 {
		t.Lines += s.scan.src.header.lines
		t.Bytes += s.scan.src.header.bytes
	}
	if s.scan.src.in.Size < 0 {
		t.Offset = -1
	}
	return t
}

// Close gives the memory back, and hands on where the next chunk starts if that
// has not been done, so that its worker does not wait.
func (s *split) Close() error {
	s.hand(boundary{err: errAbandoned})
	if s.buffers != nil {
		s.scan.pool.Put(s.buffers)
		s.buffers, s.ready = nil, false
	}
	return nil
}

// errAbandoned is what the chunks after one that failed see.
var errAbandoned = errors.New("the part of the file before this one was given up")

// hand gives the next chunk its start, once.
func (s *split) hand(b boundary) {
	if s.next != nil && !s.handed {
		s.handed = true
		s.next <- b
	}
}

// load reads the chunk and finds its records. What needs nothing of the chunks
// before it is done first; then their last record's end is waited for.
func (s *split) load(ctx context.Context) error {
	b := s.scan.buffers()
	s.buffers = b
	in, opt := s.scan.src.in, &s.scan.src.opt
	end := min(s.from+int64(opt.ChunkBytes), in.Size)
	s.base = s.from &^ (simd.BlockBytes - 1)
	c := &b.chunk
	*c = chunk{dialect: &s.scan.dialect, blocks: c.blocks}
	if err := s.read(end + lookAhead); err != nil {
		return err
	}
	var start boundary
	select {
	case start = <-s.start:
	case <-ctx.Done():
		return ctx.Err()
	}
	if start.err != nil {
		return start.err
	}
	if start.at >= end {
		// A record of a chunk before this one reaches beyond it.
		c.from, c.to = 0, 0
		s.hand(start)
		s.ready = true
		return nil
	}
	c.from = int(start.at - s.base)
	for {
		switch c.cut(int(end - s.base)) {
		case cutDone:
			s.hand(boundary{at: s.base + int64(c.to)})
			s.ready = true
			return nil
		case cutUnclosed:
			at := s.base + int64(c.to)
			line, err := s.lineOf(at)
			if err != nil {
				return err
			}
			return &engine.DataError{Path: in.Name, Line: line, Offset: at, Msg: unclosed}
		}
		if len(c.buf) > opt.ChunkBytes+opt.MaxRecordBytes {
			at := s.base + int64(c.opening())
			line, err := s.lineOf(at)
			if err != nil {
				return err
			}
			return s.scan.src.tooLong(line, at)
		}
		if err := s.read(s.base + 2*int64(len(c.buf))); err != nil {
			return err
		}
	}
}

// read makes the chunk's text that of the file from s.base to end, and
// scans it.
func (s *split) read(end int64) error {
	in := s.scan.src.in
	c := &s.buffers.chunk
	end = min(end, in.Size)
	n := int(end - s.base)
	if cap(s.buffers.text) < n+1 {
		s.buffers.text = make([]byte, n+1, n+n/8+1)
	}
	text := s.buffers.text[:n]
	if got, err := in.At.ReadAt(text, s.base); got < n {
		if err == io.EOF {
			err = nil
		}
		return in.unreadable(s.base+int64(got), "the file became shorter while it was read", err)
	}
	c.atEOF = end == in.Size
	if c.ended = c.atEOF && n > 0 && text[n-1] != '\n'; c.ended {
		text = append(text, '\n')
	}
	s.buffers.text, c.buf = text, text
	c.scan(0)
	return nil
}

// lineOf counts the lines before a place in the file, for an error to name.
func (s *split) lineOf(offset int64) (int64, error) {
	r := io.NewSectionReader(s.scan.src.in.At, 0, offset)
	buf := make([]byte, 1<<20)
	line := int64(1)
	for {
		n, err := r.Read(buf)
		line += int64(bytes.Count(buf[:n], []byte("\n")))
		if err == io.EOF {
			return line, nil
		}
		if err != nil {
			return 0, s.scan.src.in.unreadable(offset, "cannot be read", err)
		}
	}
}
