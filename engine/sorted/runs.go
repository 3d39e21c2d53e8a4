package sorted

import (
	"container/heap"
	"fmt"
	"os"
	"slices"

	"assay/engine/spill"
)

// run is sorted records, in memory or in a part of a file.
type run struct {
	words []uint64

	file   *os.File
	offset int64 // in bytes
	size   int64 // in words
}

// blockWords is how many words are written and read at once.
const blockWords = 1 << 12

// runWriter writes a run at the end of a table's file.
type runWriter struct {
	table *Table
	run   run
	block []uint64
}

func (t *Table) newRun() (*runWriter, error) {
	if t.file == nil {
		f, err := t.env.Files.Create()
		if err != nil {
			return nil, err
		}
		t.file = f
	}
	return &runWriter{table: t, run: run{file: t.file, offset: t.end}}, nil
}

// write adds a record.
func (w *runWriter) write(record []uint64) error {
	w.block = append(w.block, record...)
	if len(w.block) < blockWords {
		return nil
	}
	return w.flush()
}

// flush writes the records that are not in the file yet.
func (w *runWriter) flush() error {
	if _, err := w.run.file.WriteAt(spill.Bytes(w.block), w.table.end); err != nil {
		return fmt.Errorf("write a temporary file (set TMPDIR to choose another place, or raise the memory): %w", err)
	}
	w.table.end += int64(len(w.block)) * 8
	w.run.size += int64(len(w.block))
	w.block = w.block[:0]
	return nil
}

// runReader is a run that is being merged; record is the next of it.
type runReader struct {
	run    run
	width  int
	words  []uint64 // read and not yet visited
	block  []uint64
	record []uint64
}

// next moves to the next record, and reports false at the end.
func (r *runReader) next() (bool, error) {
	if len(r.words) == 0 && r.run.size > 0 {
		n := min(r.run.size, int64(blockWords/r.width*r.width))
		r.block = slices.Grow(r.block[:0], int(n))[:n]
		if _, err := r.run.file.ReadAt(spill.Bytes(r.block), r.run.offset); err != nil {
			return false, fmt.Errorf("read back a temporary file: %w", err)
		}
		r.run.offset += n * 8
		r.run.size -= n
		r.words = r.block
	}
	if len(r.words) == 0 {
		return false, nil
	}
	r.record, r.words = r.words[:r.width], r.words[r.width:]
	return true, nil
}

// readers is a heap of runs by their next records.
type readers []*runReader

func (h readers) Len() int           { return len(h) }
func (h readers) Less(i, j int) bool { return slices.Compare(h[i].record, h[j].record) < 0 }
func (h readers) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *readers) Push(x any)        { *h = append(*h, x.(*runReader)) }

func (h *readers) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// mergeRuns visits the records of several runs in order.
func mergeRuns(runs []run, width int, visit func(record []uint64) error) error {
	var h readers
	for _, r := range runs {
		reader := &runReader{run: r, width: width, words: r.words}
		more, err := reader.next()
		if err != nil {
			return err
		}
		if more {
			h = append(h, reader)
		}
	}
	heap.Init(&h)
	for len(h) > 0 {
		if err := visit(h[0].record); err != nil {
			return err
		}
		more, err := h[0].next()
		switch {
		case err != nil:
			return err
		case more:
			heap.Fix(&h, 0)
		default:
			heap.Pop(&h)
		}
	}
	return nil
}
