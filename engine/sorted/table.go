// Package sorted sorts records of words that may be more than fit in memory: an
// external merge sort.
package sorted

import (
	"os"
	"slices"
	"sort"
	"unsafe"

	"assay/engine/spill"
)

const (
	// firstBlock is how many words a table holds before it asks the budget,
	// and moreBlock how many it asks for each time.
	firstBlock = 1 << 12
	moreBlock  = 1 << 16
	// fanIn is how many runs in files are merged at once.
	fanIn = 64
)

// Table gathers records of a fixed number of words and visits them in the order
// of their words. One goroutine adds to a table; tables are merged, and the last
// one is visited.
type Table struct {
	env      *spill.Env
	width    int
	block    []uint64 // records that are in no run yet
	reserved int64    // words that the budget was asked for
	memory   []run    // sorted blocks
	files    []run
	file     *os.File // made when first needed
	end      int64    // of the file
}

// NewTable makes a table of records of width words.
func NewTable(env *spill.Env, width int) *Table { return &Table{env: env, width: width} }

// Add adds a record.
func (t *Table) Add(record []uint64) error {
	if len(t.block)+t.width > cap(t.block) {
		if err := t.grow(); err != nil {
			return err
		}
	}
	t.block = append(t.block, record...)
	return nil
}

// grow sorts the block that is full and makes another. Where the budget has no
// room for one, all blocks go to a file, as one run.
func (t *Table) grow() error {
	if t.block == nil {
		t.block = make([]uint64, 0, firstBlock)
		return nil
	}
	t.keep()
	if t.env.Memory.Reserve(moreBlock * 8) {
		t.reserved += moreBlock
		t.block = make([]uint64, 0, moreBlock)
		return nil
	}
	spilled, err := t.write(t.memory)
	if err != nil {
		return err
	}
	t.files = append(t.files, spilled)
	t.block = t.memory[0].words[:0] // the first, which was not asked for
	t.memory = nil
	t.release()
	return nil
}

// keep makes a run of the block.
func (t *Table) keep() {
	if len(t.block) > 0 {
		sortRecords(t.block, t.width)
		t.memory = append(t.memory, run{words: t.block})
		t.block = nil
	}
}

// write merges runs into one in the file.
func (t *Table) write(runs []run) (run, error) {
	w, err := t.newRun()
	if err != nil {
		return run{}, err
	}
	if err := mergeRuns(runs, t.width, w.write); err != nil {
		return run{}, err
	}
	err = w.flush()
	return w.run, err
}

func (t *Table) release() {
	t.env.Memory.Release(t.reserved * 8)
	t.reserved = 0
}

// Merge takes in the records of other, which is not used afterwards.
func (t *Table) Merge(other *Table) error {
	other.keep()
	t.memory = append(t.memory, other.memory...)
	t.files = append(t.files, other.files...)
	t.reserved += other.reserved
	return nil
}

// Each visits the records in order, and drops them. The visitor does not keep a
// record.
func (t *Table) Each(visit func(record []uint64) error) error {
	t.keep()
	for len(t.files) > fanIn {
		merged, err := t.write(t.files[:fanIn])
		if err != nil {
			return err
		}
		t.files = append(slices.Clone(t.files[fanIn:]), merged)
	}
	err := mergeRuns(slices.Concat(t.memory, t.files), t.width, visit)
	t.memory, t.files = nil, nil
	t.release()
	return err
}

// sortRecords sorts in place, the widths that are in use without indirection.
func sortRecords(words []uint64, width int) {
	switch width {
	case 3:
		slices.SortFunc(asRecords[[3]uint64](words, width), func(a, b [3]uint64) int { return slices.Compare(a[:], b[:]) })
	case 5:
		slices.SortFunc(asRecords[[5]uint64](words, width), func(a, b [5]uint64) int { return slices.Compare(a[:], b[:]) })
	default:
		sort.Sort(records{words: words, width: width, scratch: make([]uint64, width)})
	}
}

// asRecords is words as records, which are arrays of width words.
func asRecords[R any](words []uint64, width int) []R {
	return unsafe.Slice((*R)(unsafe.Pointer(unsafe.SliceData(words))), len(words)/width)
}

// records are sorted in place.
type records struct {
	words   []uint64
	width   int
	scratch []uint64
}

func (r records) Len() int           { return len(r.words) / r.width }
func (r records) at(i int) []uint64  { return r.words[i*r.width : (i+1)*r.width] }
func (r records) Less(i, j int) bool { return slices.Compare(r.at(i), r.at(j)) < 0 }
func (r records) Swap(i, j int) {
	copy(r.scratch, r.at(i))
	copy(r.at(i), r.at(j))
	copy(r.at(j), r.scratch)
}
