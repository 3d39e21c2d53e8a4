// Package quarantine writes the two sides of a division of rows, those that are
// accepted and those that are set aside, as files in CSV or Parquet.
package quarantine

import (
	"errors"
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"golang.org/x/text/encoding"

	"assay/engine"
	"assay/engine/vector"
)

// Options say what is written, and where.
type Options struct {
	// Accepted and Rejected are paths, whose endings say the formats; "" drops
	// the rows of that side.
	Accepted, Rejected string
	Schema             *arrow.Schema
	Files              []engine.File // of the source
	// Text is the layout of a source that is text throughout, nil elsewhere.
	// Where a CSV file has the same delimiter, rows are taken over as they are.
	Text *engine.TextLayout
	CSV  Dialect
	// Version of assay, which Parquet files name as their writer.
	Version string
}

// Dialect is how CSV is written.
type Dialect struct {
	Delimiter byte // 0: a tab in .tsv, else a comma
	Quote     byte
	Escape    byte // stands before quotes within quotes; 0: they are doubled
	Comment   byte // no unquoted record begins with it; 0: any may
	Trim      bool // blanks around cells need quotes
	Null      string
	NoHeader  bool // the columns' names are not written
	// Encoding is that of the text; nil is UTF-8.
	Encoding encoding.Encoding
}

// Sink writes rows to up to two files, which appear together and whole when it is
// committed.
type Sink struct {
	options Options
	sides   [2]*side // accepted and rejected; nil where the rows are dropped
	// dropped counts the rows of sides that are not written.
	dropped [2]int64
}

// The indices of Sink.sides.
const (
	accepted = iota
	rejected
)

// side is one of the two files.
type side struct {
	file    *file
	format  writer
	columns []engine.ColumnRequest
	places  []int // of columns in the sink's batches
	rows    int64
}

// writer is how a side's rows are laid out.
type writer interface {
	// columns are what an encoder needs of the data.
	columns() []engine.ColumnRequest
	newEncoder() encoder
	// write takes what an encoder made, and what stands before the rows.
	write(encoded any, before engine.Base) error
	close() error
}

// encoder makes what a writer writes of the rows that are set in rows.
type encoder interface {
	encode(b *engine.DividedBatch, columns []engine.Column, rows vector.Mask) (encoded any, size int64, err error)
}

// New makes temporary files beside those that o names. The caller commits or
// discards the sink.
func New(o Options) (*Sink, error) {
	s := &Sink{options: o}
	if err := s.open(); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Sink) open() error {
	for i, path := range []string{s.options.Accepted, s.options.Rejected} {
		if path == "" {
			continue
		}
		made, err := newSide(s.options, path, i == rejected)
		if err != nil {
			return errors.Join(err, s.Discard())
		}
		s.sides[i] = made
	}
	return nil
}

// Restart begins anew with empty files.
func (s *Sink) Restart() error {
	if err := s.Discard(); err != nil {
		return err
	}
	s.sides, s.dropped = [2]*side{}, [2]int64{}
	return s.open()
}

func newSide(o Options, path string, reasons bool) (*side, error) {
	l, ok := layoutOf(path)
	if !ok {
		return nil, fmt.Errorf("%s: a file of rows ends with %s", path, Endings)
	}
	f, err := create(path, l.compression, o.CSV.Encoding)
	if err != nil {
		return nil, err
	}
	s := &side{file: f}
	if l.parquet {
		s.format, err = newParquet(f.w, o, reasons)
	} else {
		s.format = newText(f.w, o, l, reasons)
	}
	if err != nil {
		return nil, errors.Join(err, f.discard())
	}
	return s, nil
}

// Columns are those that the two sides need.
func (s *Sink) Columns() []engine.ColumnRequest {
	var all []engine.ColumnRequest
	for _, side := range s.sides {
		if side == nil {
			continue
		}
		side.columns = side.format.columns()
		side.places = side.places[:0]
		for _, c := range side.columns {
			at := slices.Index(all, c)
			if at < 0 {
				at = len(all)
				all = append(all, c)
			}
			side.places = append(side.places, at)
		}
	}
	return all
}

// piece is the rows of a batch on both sides.
type piece struct {
	encoded [2]any
	rows    [2]int64
	size    int64
}

// Size is the memory that the piece takes.
func (p *piece) Size() int64 { return p.size }

// NewEncoder returns what one goroutine encodes rows with.
func (s *Sink) NewEncoder() engine.RowEncoder {
	e := &sinkEncoder{sink: s}
	for i, side := range s.sides {
		if side != nil {
			e.encoders[i] = side.format.newEncoder()
		}
	}
	return e
}

type sinkEncoder struct {
	sink     *Sink
	encoders [2]encoder
	columns  []engine.Column
	accepted vector.Mask
}

// Encode encodes the rows of a batch.
func (e *sinkEncoder) Encode(b *engine.DividedBatch) (engine.Piece, error) {
	e.accepted = append(e.accepted[:0], b.Rejected...)
	e.accepted.Not(b.Rows)
	p := &piece{}
	for i, rows := range [2]vector.Mask{e.accepted, b.Rejected} {
		p.rows[i] = int64(rows.Count())
		if e.encoders[i] == nil || p.rows[i] == 0 {
			continue
		}
		e.columns = e.columns[:0]
		for _, at := range e.sink.sides[i].places {
			e.columns = append(e.columns, b.Columns[at])
		}
		encoded, size, err := e.encoders[i].encode(b, e.columns, rows)
		if err != nil {
			return nil, err
		}
		p.encoded[i] = encoded
		p.size += size
	}
	return p, nil
}

// Write writes a piece of a split, before which records and lines stand.
func (s *Sink) Write(p engine.Piece, before engine.Base) error {
	rows := p.(*piece)
	for i, side := range s.sides {
		switch {
		case side == nil:
			s.dropped[i] += rows.rows[i]
			continue
		case rows.rows[i] == 0:
			continue
		}
		if err := side.format.write(rows.encoded[i], before); err != nil {
			return side.file.failed(err)
		}
		side.rows += rows.rows[i]
	}
	return nil
}

// Written is how many rows were written, or dropped as was asked.
func (s *Sink) Written() (int64, int64) {
	var n [2]int64
	for i, side := range s.sides {
		n[i] = s.dropped[i]
		if side != nil {
			n[i] += side.rows
		}
	}
	return n[accepted], n[rejected]
}

// Commit finishes the files and has them take their places: all or none of them.
func (s *Sink) Commit() error {
	var files []*file
	for _, side := range s.sides {
		if side == nil {
			continue
		}
		if err := errors.Join(side.format.close(), side.file.finish()); err != nil {
			return errors.Join(side.file.failed(err), s.Discard())
		}
		files = append(files, side.file)
	}
	if err := replaceAll(files); err != nil {
		return errors.Join(err, s.Discard())
	}
	return nil
}

// Discard removes what was written. It does nothing after Commit, and may be
// called again.
func (s *Sink) Discard() error {
	var errs []error
	for _, side := range s.sides {
		if side != nil {
			errs = append(errs, side.file.discard())
		}
	}
	return errors.Join(errs...)
}
