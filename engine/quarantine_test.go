package engine

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"assay/engine/vector"
)

func TestRowSetsAreReadAsTheyWereWritten(t *testing.T) {
	const seed = 7
	for round := range 300 {
		rng := rand.New(rand.NewPCG(seed, uint64(round)))
		var want rowSet
		for range rng.IntN(200) {
			want = want.with(rng.Int64N(1 + int64(rng.IntN(5000))))
		}
		if len(want) == 0 {
			continue
		}
		got, err := decodeRows(encodeRows(want), nil)
		if err != nil || got.count() != want.count() {
			t.Fatalf("seed %d round %d: %d rows, want %d (%v)", seed, round, got.count(), want.count(), err)
		}
		first, n := rng.Int64N(3000), 1+rng.IntN(500)
		mask := vector.NewMask(n)
		got.cut(first, mask)
		for i := range n {
			if mask.Get(i) != want.has(first+int64(i)) {
				t.Fatalf("seed %d round %d: row %d is %t", seed, round, first+int64(i), mask.Get(i))
			}
		}
	}
}

func TestDamagedRowSetsAreErrors(t *testing.T) {
	for _, encoded := range [][]byte{{stepsOfSet, 0x80}, {stepsOfSet, 1, 0xff}} {
		if set, err := decodeRows(encoded, nil); err != errDamagedMarks {
			t.Errorf("%v: got %v, %v", encoded, set, err)
		}
	}
}

// numbered is a piece that says where it belongs.
type numbered struct{ split, at int }

func (numbered) Size() int64 { return 10 }

func TestPiecesComeOutInTheOrderOfSplits(t *testing.T) {
	const splits, pieces = 40, 5
	var got []numbered
	q := newPieceQueue(func(p Piece, before Base) error {
		n := p.(numbered)
		got = append(got, n)
		// There are ten splits of a file, with three records each.
		if want := (Base{File: n.split / 10, Records: int64(n.split % 10 * 3)}); before != want {
			t.Errorf("split %d: %+v stands before it, want %+v", n.split, before, want)
		}
		return nil
	}, 25)
	q.quit = make(chan struct{})
	ended := make([]chan struct{}, splits)
	for i := range ended {
		ended[i] = make(chan struct{})
	}
	work := make(chan int)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for split := range work {
				for at := range pieces {
					if err := q.put(split, split/10, numbered{split, at}); err != nil {
						t.Error(err)
					}
				}
				close(ended[split])
			}
		})
	}
	wg.Go(func() {
		for i := range splits {
			<-ended[i]
			if err := q.end(splitBase{file: i / 10, records: int64(i%10+1) * 3}); err != nil {
				t.Error(err)
			}
		}
	})
	for i := range splits {
		work <- i
	}
	close(work)
	wg.Wait()
	if len(got) != splits*pieces || q.bytes != 0 || !slices.IsSortedFunc(got, func(a, b numbered) int { return (a.split-b.split)*pieces + a.at - b.at }) {
		t.Errorf("%d pieces, %d bytes held: %v", len(got), q.bytes, got)
	}
}

func TestPiecesDoNotWaitForAPassThatFailed(t *testing.T) {
	q := newPieceQueue(func(Piece, Base) error { return nil }, 5)
	quit := make(chan struct{})
	q.quit = quit
	close(quit)
	if err := q.put(1, 0, numbered{1, 0}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	broken := errors.New("the disk is full")
	q.write = func(Piece, Base) error { return broken }
	if err := q.put(0, 0, numbered{0, 0}); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestOutcomesReconcile(t *testing.T) {
	for _, c := range []struct {
		kind       Kind
		unexpected int64
		rows       int64
		want       bool
	}{
		{Rows{}, 3, 3, true}, {Rows{}, 3, 2, false}, {Rows{}, 0, 1, false}, {Keyed{}, 2, 0, false},
		{ValidCells, 5, 2, true}, {ValidCells, 5, 6, false}, {ValidCells, 5, 0, false}, {ValidCells, 0, 0, true},
		{WellFormedRows, 2, 1, false},
	} {
		o := Outcome{Check: &Check{Kind: c.kind}, Counts: &RowCounts{Unexpected: c.unexpected}}
		if got := o.reconciles(c.rows); got != c.want {
			t.Errorf("%s", fmt.Sprint(c, got))
		}
	}
}
