package keyed

import (
	"hash/maphash"
	"math"

	"assay/engine/vector"
)

// seeds make the two halves of a fingerprint.
var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

// keyMaker turns rows into keys of one or two words.
type keyMaker struct {
	words []uint64
	row   []byte
}

// make returns the keys of the rows set in rows, in order: one word each where
// narrow, two otherwise. Equal values give equal words and, but for
// fingerprints, different ones different words. Where there is one column of
// numbers or texts, all the rows hold values.
func (k *keyMaker) make(in []*vector.Vector, rows vector.Mask) (words []uint64, narrow bool) {
	k.words = k.words[:0]
	if len(in) == 1 && k.numbers(in[0], rows) {
		return k.words, true
	}
	if len(in) == 1 && in[0].Lane == vector.Bytes {
		v := in[0]
		rows.Each(func(row int) bool {
			k.add(v.BytesAt(row))
			return true
		})
		return k.words, false
	}
	k.fingerprints(in, rows)
	return k.words, false
}

// fingerprints appends two words for each row; a row may lack values.
func (k *keyMaker) fingerprints(in []*vector.Vector, rows vector.Mask) {
	rows.Each(func(row int) bool {
		k.row = k.row[:0]
		for _, v := range in {
			k.row = vector.AppendKey(k.row, v, row)
		}
		k.add(k.row)
		return true
	})
}

// Fingerprints turns rows into keys of two words. One goroutine uses it at a
// time.
type Fingerprints struct{ keys keyMaker }

// Of returns two words for each of rows, in order: equal ones for rows with
// equal values, of which null is one, and different ones for others. They hold
// until the next call.
func (f *Fingerprints) Of(in []*vector.Vector, rows vector.Mask) []uint64 {
	f.keys.words = f.keys.words[:0]
	f.keys.fingerprints(in, rows)
	return f.keys.words
}

// add appends the fingerprint of a key.
func (k *keyMaker) add(key []byte) {
	k.words = append(k.words, maphash.Bytes(seeds[0], key), maphash.Bytes(seeds[1], key))
}

// numbers appends the values of a column of numbers, mixed one to one; it
// reports false for other lanes.
func (k *keyMaker) numbers(v *vector.Vector, rows vector.Mask) bool {
	switch v.Lane {
	case vector.Int:
		rows.Each(func(row int) bool { k.words = append(k.words, mix(uint64(v.Ints[row]))); return true })
	case vector.Uint:
		rows.Each(func(row int) bool { k.words = append(k.words, mix(v.Uints[row])); return true })
	case vector.Float:
		rows.Each(func(row int) bool { k.words = append(k.words, mix(math.Float64bits(v.Floats[row]+0))); return true })
	case vector.Bool:
		rows.Each(func(row int) bool {
			var bit uint64
			if v.Bools.Get(row) {
				bit = 1
			}
			k.words = append(k.words, mix(bit))
			return true
		})
	default:
		return false
	}
	return true
}

// mix is a one-to-one map of words that spreads them (the finaliser of
// MurmurHash3, by Austin Appleby).
func mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}
