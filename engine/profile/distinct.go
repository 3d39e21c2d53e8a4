package profile

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"unicode/utf8"

	"github.com/zeebo/xxh3"

	"assay/engine/vector"
)

// topValues is how many values are shown, valueBytes how much of a text is kept
// for that.
const (
	topValues  = 6
	valueBytes = 120
)

// distinct counts values one by one while there are at most limit different
// ones, and estimates their number from then on.
type distinct struct {
	limit  int
	seen   map[uint64]*Frequency // by hash; nil once there were too many
	sketch *sketch               // nil while seen serves
	recent [256]recent           // some of seen, by the hash's first bits
}

// recent is a shortcut to a value that was met lately.
type recent struct {
	hash  uint64
	value *Frequency
}

func newDistinct(limit int) distinct {
	return distinct{limit: limit, seen: make(map[uint64]*Frequency)}
}

// add counts the values of the rows in keep, each as often as weights says
// (nil: once).
func (d *distinct) add(v *vector.Vector, keep vector.Mask, weights []int64) {
	keep.Each(func(row int) bool {
		n := int64(1)
		if weights != nil {
			n = weights[row]
		}
		d.countOne(hashOf(v, row), n, func() Frequency { return frequency(v, row) })
		return true
	})
}

func (d *distinct) countOne(hash uint64, n int64, value func() Frequency) {
	if d.sketch != nil {
		d.sketch.add(hash)
		return
	}
	last := &d.recent[hash>>56]
	if last.value != nil && last.hash == hash {
		last.value.Count += n
		return
	}
	f, ok := d.seen[hash]
	if !ok {
		first := value()
		f = &first
		f.Count = 0
		d.seen[hash] = f
	}
	f.Count += n
	*last = recent{hash, f}
	if len(d.seen) > d.limit {
		d.overflow()
	}
}

// overflow goes over to the sketch.
func (d *distinct) overflow() {
	d.sketch = &sketch{}
	for hash := range d.seen {
		d.sketch.add(hash)
	}
	d.seen, d.recent = nil, [256]recent{}
}

func (d *distinct) merge(o *distinct) {
	switch {
	case o.sketch == nil:
		for hash, f := range o.seen {
			d.countOne(hash, f.Count, func() Frequency { return *f })
		}
	case d.sketch == nil:
		d.overflow()
		fallthrough
	default:
		d.sketch.merge(o.sketch)
	}
}

// count is the number of different values, with its relative standard error.
func (d *distinct) count() (int64, float64) {
	if d.sketch == nil {
		return int64(len(d.seen)), 0
	}
	return d.sketch.estimate(), sketchError
}

// top lists the most frequent values, where they were counted.
func (d *distinct) top() []Frequency {
	var all []Frequency
	for _, f := range d.seen {
		all = append(all, *f)
	}
	slices.SortFunc(all, func(a, b Frequency) int {
		order, _ := vector.CompareScalars(a.Value, b.Value)
		return cmp.Or(cmp.Compare(b.Count, a.Count), order)
	})
	return all[:min(len(all), topValues)]
}

// frequency is the value of a row, not longer than can be shown.
func frequency(v *vector.Vector, row int) Frequency {
	if v.Lane != vector.Bytes || len(v.BytesAt(row)) <= valueBytes {
		return Frequency{Value: positive(v.At(row))}
	}
	text := v.BytesAt(row)[:valueBytes]
	for len(text) > 0 && !utf8.RuneStart(v.BytesAt(row)[len(text)]) {
		text = text[:len(text)-1]
	}
	return Frequency{Value: vector.Scalar{Type: v.Type, Lane: v.Lane, S: string(text)}, Cut: true}
}

// hashOf is the same for equal values, on every machine.
func hashOf(v *vector.Vector, row int) uint64 {
	switch v.Lane {
	case vector.Int:
		return mix(uint64(v.Ints[row]))
	case vector.Uint:
		return mix(v.Uints[row])
	case vector.Float:
		return mix(math.Float64bits(v.Floats[row] + 0)) // -0 + 0 is 0
	case vector.Bool:
		if v.Bools.Get(row) {
			return mix(1)
		}
		return mix(0)
	case vector.Decimal:
		var b [32]byte
		for i, word := range v.Decimals[row].Array() {
			binary.LittleEndian.PutUint64(b[8*i:], word)
		}
		return xxh3.Hash(b[:])
	}
	return xxh3.Hash(v.BytesAt(row))
}

// mix is a one-to-one map of words that spreads them (the finaliser of
// SplitMix64, by Sebastiano Vigna).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
