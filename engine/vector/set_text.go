package vector

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
)

// textSet is a hash table of strings. Strings of up to 16 bytes are compared as
// two words.
type textSet struct {
	slots []textSlot
	shift uint
	seed  maphash.Seed
}

// textSlot holds a string; size is -1 in an unused one.
type textSlot struct {
	key  textKey
	size int
	text string
}

// textKey is, up to 16 bytes, what the string is: its first eight bytes and its
// last eight, or all that there are. Of a longer one it is a hash.
type textKey struct{ head, tail uint64 }

const wordsOfText = 16

func newTextSet(values []string) textSet {
	size := bits.Len(uint(len(values))) + 2
	s := textSet{slots: make([]textSlot, 1<<size), shift: uint(64 - size), seed: maphash.MakeSeed()}
	for i := range s.slots {
		s.slots[i].size = -1
	}
	for _, text := range values {
		key := s.key([]byte(text), 0, len(text))
		at := s.hash(key)
		for s.slots[at].size >= 0 && s.slots[at].text != text {
			at = (at + 1) & uint64(len(s.slots)-1)
		}
		s.slots[at] = textSlot{key: key, size: len(text), text: text}
	}
	return s
}

// key is that of data[from:to].
func (s *textSet) key(data []byte, from, to int) textKey {
	n := to - from
	switch {
	case n > wordsOfText:
		return textKey{head: maphash.Bytes(s.seed, data[from:to])}
	case n >= 8:
		return textKey{binary.LittleEndian.Uint64(data[from:]), binary.LittleEndian.Uint64(data[to-8:])}
	case from+8 <= len(data):
		return textKey{head: binary.LittleEndian.Uint64(data[from:]) & (1<<(uint(n)*8) - 1)}
	}
	var k textKey
	for i, c := range data[from:to] {
		k.head |= uint64(c) << (uint(i) * 8)
	}
	return k
}

func (s *textSet) hash(k textKey) uint64 {
	hi, lo := bits.Mul64(k.head^0x9E3779B97F4A7C15, bits.RotateLeft64(k.tail, 32)^0xD1B54A32D192ED03)
	return ((hi ^ lo) * 0x9E3779B97F4A7C15) >> (s.shift & 63)
}

// holds reports whether data[from:to] is in the set.
func (s *textSet) holds(data []byte, from, to int) bool {
	key, n := s.key(data, from, to), to-from
	for at := s.hash(key); ; at++ {
		slot := &s.slots[at&uint64(len(s.slots)-1)]
		if slot.size < 0 {
			return false
		}
		if slot.key == key && slot.size == n && (n <= wordsOfText || slot.text == string(data[from:to])) {
			return true
		}
	}
}

func (s *textSet) contains(text []byte) bool { return s.holds(text, 0, len(text)) }

// mark sets the rows whose string is in s, or with invert all ones those whose
// string is not.
func (s *textSet) mark(v *Vector, invert uint64, out Mask) {
	for w := range MaskWords(v.Len) {
		var word uint64
		for i := w << 6; i < min(w<<6+64, v.Len); i++ {
			in := s.holds(v.Data, int(v.Offsets[i]), int(v.Offsets[i+1]))
			word |= bit(in) << (uint(i) & 63)
		}
		out[w] |= (word ^ invert) & rowBits(w, v.Len)
	}
}
