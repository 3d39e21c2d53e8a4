package tally

import (
	"bufio"
	"container/heap"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

const (
	// buffer is how much of a run is read or written at a time.
	buffer = 32 << 10
	// fanIn is how many runs are merged at once.
	fanIn = 128
)

// run is a sorted list of entries in a file, from offset to end.
type run struct {
	file        *os.File
	offset, end int64
}

// runWriter writes entries to a file. Its first error is that of close.
type runWriter struct {
	run run
	out *bufio.Writer
	buf []byte
	err error
}

func newRunWriter(f *os.File, offset int64) *runWriter {
	return &runWriter{
		run: run{file: f, offset: offset, end: offset},
		out: bufio.NewWriterSize(io.NewOffsetWriter(f, offset), buffer),
	}
}

func (w *runWriter) add(e entry) {
	w.buf = binary.AppendUvarint(w.buf[:0], uint64(len(e.key)))
	w.buf = append(w.buf, e.key...)
	w.buf = binary.AppendUvarint(w.buf, uint64(e.count))
	w.run.end += int64(len(w.buf))
	if w.err == nil {
		_, w.err = w.out.Write(w.buf)
	}
}

func (w *runWriter) close() (run, error) {
	if w.err == nil {
		w.err = w.out.Flush()
	}
	return w.run, w.err
}

// runReader reads a run from its start.
type runReader struct {
	in    *bufio.Reader
	key   []byte
	count int64
}

func (r run) open() *runReader {
	return &runReader{in: bufio.NewReaderSize(io.NewSectionReader(r.file, r.offset, r.end-r.offset), buffer)}
}

// next reads an entry; it reports false at the end.
func (r *runReader) next() (bool, error) {
	size, err := binary.ReadUvarint(r.in)
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	if err == nil {
		if uint64(cap(r.key)) < size {
			r.key = make([]byte, size)
		}
		r.key = r.key[:size]
		_, err = io.ReadFull(r.in, r.key)
	}
	var count uint64
	if err == nil {
		count, err = binary.ReadUvarint(r.in)
	}
	if err != nil {
		return false, fmt.Errorf("read back counts: %w", err)
	}
	r.count = int64(count)
	return true, nil
}

// readers is a heap of runs by the keys that they stand at.
type readers []*runReader

func (h readers) Len() int           { return len(h) }
func (h readers) Less(i, j int) bool { return string(h[i].key) < string(h[j].key) }
func (h readers) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }

// Push is unused: the heap only shrinks.
func (h *readers) Push(any) {}

// Pop drops the last reader.
func (h *readers) Pop() any {
	*h = (*h)[:len(*h)-1]
	return nil
}

// mergeRuns visits the keys of runs in order, each once with all its counts.
func mergeRuns(runs []run, visit func(entry) error) error {
	var h readers
	for _, r := range runs {
		reader := r.open()
		ok, err := reader.next()
		if err != nil {
			return err
		}
		if ok {
			h = append(h, reader)
		}
	}
	heap.Init(&h)
	for len(h) > 0 {
		e := entry{key: string(h[0].key)}
		for len(h) > 0 && string(h[0].key) == e.key {
			e.count += h[0].count
			if err := h.advance(); err != nil {
				return err
			}
		}
		if err := visit(e); err != nil {
			return err
		}
	}
	return nil
}

// advance moves the first reader to its next entry.
func (h *readers) advance() error {
	ok, err := (*h)[0].next()
	if err != nil {
		return err
	}
	if ok {
		heap.Fix(h, 0)
	} else {
		heap.Remove(h, 0)
	}
	return nil
}
