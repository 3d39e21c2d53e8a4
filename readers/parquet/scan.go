package parquet

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync"

	"assay/engine"
)

// scan hands out row groups, or pieces of them, as splits.
type scan struct {
	source    *source
	request   []engine.ColumnRequest
	batchRows int
	claims    []claims // of every row group; nil where there is no audit

	mu   sync.Mutex
	next int       // span
	free []columns // of closed splits, for reuse
}

// columns read the requested columns of a split.
type columns struct {
	readers []*columnReader
	memory  *shared // of the readers
}

func (s *scan) Next(ctx context.Context) (engine.Split, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.next == len(s.source.spans) {
		return nil, io.EOF
	}
	sp := &split{scan: s, ordinal: s.next, span: s.source.spans[s.next]}
	sp.left = sp.span.rows
	s.next++
	if n := len(s.free); n > 0 {
		sp.columns, s.free = s.free[n-1], s.free[:n-1]
	} else {
		sp.memory = newShared(s.source.opt.MaxPageBytes)
		for _, r := range s.request {
			sp.readers = append(sp.readers, newColumnReader(&s.source.columns[r.Index], r.Text, s.source, sp.memory))
		}
	}
	sp.memory.begin()
	for _, r := range sp.readers {
		if err := r.reset(s.source, sp.span, len(sp.readers)); err != nil {
			sp.closeReaders()
			return nil, err
		}
	}
	sp.carried = make([]piece, len(sp.readers))
	return sp, nil
}

func (s *scan) Close() error { return nil }

// split is one span.
type split struct {
	scan    *scan
	ordinal int
	span    span
	columns
	carried []piece // rows that were decoded and not yet delivered
	left    int64
	totals  engine.SplitTotals
	batch   engine.Batch
}

func (s *split) Ordinal() int { return s.ordinal }
func (s *split) File() int    { return 0 }

// Next decodes the next rows of every column. A column whose values are large,
// or whose writer gave up its dictionary half-way, may have fewer rows ready
// than the others, which then keep what they decoded for the next batch.
func (s *split) Next(ctx context.Context) (b *engine.Batch, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	defer s.scan.source.in.caught(&err)
	if s.left == 0 {
		return nil, s.end(ctx)
	}
	rows := int(min(int64(s.scan.batchRows), s.left))
	s.memory.beginBatch()
	for _, p := range s.carried {
		if p.rows > 0 {
			rows = min(rows, p.rows)
			s.memory.batch -= p.bytes()
		}
	}
	for i, r := range s.readers {
		if s.carried[i].rows == 0 {
			if s.carried[i], err = r.read(rows); err != nil {
				return nil, err
			}
			s.memory.batch -= s.carried[i].bytes()
		}
		rows = min(rows, s.carried[i].rows)
	}
	s.left -= int64(rows)
	s.totals.Records += int64(rows)
	s.deliver(rows)
	return &s.batch, nil
}

// deliver makes a batch of the first rows that are ready.
func (s *split) deliver(rows int) {
	s.batch = engine.Batch{Rows: rows, Columns: make([]engine.Column, len(s.readers))}
	for i, r := range s.readers {
		whole := s.carried[i]
		part := whole.slice(0, rows)
		s.carried[i] = piece{}
		if rows < whole.rows {
			s.carried[i] = whole.slice(rows, whole.rows)
		}
		s.batch.Columns[i] = part.column
		if s.scan.request[i].Lenient {
			continue
		}
		for _, row := range part.broken {
			s.batch.Malformed = append(s.batch.Malformed, engine.MalformedRow{
				Row: row, Reason: fmt.Sprintf("the text of column %q is not UTF-8", r.col.field.Name),
			})
		}
	}
	s.batch.Malformed = mergeMalformed(s.batch.Malformed)
}

// mergeMalformed sorts rows and joins the reasons of those that have several.
func mergeMalformed(rows []engine.MalformedRow) []engine.MalformedRow {
	slices.SortStableFunc(rows, func(a, b engine.MalformedRow) int { return a.Row - b.Row })
	merged := rows[:0]
	for _, r := range rows {
		last := len(merged) - 1
		switch {
		case last < 0 || merged[last].Row != r.Row:
			merged = append(merged, r)
		case merged[last].Reason != r.Reason:
			merged[last].Reason += "; " + r.Reason
		}
	}
	return merged
}

// end returns io.EOF. At the end of a row group it first checks that no column
// has anything left, and audits the row group where that is wanted.
func (s *split) end(ctx context.Context) error {
	if !s.span.last {
		return io.EOF
	}
	for _, r := range s.readers {
		if err := r.end(); err != nil {
			return err
		}
	}
	if s.scan.claims != nil {
		if err := s.scan.audit(ctx, s.span.group); err != nil {
			return err
		}
	}
	return io.EOF
}

func (s *split) Totals() engine.SplitTotals {
	t := s.totals
	t.Offset = -1
	t.Bytes += s.bytesRead()
	return t
}

func (s *split) bytesRead() (n int64) {
	for _, r := range s.readers {
		n += r.pages.window.read
	}
	return n
}

// closeReaders ends the reading of the chunks.
func (s *split) closeReaders() {
	for _, r := range s.readers {
		r.close()
	}
}

// Close hands the column readers on to a later split.
func (s *split) Close() error {
	s.closeReaders()
	if s.memory != nil {
		s.totals.Bytes = s.bytesRead()
		s.scan.mu.Lock()
		s.scan.free = append(s.scan.free, s.columns)
		s.scan.mu.Unlock()
	}
	s.columns = columns{}
	return nil
}
