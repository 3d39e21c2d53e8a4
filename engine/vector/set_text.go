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
	mask  uint64 // len(slots) - 1
	salt  uint64
	seed  maphash.Seed
	texts []string
	// single is set where every string is in the slot of its hash.
	single bool
}

// textSlot holds a string.
type textSlot struct {
	key  textKey
	size int32 // -1 in an unused slot
	text int32 // index into texts
}

// textKey is, up to 16 bytes, what the string is: its first eight bytes and its
// last eight, or all that there are. Of a longer one it is a hash.
type textKey struct{ head, tail uint64 }

const wordsOfText = 16

// newTextSet makes the set of texts. Of some hash tables, which differ in their
// salt, it takes one that is single if it can: then a row costs no mispredicted
// branch.
func newTextSet(texts []string) textSet {
	s := textSet{seed: maphash.MakeSeed(), texts: texts}
	s.mask = 1<<tableBits(len(texts)) - 1
	for attempt := range uint64(saltAttempts) {
		s.salt = (2*attempt + 1) * golden
		s.slots = make([]textSlot, s.mask+1)
		if s.single = s.fill(); s.single || len(texts) > mostSingle {
			break
		}
	}
	return s
}

// fill puts the texts into the table, and reports whether it is single.
func (s *textSet) fill() bool {
	single := true
	for i := range s.slots {
		s.slots[i].size = -1
	}
	for i, text := range s.texts {
		key := s.key([]byte(text), 0, len(text))
		at := s.hash(key)
		for s.slots[at].size >= 0 && s.texts[s.slots[at].text] != text {
			at = (at + 1) & s.mask
			single = false
		}
		s.slots[at] = textSlot{key: key, size: int32(len(text)), text: int32(i)}
	}
	return single
}

// key is that of data[from:to].
func (s *textSet) key(data []byte, from, to int) textKey {
	switch n := to - from; {
	case n > wordsOfText:
		return textKey{head: maphash.Bytes(s.seed, data[from:to])}
	case n > 8:
		return textKey{binary.LittleEndian.Uint64(data[from:]), binary.LittleEndian.Uint64(data[to-8:])}
	}
	return textKey{head: head(data, from, to)}
}

// hash folds the product of both words.
func (s *textSet) hash(k textKey) uint64 {
	hi, lo := bits.Mul64(k.head^s.salt, bits.RotateLeft64(k.tail, 32)^golden)
	return (hi ^ lo) & s.mask
}

// holds is 1 where data[from:to] is in the set.
func (s *textSet) holds(data []byte, from, to int) uint64 {
	key, n := s.key(data, from, to), int32(to-from)
	at := s.hash(key)
	if slot := &s.slots[at]; s.single && n <= wordsOfText {
		return bit((slot.key.head^key.head)|(slot.key.tail^key.tail)|uint64(slot.size^n) == 0)
	}
	for s.slots[at].size >= 0 {
		slot := &s.slots[at]
		if slot.key == key && slot.size == n && (n <= wordsOfText || s.texts[slot.text] == string(data[from:to])) {
			return 1
		}
		at = (at + 1) & s.mask
	}
	return 0
}

func (s *textSet) contains(text []byte) bool { return s.holds(text, 0, len(text)) != 0 }

// mark sets the rows whose string is in s, or with invert all ones those whose
// string is not.
func (s *textSet) mark(v *Vector, invert uint64, out Mask) {
	data, slots := v.Data, s.slots
	for w := range MaskWords(v.Len) {
		var word uint64
		offsets := v.Offsets[w<<6 : min(w<<6+64, v.Len)+1]
		from := int(offsets[0])
		for j, end := range offsets[1:] {
			to := int(end)
			var in uint64
			if n := to - from; n <= 8 && from+8 <= len(data) && s.single {
				head := binary.LittleEndian.Uint64(data[from:]) & (1<<(uint(n)*8) - 1)
				slot := &slots[s.hash(textKey{head: head})&uint64(len(slots)-1)]
				in = bit((slot.key.head^head)|uint64(int(slot.size)^n) == 0)
			} else {
				in = s.holds(data, from, to)
			}
			word |= in << (uint(j) & 63)
			from = to
		}
		out[w] |= (word ^ invert) & rowBits(w, v.Len)
	}
}
