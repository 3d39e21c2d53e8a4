package keyed

import (
	"fmt"
	"slices"
	"unsafe"

	"assay/engine/vector"
)

// integers are the values of a column of integers, unsigned ones by their bits.
func integers(v *vector.Vector) ([]int64, bool) {
	switch v.Lane {
	case vector.Int:
		return v.Ints, true
	case vector.Uint:
		return unsafe.Slice((*int64)(unsafe.Pointer(unsafe.SliceData(v.Uints))), len(v.Uints)), true
	}
	return nil, false
}

// addIntegers keeps keys as bits. Where they turn out to be scattered, all go to
// the parts.
func (t *Table) addIntegers(in []*vector.Vector, values []int64, rows vector.Mask) error {
	if t.dense == nil {
		t.dense, t.narrow = &dense{env: t.env}, true
	}
	stopped := t.dense.add(values, rows)
	if stopped == len(values) {
		t.added += int64(rows.Count())
		return nil
	}
	rest := slices.Clone(rows)
	clear(rest[:stopped>>6])
	rest[stopped>>6] &= ^uint64(0) << (uint(stopped) & 63)
	t.added += int64(rows.Count() - rest.Count())
	if err := t.scatter(); err != nil {
		return err
	}
	return t.addWords(in, rest)
}

// scatter moves keys from bits to the parts.
func (t *Table) scatter() error {
	t.words = true
	d := t.dense
	if d == nil {
		return nil
	}
	t.dense = nil
	t.extra += d.extra
	err := d.each(func(v int64) error {
		word := mix(uint64(v))
		return t.parts[word>>(64-partitionBits)].Push1(t.store, word)
	})
	d.free()
	if err != nil {
		return fmt.Errorf("keep keys: %w", err)
	}
	return nil
}
