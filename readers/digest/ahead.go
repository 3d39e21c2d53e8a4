package digest

import (
	"cmp"
	"slices"
)

// piece is a copy of what was read at a place.
type piece struct {
	off   int64
	bytes []byte
}

func (p piece) end() int64 { return p.off + int64(len(p.bytes)) }

// pieces are what was read ahead, in the order of their places.
type pieces struct {
	list  []piece
	bytes int
}

// pieceBytes is the least that a piece counts for.
const pieceBytes = 4 << 10

func (p piece) cost() int { return max(len(p.bytes), pieceBytes) }

// add keeps a copy, and reports whether there was place for it.
func (a *pieces) add(bytes []byte, off int64) bool {
	if a.bytes+max(len(bytes), pieceBytes) > aheadBytes {
		return false
	}
	p := piece{off, slices.Clone(bytes)}
	i, _ := slices.BinarySearchFunc(a.list, off, func(p piece, off int64) int { return cmp.Compare(p.off, off) })
	a.list = slices.Insert(a.list, i, p)
	a.bytes += p.cost()
	return true
}

// take hands out bytes that start at next, and lets go of those before it.
func (a *pieces) take(next int64) ([]byte, bool) {
	for len(a.list) > 0 && a.list[0].off <= next {
		p := a.list[0]
		a.list[0] = piece{}
		a.list = a.list[1:]
		a.bytes -= p.cost()
		if p.end() > next {
			return p.bytes[next-p.off:], true
		}
	}
	return nil, false
}

// spans are places that were read and not kept, in order, none of which touch.
type spans []span

type span struct{ from, to int64 }

// add takes in a place.
func (s *spans) add(from, to int64) {
	i := 0
	for i < len(*s) && (*s)[i].to < from {
		i++
	}
	j := i
	for j < len(*s) && (*s)[j].from <= to {
		from, to = min(from, (*s)[j].from), max(to, (*s)[j].to)
		j++
	}
	if i == j && len(*s) == lostSpans {
		return
	}
	*s = slices.Replace(*s, i, j, span{from, to})
}

// endAt is the end of the span in which a place lies, and the place itself
// where it lies in none.
func (s *spans) endAt(place int64) int64 {
	for len(*s) > 0 && (*s)[0].to <= place {
		*s = (*s)[1:]
	}
	if len(*s) > 0 && (*s)[0].from <= place {
		return (*s)[0].to
	}
	return place
}
