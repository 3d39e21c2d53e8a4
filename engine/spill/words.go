package spill

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"unsafe"
)

// The sizes, in words, of the pieces that Words grow by.
const (
	smallPiece = 8 // grows to firstPiece
	firstPiece = 128
	lastPiece  = 8192
)

// Store is a file, made when first needed, that several Words spill to. One
// goroutine adds to the Words of a store.
type Store struct {
	env  *Env
	file *os.File
	end  int64
}

// NewStore returns a store of env.
func NewStore(env *Env) *Store { return &Store{env: env} }

// Words is a bag of 64-bit words: in memory while the budget has room, in a
// store's file beyond.
type Words struct {
	tail    []uint64   // the piece that is being filled
	full    [][]uint64 // pieces in memory
	spilled []extent
	len     int
}

// extent is a piece in a file.
type extent struct {
	file   *os.File
	offset int64
	words  int
}

// Len is the number of words.
func (w *Words) Len() int { return w.len }

// Push1 adds a word.
func (w *Words) Push1(s *Store, a uint64) error {
	if len(w.tail) == cap(w.tail) {
		if err := w.grow(s); err != nil {
			return err
		}
	}
	w.tail = append(w.tail, a)
	w.len++
	return nil
}

// Push2 adds two words, which stay neighbours if only pairs are added.
func (w *Words) Push2(s *Store, a, b uint64) error {
	if len(w.tail)+2 > cap(w.tail) {
		if err := w.grow(s); err != nil {
			return err
		}
	}
	w.tail = append(w.tail, a, b)
	w.len += 2
	return nil
}

// grow gives w a new tail. Where the budget has no room for one, all pieces go
// to the store's file and the tail is used again.
func (w *Words) grow(s *Store) error {
	if first := int(s.env.Memory.firstPiece()); cap(w.tail) < first {
		// There may be many bags of few words.
		w.tail = append(make([]uint64, 0, min(max(4*cap(w.tail), smallPiece), first)), w.tail...)
		return nil
	}
	size := min(4*cap(w.tail), lastPiece)
	if s.env.Memory.Reserve(int64(size) * 8) {
		w.full = append(w.full, w.tail)
		w.tail = make([]uint64, 0, size)
		return nil
	}
	if s.file == nil {
		f, err := s.env.Files.Create()
		if err != nil {
			return err
		}
		s.file = f
	}
	for _, piece := range append(w.full, w.tail) {
		if _, err := s.file.WriteAt(Bytes(piece), s.end); err != nil {
			return fmt.Errorf("write a temporary file (set TMPDIR to choose another place, or raise the memory): %w", err)
		}
		w.spilled = append(w.spilled, extent{file: s.file, offset: s.end, words: len(piece)})
		s.end += int64(len(piece)) * 8
	}
	for _, piece := range w.full {
		s.env.Memory.Release(int64(cap(piece)) * 8)
	}
	w.full, w.tail = nil, w.tail[:0]
	return nil
}

// firstPiece is how many words a bag holds before it asks the budget: there are
// many bags, so that it is little where the budget is.
func (b *Budget) firstPiece() int64 {
	const share = 1024
	return max(min(b.total/share, firstPiece), 2)
}

// Bytes is the memory of words. The files are read by this process alone, so
// the byte order does not matter.
func Bytes(words []uint64) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), len(words)*8)
}

// Merge moves the words of other to w.
func (w *Words) Merge(other *Words) {
	w.full = append(w.full, other.full...)
	if len(other.tail) > 0 {
		w.full = append(w.full, other.tail)
	}
	w.spilled = append(w.spilled, other.spilled...)
	w.len += other.len
	*other = Words{}
}

// Each visits the words, a piece at a time. The visitor does not keep the
// piece. The words must not be added to meanwhile, but may be visited by
// several goroutines.
func (w *Words) Each(visit func(piece []uint64) error) error {
	for _, piece := range w.full {
		if err := visit(piece); err != nil {
			return err
		}
	}
	if err := visit(w.tail); err != nil || len(w.spilled) == 0 {
		return err
	}
	buf := make([]uint64, lastPiece)
	for _, e := range w.spilled {
		piece := buf[:e.words]
		if _, err := e.file.ReadAt(Bytes(piece), e.offset); err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read back a temporary file: %w", err)
		}
		if err := visit(piece); err != nil {
			return err
		}
	}
	return nil
}

// Collect returns all the words in a slice of their own.
func (w *Words) Collect() ([]uint64, error) {
	all := make([]uint64, 0, w.len)
	err := w.Each(func(piece []uint64) error {
		all = append(all, piece...)
		return nil
	})
	return all, err
}

// Free drops the words and gives their memory back to env's budget.
func (w *Words) Free(env *Env) {
	for _, piece := range slices.Concat(w.full, [][]uint64{w.tail}) {
		if cap(piece) > firstPiece {
			env.Memory.Release(int64(cap(piece)) * 8)
		}
	}
	*w = Words{}
}
