package readers

import (
	"context"
	"errors"
	"io"
	"sync"

	"assay/engine"
)

// datasetScan is a pass that opens a part when the one before it has handed
// out its last split, and closes it when the last of its splits is closed.
type datasetScan struct {
	data *dataset
	req  engine.ScanRequest

	mu      sync.Mutex
	next    int // the part to open next
	ordinal int
	current *openPart
	opened  map[*openPart]bool
}

// openPart is a part that is being read.
type openPart struct {
	index  int
	source engine.Source
	scan   engine.Scan
	layout *layout
	users  int // splits under way, and the scan itself while it hands out more
}

// Next hands out the next split of the current part, or of the one after it.
func (s *datasetScan) Next(ctx context.Context) (engine.Split, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		if s.current == nil {
			if s.next == len(s.data.parts) {
				return nil, io.EOF
			}
			if err := s.open(ctx); err != nil {
				return nil, err
			}
		}
		split, err := s.current.scan.Next(ctx)
		if err == io.EOF {
			done := s.current
			s.current = nil
			if err := s.release(done); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		s.current.users++
		s.ordinal++
		return &datasetSplit{Split: split, scan: s, part: s.current, ordinal: s.ordinal - 1, layouter: layouter{layout: s.current.layout}}, nil
	}
}

// open starts the next part.
func (s *datasetScan) open(ctx context.Context) error {
	p := &s.data.parts[s.next]
	src, err := p.open(ctx)
	if err != nil {
		return err
	}
	l := s.data.layout(s.next, s.req)
	scan, err := src.Scan(ctx, l.request)
	if err != nil {
		l.release()
		return errors.Join(err, src.Close())
	}
	s.current = &openPart{index: s.next, source: src, scan: scan, layout: l, users: 1}
	if s.opened == nil {
		s.opened = make(map[*openPart]bool)
	}
	s.opened[s.current] = true
	s.next++
	return nil
}

// release takes one user off a part and closes it after the last; s.mu is held.
func (s *datasetScan) release(p *openPart) error {
	if p.users--; p.users > 0 {
		return nil
	}
	return s.shut(p)
}

func (s *datasetScan) shut(p *openPart) error {
	if !s.opened[p] {
		return nil
	}
	delete(s.opened, p)
	p.layout.release()
	err := p.scan.Close()
	if cerr := p.source.Close(); err == nil {
		err = cerr
	}
	return err
}

// Close ends the pass wherever it is.
func (s *datasetScan) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var first error
	for p := range s.opened {
		if err := s.shut(p); err != nil && first == nil {
			first = err
		}
	}
	s.next, s.current = len(s.data.parts), nil
	return first
}

// datasetSplit is a split of a part, with the table's columns.
type datasetSplit struct {
	engine.Split
	scan     *datasetScan
	part     *openPart
	ordinal  int
	layouter layouter
	closed   bool
}

// Ordinal counts over all parts.
func (s *datasetSplit) Ordinal() int { return s.ordinal }

// File is the part's place in the dataset.
func (s *datasetSplit) File() int { return s.part.index }

// Next lays the part's next batch out as the table's.
func (s *datasetSplit) Next(ctx context.Context) (*engine.Batch, error) {
	b, err := s.Split.Next(ctx)
	if err != nil {
		return nil, err
	}
	return s.layouter.lay(b)
}

// Close closes the split, and its part if it was the last. It may be called
// again.
func (s *datasetSplit) Close() error {
	if s.closed {
		return nil
	}
	s.closed = true
	s.layouter.release()
	err := s.Split.Close()
	s.scan.mu.Lock()
	defer s.scan.mu.Unlock()
	if rerr := s.scan.release(s.part); err == nil {
		err = rerr
	}
	return err
}
