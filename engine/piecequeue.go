package engine

import (
	"context"
	"fmt"
	"sync"
)

// pieceQueue lets what workers make of splits through in the order of the data.
// The pieces of the split whose turn it is are written at once; others are held
// in memory, as far as there is room, and then their workers wait.
type pieceQueue struct {
	write func(Piece, Base) error
	limit int64           // of bytes that are held
	quit  <-chan struct{} // closed when the pass has failed

	mu      sync.Mutex
	turn    int       // the ordinal of a split
	before  splitBase // that split, if it is of the same file as the last
	held    map[int][]heldPiece
	bytes   int64
	changed chan struct{} // closed when turn is another
}

// heldPiece is a piece that waits, and the file that it is of.
type heldPiece struct {
	Piece
	file int
}

func newPieceQueue(write func(Piece, Base) error, limit int64) *pieceQueue {
	return &pieceQueue{write: write, limit: limit, held: make(map[int][]heldPiece), changed: make(chan struct{})}
}

// put takes a piece of a split of a file.
func (q *pieceQueue) put(split, file int, p Piece) error {
	for {
		done, changed, err := q.try(split, heldPiece{p, file})
		if done || err != nil {
			return err
		}
		select {
		case <-changed:
		case <-q.quit:
			return fmt.Errorf("the pass has failed: %w", context.Canceled)
		}
	}
}

// try takes the piece if it can; changed tells when to try again.
func (q *pieceQueue) try(split int, p heldPiece) (done bool, changed <-chan struct{}, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case split == q.turn:
		if err := q.flush(); err != nil {
			return false, nil, err
		}
		return true, nil, q.pass(p)
	case q.bytes+p.Size() <= q.limit:
		q.held[split] = append(q.held[split], p)
		q.bytes += p.Size()
		return true, nil, nil
	}
	return false, q.changed, nil
}

// flush writes what is held of the split whose turn it is.
func (q *pieceQueue) flush() error {
	for _, p := range q.held[q.turn] {
		q.bytes -= p.Size()
		if err := q.pass(p); err != nil {
			return err
		}
	}
	delete(q.held, q.turn)
	return nil
}

// pass writes a piece of the split whose turn it is.
func (q *pieceQueue) pass(p heldPiece) error {
	before := Base{File: p.file}
	if p.file == q.before.file {
		before.Records, before.Lines = q.before.records, q.before.lines
	}
	return q.write(p.Piece, before)
}

// end says that a split has no more pieces, and what stands before the next one.
// It is called in the order of splits.
func (q *pieceQueue) end(next splitBase) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if err := q.flush(); err != nil {
		return err
	}
	q.turn++
	q.before = next
	close(q.changed)
	q.changed = make(chan struct{})
	return nil
}
