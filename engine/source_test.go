package engine_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"assay/engine"
	"assay/engine/vector"
)

// cell is an int64 that may be null or invalid.
type cell struct {
	value   int64
	null    bool
	invalid bool
}

// table is the data of a test: columns of cells, cut into splits.
type table struct {
	names   []string
	columns [][]cell
	splits  []int // rows of each
	bad     map[int]string
}

func randomTable(rng *rand.Rand, rows, span int) table {
	t := table{names: []string{"x", "y"}, bad: make(map[int]string)}
	for range t.names {
		cells := make([]cell, rows)
		for i := range cells {
			cells[i] = cell{value: rng.Int64N(int64(span)) - int64(span)/2, null: rng.IntN(5) == 0, invalid: rng.IntN(15) == 0}
			cells[i].null = cells[i].null && !cells[i].invalid
		}
		t.columns = append(t.columns, cells)
	}
	for left := rows; left > 0; {
		n := min(1+rng.IntN(200), left)
		t.splits = append(t.splits, n)
		left -= n
	}
	return t
}

func (t table) Schema() *arrow.Schema {
	var fields []arrow.Field
	for _, name := range t.names {
		fields = append(fields, arrow.Field{Name: name, Type: arrow.PrimitiveTypes.Int64, Nullable: true})
	}
	return arrow.NewSchema(fields, nil)
}

func (t table) Files() []engine.File {
	return []engine.File{{Path: "memory", Format: "test", Bytes: -1}}
}
func (t table) Close() error { return nil }

func (t table) Scan(_ context.Context, req engine.ScanRequest) (engine.Scan, error) {
	return &tableScan{table: t, req: req}, nil
}

type tableScan struct {
	table table
	req   engine.ScanRequest
	mu    sync.Mutex
	next  int
	from  int
}

func (s *tableScan) Close() error { return nil }

func (s *tableScan) Next(context.Context) (engine.Split, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.next == len(s.table.splits) {
		return nil, io.EOF
	}
	n := s.table.splits[s.next]
	split := &tableSplit{scan: s, ordinal: s.next, from: s.from, end: s.from + n, at: s.from}
	s.next++
	s.from += n
	return split, nil
}

type tableSplit struct {
	scan          *tableScan
	ordinal       int
	from, end, at int
}

func (s *tableSplit) Ordinal() int { return s.ordinal }
func (s *tableSplit) File() int    { return 0 }
func (s *tableSplit) Close() error { return nil }
func (s *tableSplit) Totals() engine.SplitTotals {
	n := int64(s.end - s.from)
	return engine.SplitTotals{Records: n, Lines: n, Offset: int64(s.from) * 10}
}

func (s *tableSplit) Next(context.Context) (*engine.Batch, error) {
	if s.at == s.end {
		return nil, io.EOF
	}
	n := s.end - s.at
	if s.scan.req.BatchRows > 0 {
		n = min(n, s.scan.req.BatchRows)
	}
	from := s.at
	s.at += n
	b := &engine.Batch{Rows: n, Locate: func(row int) (int64, int64) {
		at := int64(from - s.from + row)
		return at, at * 10
	}}
	for row := range n {
		if reason, bad := s.scan.table.bad[from+row]; bad {
			b.Malformed = append(b.Malformed, engine.MalformedRow{Row: row, Reason: reason})
		}
	}
	for _, c := range s.scan.req.Columns {
		b.Columns = append(b.Columns, batchColumn(s.scan.table.columns[c.Index][from:from+n]))
	}
	return b, nil
}

func batchColumn(cells []cell) engine.Column {
	builder := array.NewInt64Builder(memory.DefaultAllocator)
	var invalid vector.Mask
	for i, c := range cells {
		if c.invalid {
			if invalid == nil {
				invalid = vector.NewMask(len(cells))
			}
			invalid.Set(i)
		}
		if c.null || c.invalid {
			builder.AppendNull()
		} else {
			builder.Append(c.value)
		}
	}
	return engine.Column{Array: builder.NewArray(), Invalid: invalid, InvalidText: func(row int) string {
		return fmt.Sprintf("junk%d", cells[row].value)
	}}
}
