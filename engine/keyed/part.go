package keyed

import (
	"fmt"
	"io"
	"os"
	"slices"
	"unsafe"
)

// The sizes, in words, of the pieces that a part grows by.
const (
	firstPiece = 128
	pieceWords = 8192
	// finishers is how many parts are counted at once.
	finishers = 2
)

// part is the keys with the same leading bits.
type part struct {
	tail    []uint64   // the piece that is being filled
	full    [][]uint64 // pieces in memory
	spilled []extent   // pieces in files
}

// extent is a piece in a file.
type extent struct {
	file   *os.File
	offset int64
	words  int
}

// grow gives p a new tail. Where the budget has no room for one, the part's
// pieces go to the table's file and the tail is used again.
func (t *Table) grow(p *part) error {
	if cap(p.tail) == 0 {
		p.tail = make([]uint64, 0, firstPiece)
		return nil
	}
	size := min(4*cap(p.tail), pieceWords)
	if t.env.Memory.Reserve(int64(size) * 8) {
		p.full = append(p.full, p.tail)
		p.tail = make([]uint64, 0, size)
		return nil
	}
	if t.file == nil {
		f, err := t.env.Spill.Create()
		if err != nil {
			return err
		}
		t.file = f
	}
	for _, piece := range append(p.full, p.tail) {
		if _, err := t.file.WriteAt(asBytes(piece), t.end); err != nil {
			return fmt.Errorf("spill keys: %w", err)
		}
		p.spilled = append(p.spilled, extent{file: t.file, offset: t.end, words: len(piece)})
		t.end += int64(len(piece)) * 8
	}
	for _, piece := range p.full {
		t.env.Memory.Release(int64(cap(piece)) * 8)
	}
	p.full, p.tail = nil, p.tail[:0]
	return nil
}

// reserved is what the part has taken of the budget.
func (p *part) reserved() int64 {
	var words int
	for _, piece := range p.full {
		words += cap(piece)
	}
	return int64(words+cap(p.tail)) * 8
}

// asBytes is the memory of words. The files are read by this process alone, so
// the byte order does not matter.
func asBytes(words []uint64) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), len(words)*8)
}

// collect returns all of the part's words.
func (p *part) collect() ([]uint64, error) {
	total := len(p.tail)
	for _, piece := range p.full {
		total += len(piece)
	}
	for _, e := range p.spilled {
		total += e.words
	}
	words := make([]uint64, 0, total)
	for _, piece := range append(p.full, p.tail) {
		words = append(words, piece...)
	}
	for _, e := range p.spilled {
		at := len(words)
		words = words[:at+e.words]
		if _, err := e.file.ReadAt(asBytes(words[at:]), e.offset); err != nil && err != io.EOF {
			return nil, err
		}
	}
	return words, nil
}

// runs is what equal keys there are in a part.
type runs struct {
	distinct, duplicates int64
	repeated             []uint64 // each key that occurs more than once, sorted
}

// countRuns sorts words, keys of the given width, and counts the equal ones.
func countRuns(words []uint64, step int) runs {
	if step == 2 {
		return countPairs(unsafe.Slice((*[2]uint64)(unsafe.Pointer(unsafe.SliceData(words))), len(words)/2))
	}
	var r runs
	sortWords(words)
	for i := 0; i < len(words); {
		j := i + 1
		for j < len(words) && words[j] == words[i] {
			j++
		}
		r.distinct++
		if j > i+1 {
			r.duplicates += int64(j - i)
			r.repeated = append(r.repeated, words[i])
		}
		i = j
	}
	return r
}

func countPairs(pairs [][2]uint64) runs {
	var r runs
	slices.SortFunc(pairs, comparePairs)
	for i := 0; i < len(pairs); {
		j := i + 1
		for j < len(pairs) && pairs[j] == pairs[i] {
			j++
		}
		r.distinct++
		if j > i+1 {
			r.duplicates += int64(j - i)
			r.repeated = append(r.repeated, pairs[i][0], pairs[i][1])
		}
		i = j
	}
	return r
}

func comparePairs(a, b [2]uint64) int {
	for i := range a {
		if a[i] < b[i] {
			return -1
		}
		if a[i] > b[i] {
			return 1
		}
	}
	return 0
}

// wordSet is a sorted list of keys.
type wordSet struct {
	narrow []uint64
	wide   [][2]uint64
}

func newWordSet(sorted []uint64, step int) wordSet {
	if step == 1 {
		return wordSet{narrow: sorted}
	}
	return wordSet{wide: unsafe.Slice((*[2]uint64)(unsafe.Pointer(unsafe.SliceData(sorted))), len(sorted)/2)}
}

func (s wordSet) has(key []uint64) bool {
	if len(key) == 1 {
		_, found := slices.BinarySearch(s.narrow, key[0])
		return found
	}
	_, found := slices.BinarySearchFunc(s.wide, [2]uint64{key[0], key[1]}, comparePairs)
	return found
}

// sortWords sorts a byte at a time, least significant first.
func sortWords(words []uint64) {
	if len(words) < 256 {
		slices.Sort(words)
		return
	}
	from, to := words, make([]uint64, len(words))
	for shift := 0; shift < 64; shift += 8 {
		var count [256]int
		for _, w := range from {
			count[byte(w>>shift)]++
		}
		if count[byte(from[0]>>shift)] == len(from) {
			continue
		}
		at := 0
		for i, n := range count {
			count[i], at = at, at+n
		}
		for _, w := range from {
			b := byte(w >> shift)
			to[count[b]] = w
			count[b]++
		}
		from, to = to, from
	}
	if &from[0] != &words[0] {
		copy(words, from)
	}
}
