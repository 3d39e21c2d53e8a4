package engine

import (
	"container/heap"
	"errors"
	"iter"
)

// mergeLogs is the rows of several logs in row order.
func mergeLogs(logs []*FailureLog) *FailureLog {
	merged := &FailureLog{}
	for _, l := range logs {
		merged.Len += l.Len
	}
	merged.each = func(visit func(Example) error) error {
		heads := make(logHeads, 0, len(logs))
		for _, l := range logs {
			h := newLogHead(l)
			defer h.stop()
			if h.advance() {
				heads = append(heads, h)
			} else if h.err != nil {
				return h.err
			}
		}
		heap.Init(&heads)
		return heads.each(visit)
	}
	return merged
}

// logHead is a log that is being read, at a row.
type logHead struct {
	row  Example
	err  error
	next func() (Example, bool)
	stop func()
}

var errStopped = errors.New("reading was stopped")

func newLogHead(l *FailureLog) *logHead {
	h := &logHead{}
	h.next, h.stop = iter.Pull(func(yield func(Example) bool) {
		h.err = l.Each(func(e Example) error {
			if !yield(e) {
				return errStopped
			}
			return nil
		})
	})
	return h
}

func (h *logHead) advance() (ok bool) {
	h.row, ok = h.next()
	return ok
}

// logHeads is a heap, the earliest row first.
type logHeads []*logHead

func (s logHeads) Len() int           { return len(s) }
func (s logHeads) Less(i, j int) bool { return s[i].row.At.Row < s[j].row.At.Row }
func (s logHeads) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }

// Push is for package heap.
func (s *logHeads) Push(h any) { *s = append(*s, h.(*logHead)) }

// Pop is for package heap.
func (s *logHeads) Pop() any {
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}

// each visits the rows of all logs.
func (s *logHeads) each(visit func(Example) error) error {
	for s.Len() > 0 {
		first := (*s)[0]
		if err := visit(first.row); err != nil {
			return err
		}
		if first.advance() {
			heap.Fix(s, 0)
			continue
		}
		if first.err != nil {
			return first.err
		}
		heap.Pop(s)
	}
	return nil
}
