package expectations_test

import (
	"context"
	"io"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"assay/engine"
	"assay/engine/vector"
)

// memorySource is a table in memory, cut into splits after the given rows.
type memorySource struct {
	schema  *arrow.Schema
	columns []arrow.Array
	cuts    []int // ascending; the last is the number of rows
}

func (s *memorySource) Schema() *arrow.Schema { return s.schema }
func (s *memorySource) Files() []engine.File {
	return []engine.File{{Path: "memory", Format: "test", Bytes: -1}}
}
func (s *memorySource) Close() error { return nil }

func (s *memorySource) Scan(_ context.Context, req engine.ScanRequest) (engine.Scan, error) {
	scan := &memoryScan{source: s, batchRows: req.BatchRows}
	for _, c := range req.Columns {
		column := s.columns[c.Index]
		if c.Text {
			text, err := vector.FormatText(column, memory.DefaultAllocator)
			if err != nil {
				return nil, err
			}
			column = text
		}
		scan.columns = append(scan.columns, column)
	}
	return scan, nil
}

type memoryScan struct {
	source    *memorySource
	columns   []arrow.Array
	batchRows int

	mu   sync.Mutex
	next int
}

func (s *memoryScan) Next(context.Context) (engine.Split, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.next == len(s.source.cuts) {
		return nil, io.EOF
	}
	from := 0
	if s.next > 0 {
		from = s.source.cuts[s.next-1]
	}
	split := &memorySplit{scan: s, ordinal: s.next, from: from, at: from, to: s.source.cuts[s.next]}
	s.next++
	return split, nil
}

func (s *memoryScan) Close() error { return nil }

type memorySplit struct {
	scan         *memoryScan
	ordinal      int
	from, at, to int
}

func (s *memorySplit) Ordinal() int { return s.ordinal }
func (s *memorySplit) File() int    { return 0 }
func (s *memorySplit) Close() error { return nil }

func (s *memorySplit) Totals() engine.SplitTotals {
	return engine.SplitTotals{Records: int64(s.to - s.from), Offset: -1}
}

func (s *memorySplit) Next(context.Context) (*engine.Batch, error) {
	if s.at == s.to {
		return nil, io.EOF
	}
	end := min(s.at+s.scan.batchRows, s.to)
	b := &engine.Batch{Rows: end - s.at}
	for _, column := range s.scan.columns {
		b.Columns = append(b.Columns, engine.Column{Array: array.NewSlice(column, int64(s.at), int64(end))})
	}
	s.at = end
	return b, nil
}
