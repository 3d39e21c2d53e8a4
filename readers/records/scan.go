package records

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"assay/engine"
)

// scan hands out record batches, or pieces of large ones, as splits.
type scan struct {
	source    *source
	request   []engine.ColumnRequest
	batchRows int

	mu      sync.Mutex
	reader  array.RecordReader
	rest    arrow.RecordBatch // of the batch under way; nil where there is none
	ordinal int
	closed  bool
}

// Next hands out the next rows.
func (s *scan) Next(ctx context.Context) (engine.Split, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.rest == nil || s.rest.NumRows() == 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := s.advance(); err != nil {
			return nil, err
		}
	}
	whole := s.rest
	n := min(whole.NumRows(), splitRows)
	sp := &split{scan: s, ordinal: s.ordinal, rows: whole.NewSlice(0, n)}
	s.rest = whole.NewSlice(n, whole.NumRows())
	whole.Release()
	s.ordinal++
	return sp, nil
}

// advance takes the next batch of the reader.
func (s *scan) advance() error {
	if s.rest != nil {
		s.rest.Release()
		s.rest = nil
	}
	if !s.reader.Next() {
		if err := s.reader.Err(); err != nil && err != io.EOF {
			return s.source.fail(err)
		}
		return io.EOF
	}
	batch := s.reader.RecordBatch()
	if !batch.Schema().Equal(s.source.schema) {
		return s.source.fail(fmt.Errorf("a batch has the schema %v, not %v", batch.Schema(), s.source.schema))
	}
	batch.Retain()
	s.rest = batch
	return nil
}

// Close lets go of the reader. It may be called again.
func (s *scan) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	if s.rest != nil {
		s.rest.Release()
		s.rest = nil
	}
	s.reader.Release()
	return nil
}

// split is a run of rows of one record batch.
type split struct {
	scan    *scan
	ordinal int
	rows    arrow.RecordBatch
	cells   []cells // of the whole split, by requested column
	at      int64
	batch   engine.Batch
}

// Ordinal counts the splits.
func (s *split) Ordinal() int { return s.ordinal }

// File is the only one.
func (s *split) File() int { return 0 }

// Next makes a batch of the next rows.
func (s *split) Next(ctx context.Context) (*engine.Batch, error) {
	s.release()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := s.prepare(); err != nil {
		return nil, err
	}
	n := min(int64(s.scan.batchRows), s.rows.NumRows()-s.at)
	if n == 0 {
		return nil, io.EOF
	}
	s.batch = engine.Batch{Rows: int(n)}
	for i := range s.cells {
		c := &s.cells[i]
		s.batch.Columns = append(s.batch.Columns, engine.Column{Array: array.NewSlice(c.array, s.at, s.at+n)})
		for len(c.broken) > 0 && int64(c.broken[0]) < s.at+n {
			s.malformed(c.broken[0]-int(s.at), c.reason)
			c.broken = c.broken[1:]
		}
	}
	s.at += n
	return &s.batch, nil
}

// prepare finds the cells of the requested columns, once.
func (s *split) prepare() error {
	for len(s.cells) < len(s.scan.request) {
		r := s.scan.request[len(s.cells)]
		c, err := s.scan.source.columns[r.Index].cells(s.rows, r)
		if err != nil {
			return s.scan.source.fail(err)
		}
		s.cells = append(s.cells, c)
	}
	return nil
}

// malformed notes what is wrong with a row, which is listed once.
func (s *split) malformed(row int, reason string) {
	at, known := slices.BinarySearchFunc(s.batch.Malformed, row, func(m engine.MalformedRow, row int) int { return m.Row - row })
	if !known {
		s.batch.Malformed = slices.Insert(s.batch.Malformed, at, engine.MalformedRow{Row: row, Reason: reason})
		return
	}
	s.batch.Malformed[at].Reason += "; " + reason
}

// release lets go of what the last batch held.
func (s *split) release() {
	for _, c := range s.batch.Columns {
		c.Array.Release()
	}
	s.batch = engine.Batch{}
}

// Totals counts the rows; there are no places in a file.
func (s *split) Totals() engine.SplitTotals {
	return engine.SplitTotals{Records: s.at, Offset: -1}
}

// Close lets go of the rows. It may be called again.
func (s *split) Close() error {
	if s.rows != nil {
		s.release()
		for _, c := range s.cells {
			c.array.Release()
		}
		s.rows.Release()
		s.rows, s.cells = nil, nil
	}
	return nil
}
