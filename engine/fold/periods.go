package fold

import (
	"maps"
	"math/bits"
	"slices"

	"assay/engine/vector"
)

const (
	pageBits  = 15 // periods in a page, as a power of two
	pageWords = 1 << pageBits / 64
	pageBytes = pageWords * 8
	// freePages is how many pages are taken without asking the budget: two
	// years of minutes.
	freePages = 32
)

// Periods holds which periods of time have a value: a bit for each, in pages of
// those that lie close together.
type Periods struct {
	env     *Env
	periods *vector.Periods
	pages   map[int64]*[pageWords]uint64
	keep    vector.Mask
	// reserved is how many pages the budget was asked for.
	reserved int
	// overflow says that the pages did not fit in memory, and that nothing is
	// known.
	overflow bool
}

// NewPeriods returns the periods of nothing. periods is not shared.
func NewPeriods(env *Env, periods *vector.Periods) *Periods {
	return &Periods{env: env, periods: periods, pages: make(map[int64]*[pageWords]uint64)}
}

// Update takes in the selected values of one column.
func (p *Periods) Update(in []*vector.Vector, n int, rows vector.Mask) error {
	v := in[0]
	if v.Lane != vector.Int {
		return nil
	}
	p.keep = both(p.keep, v.Valid, rows)
	if v.Valid == nil && rows == nil {
		p.keep = p.keep.Grow(n)
		p.keep.Fill(n)
	}
	p.keep.Each(func(row int) bool {
		if index, ok := p.periods.Of(v.Ints[row]); ok {
			p.set(index)
		}
		return !p.overflow
	})
	return nil
}

func (p *Periods) set(index int64) {
	page := p.page(index >> pageBits)
	if page != nil {
		at := index & (1<<pageBits - 1)
		page[at>>6] |= 1 << (at & 63)
	}
}

// page finds or makes a page; it is nil where there is no room for one.
func (p *Periods) page(number int64) *[pageWords]uint64 {
	if page, ok := p.pages[number]; ok {
		return page
	}
	if len(p.pages) >= freePages {
		if !p.env.Memory.Reserve(pageBytes) {
			p.overflow = true
			return nil
		}
		p.reserved++
	}
	page := new([pageWords]uint64)
	p.pages[number] = page
	return page
}

// Merge takes in what other has seen.
func (p *Periods) Merge(other Accumulator) error {
	o := other.(*Periods)
	p.overflow = p.overflow || o.overflow
	for number, from := range o.pages {
		if page, ok := p.pages[number]; ok {
			for i, word := range from {
				page[i] |= word
			}
		} else {
			p.pages[number] = from
		}
	}
	p.reserved += o.reserved
	if spare := min(p.reserved, p.reserved+freePages-len(p.pages)); spare > 0 {
		p.env.Memory.Release(int64(spare) * pageBytes)
		p.reserved -= spare
	}
	return nil
}

// Coverage is which periods between the first and the last have a value.
type Coverage struct {
	First, Last int64
	Present     int64
	// Missing are the first of those that have none.
	Missing []int64
}

// Coverage counts, and lists up to most of the missing periods. It reports false
// where the state did not fit in memory.
func (p *Periods) Coverage(most int) (c Coverage, ok bool) {
	if p.overflow {
		return c, false
	}
	for _, number := range slices.Sorted(maps.Keys(p.pages)) {
		for i, word := range p.pages[number] {
			base := number<<pageBits + int64(i)<<6
			for ; word != 0; word &= word - 1 {
				c.add(base+int64(bits.TrailingZeros64(word)), most)
			}
		}
	}
	return c, true
}

// add takes in the next period that has a value.
func (c *Coverage) add(index int64, most int) {
	if c.Present == 0 {
		c.First = index
	} else {
		for gap := c.Last + 1; gap < index && len(c.Missing) < most; gap++ {
			c.Missing = append(c.Missing, gap)
		}
	}
	c.Last = index
	c.Present++
}
