// Package tally counts how often each key occurs, exactly, within a budget of
// memory, and lists the keys in order with their counts.
//
// A Table holds keys in a hash table. What the budget has no room for is sorted
// and written to a temporary file as a run; the runs are merged when all keys
// are counted. Neither the counts nor the order in which keys are visited depend
// on what was spilled, nor on how the keys were dealt among tables.
package tally

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"os"
	"slices"

	"assay/engine/spill"
)

const (
	// step is the memory that a table asks the budget for at a time, and has
	// without asking.
	step = 256 << 10
	// About what an entry takes beside its text.
	wordBytes = 48
	textBytes = 80
)

// Table counts keys. All keys of a table are words, or all are bytes. One
// goroutine adds to a table; tables of the same kind of keys are merged, and the
// last one is finished.
type Table struct {
	env      *spill.Env
	words    map[uint64]int64
	index    map[string]int // of a text in counts
	counts   []int64
	reserved int64 // taken from the budget
	used     int64 // about what the entries take
	file     *os.File
	end      int64
	runs     []run

	total int64
	done  *finished
}

// NewTable returns an empty table.
func NewTable(env *spill.Env) *Table { return &Table{env: env} }

// AddWord counts a word n times more.
func (t *Table) AddWord(word uint64, n int64) error {
	t.total += n
	before := len(t.words)
	if t.words == nil {
		t.words = make(map[uint64]int64)
	}
	t.words[word] += n
	if len(t.words) == before {
		return nil
	}
	return t.grew(wordBytes)
}

// AddBytes counts key n times more. It does not keep key.
func (t *Table) AddBytes(key []byte, n int64) error {
	t.total += n
	if at, ok := t.index[string(key)]; ok {
		t.counts[at] += n
		return nil
	}
	if t.index == nil {
		t.index = make(map[string]int)
	}
	t.index[string(key)] = len(t.counts)
	t.counts = append(t.counts, n)
	return t.grew(textBytes + int64(len(key)))
}

// grew makes room for an entry of so many bytes, in memory or, where the budget
// has none left, by spilling what is there.
func (t *Table) grew(bytes int64) error {
	t.used += bytes
	if t.used <= t.reserved+step {
		return nil
	}
	want := max(t.used-t.reserved-step, step)
	if t.env.Memory.Reserve(want) {
		t.reserved += want
		return nil
	}
	return t.spill()
}

// spill writes the entries to the file as a run, and forgets them.
func (t *Table) spill() error {
	if len(t.words)+len(t.counts) == 0 {
		return nil
	}
	if t.file == nil {
		f, err := t.env.Files.Create()
		if err != nil {
			return fmt.Errorf("keep counts: %w", err)
		}
		t.file = f
	}
	w := newRunWriter(t.file, t.end)
	for _, e := range t.sorted() {
		w.add(e)
	}
	r, err := w.close()
	if err != nil {
		return fmt.Errorf("keep counts: %w", err)
	}
	t.end = r.end
	t.runs = append(t.runs, r)
	t.forget()
	return nil
}

// forget drops the entries in memory and gives their room back.
func (t *Table) forget() {
	t.words, t.index, t.counts = nil, nil, nil
	t.env.Memory.Release(t.reserved)
	t.reserved, t.used = 0, 0
}

// entry is a key and its count. A word's key is its bytes, the highest first.
type entry struct {
	key   string
	count int64
}

// sorted lists the entries in memory by their keys.
func (t *Table) sorted() []entry {
	list := make([]entry, 0, len(t.words)+len(t.counts))
	if t.words != nil {
		keys := make([]byte, 0, 8*len(t.words))
		for _, word := range slices.Sorted(maps.Keys(t.words)) {
			keys = binary.BigEndian.AppendUint64(keys, word)
			list = append(list, entry{count: t.words[word]})
		}
		text := string(keys)
		for i := range list {
			list[i].key = text[8*i : 8*i+8]
		}
		return list
	}
	for key, at := range t.index {
		list = append(list, entry{key, t.counts[at]})
	}
	slices.SortFunc(list, func(a, b entry) int { return cmp.Compare(a.key, b.key) })
	return list
}

// Merge takes in the counts of other, which is not used afterwards.
func (t *Table) Merge(other *Table) error {
	total := t.total + other.total
	t.runs = append(t.runs, other.runs...)
	for word, n := range other.words {
		if err := t.AddWord(word, n); err != nil {
			return err
		}
	}
	for key, at := range other.index {
		if err := t.AddBytes([]byte(key), other.counts[at]); err != nil {
			return err
		}
	}
	other.forget()
	t.total = total
	return nil
}

// Total is the number of times that keys were counted.
func (t *Table) Total() int64 { return t.total }
