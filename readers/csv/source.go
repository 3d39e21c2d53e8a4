package csv

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

// source is one file with types for its columns.
type source struct {
	in     Input
	opt    Options
	schema *arrow.Schema
	header header
	once   *once // of a stream that can be read only once
}

// Open returns a source over in, whose columns have the given fields: as many
// as Probe finds names, in their order. The error is a *engine.DataError where
// the header cannot be read.
func Open(in Input, fields []arrow.Field, opt Options) (engine.Source, error) {
	p, _, err := open(in, opt)
	if err != nil {
		return nil, err
	}
	return p.source(fields)
}

func (p *Probe) source(fields []arrow.Field) (engine.Source, error) {
	if len(fields) != len(p.header.names) {
		return nil, p.in.fail(-1, fmt.Sprintf("the header has %d names, and %d columns are asked for", len(p.header.names), len(fields)), nil)
	}
	return &source{in: p.in, opt: p.opt, schema: arrow.NewSchema(fields, nil), header: p.header, once: p.once}, nil
}

// Schema lists the columns.
func (s *source) Schema() *arrow.Schema { return s.schema }

// Files lists the one file.
func (s *source) Files() []engine.File {
	return []engine.File{{Path: s.in.Name, Format: "csv", Bytes: s.in.Size}}
}

// Close closes the file. A stream that can be read only once stays, until its
// Probe is closed.
func (s *source) Close() error {
	if s.in.Close != nil {
		return s.in.Close()
	}
	return nil
}

// Scan starts a pass.
func (s *source) Scan(_ context.Context, req engine.ScanRequest) (engine.Scan, error) {
	sc := &scan{src: s, req: req, dialect: s.opt.dialect()}
	for _, c := range req.Columns {
		sc.keep = max(sc.keep, c.Index+1)
	}
	if s.in.seekable() {
		first := make(chan boundary, 1)
		first <- boundary{at: s.header.bytes}
		sc.chain = first
		sc.chunks = (s.in.Size - s.header.bytes + int64(s.opt.ChunkBytes) - 1) / int64(s.opt.ChunkBytes)
		return sc, nil
	}
	stream, err := s.stream(req.Again)
	if err != nil {
		return nil, err
	}
	sc.stream = stream
	if err := sc.skipHeader(); err != nil {
		stream.Close()
		return nil, err
	}
	return sc, nil
}

func (s *source) stream(keep bool) (io.ReadCloser, error) {
	if s.once != nil {
		return s.once.open(keep)
	}
	return s.in.Open()
}

// boundary is where the first record of a chunk starts. Workers find it for the
// chunk after theirs, and hand it on before they parse.
type boundary struct {
	at  int64
	err error
}

// scan is one pass over the file.
type scan struct {
	src     *source
	req     engine.ScanRequest
	keep    int // fields of a record that are asked for: the first ones
	dialect dialect

	mu      sync.Mutex
	ordinal int
	chunks  int64
	chain   chan boundary // of the next chunk
	pool    sync.Pool     // of *buffers

	stream io.ReadCloser // where the file cannot be read at any place
	rest   []byte        // read, and not yet in a split
	offset int64         // of rest
	ended  bool
	added  bool  // a line feed at its end
	lines  int64 // before rest
	failed error // of the stream, io.EOF among them
}

// buffers is the memory of a split, used again by the next one.
type buffers struct {
	text  []byte
	chunk chunk
	rows  rows
	cols  []*reader
	texts []*reader // of every field, for single rows
	cells [][]byte
}

func (s *scan) buffers() *buffers {
	if b, ok := s.pool.Get().(*buffers); ok {
		return b
	}
	b := &buffers{}
	for _, c := range s.req.Columns {
		dt := s.src.schema.Field(c.Index).Type
		if c.Text {
			dt = arrow.BinaryTypes.String
		}
		b.cols = append(b.cols, newReader(&s.src.opt, c.Index, dt))
	}
	return b
}

// Next hands out the next chunk.
func (s *scan) Next(ctx context.Context) (engine.Split, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stream != nil {
		if s.failed != nil {
			return nil, s.failed
		}
		// What follows an error is no record's start: nobody reads on.
		var sp engine.Split
		sp, s.failed = s.nextOfStream()
		return sp, s.failed
	}
	if int64(s.ordinal) >= s.chunks {
		return nil, io.EOF
	}
	sp := &split{scan: s, ordinal: s.ordinal, start: s.chain, next: make(chan boundary, 1)}
	sp.from = s.src.header.bytes + int64(s.ordinal)*int64(s.src.opt.ChunkBytes)
	s.chain = sp.next
	s.ordinal++
	return sp, nil
}

// Close ends the pass.
func (s *scan) Close() error {
	if s.stream != nil {
		return s.stream.Close()
	}
	return nil
}

// skipHeader reads the stream up to the data.
func (s *scan) skipHeader() error {
	n, err := io.CopyN(io.Discard, s.stream, s.src.header.bytes)
	if err != nil {
		return s.src.in.unreadable(n, "the data ends within the header", err)
	}
	s.offset = n
	s.lines = s.src.header.lines
	return nil
}

// nextOfStream reads on until the next chunk is whole, and cuts it.
func (s *scan) nextOfStream() (engine.Split, error) {
	if s.ended && len(s.rest) == 0 {
		return nil, io.EOF
	}
	b := s.buffers()
	size := s.src.opt.ChunkBytes + lookAhead
	text := append(b.text[:0], s.rest...)
	for {
		var err error
		if text, err = s.fill(text, size); err != nil {
			return nil, err
		}
		if len(text) == 0 {
			return nil, io.EOF
		}
		c := &b.chunk
		*c = chunk{dialect: &s.dialect, buf: text, atEOF: s.ended, ended: s.added, blocks: c.blocks}
		c.scan(0)
		switch c.cut(min(s.src.opt.ChunkBytes, len(text))) {
		case cutUnclosed:
			line := s.lines + 1 + int64(bytes.Count(text[:c.to], []byte("\n")))
			return nil, &engine.DataError{Path: s.src.in.Name, Line: line, Offset: s.offset + int64(c.to), Msg: unclosed}
		case cutDone:
			return s.split(b, text), nil
		}
		if len(text) >= s.src.opt.MaxRecordBytes+s.src.opt.ChunkBytes+lookAhead {
			at := c.opening()
			return nil, s.src.tooLong(s.lines+1+int64(bytes.Count(text[:at], []byte("\n"))), s.offset+int64(at))
		}
		size = 2 * len(text)
	}
}

const unclosed = "the quote that opens here is never closed"

func (s *source) tooLong(line, offset int64) error {
	return &engine.DataError{Path: s.in.Name, Line: line, Offset: offset,
		Msg: fmt.Sprintf("a record is longer than %d bytes; perhaps a quote is not closed, else raise max_record under data.csv in the suite", s.opt.MaxRecordBytes)}
}

// fill reads until text has size bytes or the stream ends; then a last line
// without a line feed gets one.
func (s *scan) fill(text []byte, size int) ([]byte, error) {
	for len(text) < size && !s.ended {
		if cap(text) < size+1 {
			grown := make([]byte, len(text), size+size/4+1)
			copy(grown, text)
			text = grown
		}
		// Not by io.ReadFull: a stream that was cut short says so by the
		// error with which ReadFull tells of its end.
		n, err := s.stream.Read(text[len(text):size])
		text = text[:len(text)+n]
		switch err {
		case nil:
		case io.EOF:
			s.ended = true
			if s.added = len(text) > 0 && text[len(text)-1] != '\n'; s.added {
				text = append(text, '\n')
			}
		default:
			return nil, s.src.in.unreadable(s.offset+int64(len(text)), "cannot be read to its end", err)
		}
	}
	return text, nil
}

// split takes the records that were cut off text.
func (s *scan) split(b *buffers, text []byte) *split {
	c := &b.chunk
	sp := &split{scan: s, ordinal: s.ordinal, from: s.offset, base: s.offset, buffers: b, ready: true}
	b.text = text
	s.rest = append([]byte(nil), text[c.to:]...)
	s.offset += int64(c.to)
	s.lines += c.lines
	s.ordinal++
	return sp
}
