package vector

import (
	"math"
	"slices"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// Set is a set of values of one column type. It does not change, and may be
// used by several goroutines.
type Set struct {
	t        arrow.DataType
	lane     Lane
	literals []Literal
	zone     *time.Location

	words    wordSet // Int, Uint; Float by its bits
	decimals map[decimal256.Num]struct{}
	bools    [2]bool // whether false and true are in
	text     textSet
}

// NewSet converts values, once, for columns of type t. They are read and
// compared as NewRange does it: 1 and 1.0 are the same number in every numeric
// column, and a string is never a number. A value that the type cannot hold,
// such as 1.5 in an integer column, is in no row; null matches nothing. The
// error is a *LiteralError, that of the first value which is of the wrong kind.
func NewSet(t arrow.DataType, values []Literal, zone *time.Location) (*Set, error) {
	t = plain(t)
	s := &Set{t: t, lane: LaneOf(t), literals: slices.Clone(values), zone: zone}
	if s.lane == Unusable || kindOf(t) == kindDuration {
		return nil, wrongType("", "values of type %s cannot be looked up in a set", typeName(t))
	}
	b := setBuilder{set: s}
	for _, l := range values {
		if l.Kind == LiteralNull || s.lane == Null {
			continue
		}
		if err := b.add(l); err != nil {
			return nil, err
		}
	}
	switch s.lane {
	case Int, Uint, Float:
		s.words = newWordSet(b.words, s.lane)
	case Bytes:
		s.text = newTextSet(b.text)
	}
	return s, nil
}

// setBuilder collects the values of a set in their lane.
type setBuilder struct {
	set   *Set
	words []uint64
	text  []string
}

func (b *setBuilder) add(l Literal) error {
	switch b.set.lane {
	case Float:
		return b.addFloat(l)
	case Bytes:
		if l.Kind != LiteralString {
			return notComparable(l, b.set.t)
		}
		b.text = append(b.text, l.Text)
		return nil
	case Bool:
		if l.Kind != LiteralBool {
			return notComparable(l, b.set.t)
		}
		b.set.bools[bit(l.Text == "true")] = true
		return nil
	}
	return b.addInteger(l)
}

func (b *setBuilder) addFloat(l Literal) error {
	f, side, err := floatFor(l, b.set.t)
	if err == nil && side == 0 {
		b.words = append(b.words, floatWord(f))
	}
	return err
}

func (b *setBuilder) addInteger(l Literal) error {
	s := b.set
	at, err := boundOf(l, s.t, s.zone)
	if err != nil || !at.exact {
		return err
	}
	switch {
	case s.lane == Int && at.floor.IsInt64():
		b.words = append(b.words, uint64(at.floor.Int64()))
	case s.lane == Uint && at.floor.IsUint64():
		b.words = append(b.words, at.floor.Uint64())
	case s.lane == Decimal && at.floor.Cmp(minDecimal) >= 0 && at.floor.Cmp(maxDecimal) <= 0:
		if s.decimals == nil {
			s.decimals = make(map[decimal256.Num]struct{})
		}
		s.decimals[decimalOf(at.floor)] = struct{}{}
	}
	return nil
}

// floatWord is the bits of f, the same for both zeros.
func floatWord(f float64) uint64 { return math.Float64bits(f + 0) }

// Present sets in out, a mask over v's rows, the rows whose value is in the set,
// and leaves other bits as they are. v is plain and of the type that s was made
// for; of null rows nothing is promised.
func (s *Set) Present(v *Vector, out Mask) { s.mark(v, 0, out) }

// Absent sets the rows whose value is not in the set. All else is as in Present.
func (s *Set) Absent(v *Vector, out Mask) { s.mark(v, ^uint64(0), out) }

// mark sets the rows that are in the set, or with invert all ones those that
// are not. The values of another lane than the set's are not in it.
func (s *Set) mark(v *Vector, invert uint64, out Mask) {
	switch {
	case v.Lane == Null:
	case v.Lane != s.lane:
		if invert != 0 {
			orAll(out, v.Len)
		}
	case s.lane == Int:
		markWords(&s.words, v.Ints[:v.Len], invert, out)
	case s.lane == Uint:
		markWords(&s.words, v.Uints[:v.Len], invert, out)
	case s.lane == Float:
		s.words.markFloats(v.Floats[:v.Len], invert, out)
	case s.lane == Bool:
		s.markBools(v, invert, out)
	case s.lane == Decimal:
		s.markDecimals(v, invert, out)
	case s.lane == Bytes:
		s.text.mark(v, invert, out)
	}
}

func (s *Set) markBools(v *Vector, invert uint64, out Mask) {
	no, yes := -bit(s.bools[0]), -bit(s.bools[1])
	for w := range MaskWords(v.Len) {
		word := v.Bools[w]&yes | ^v.Bools[w]&no
		out[w] |= (word ^ invert) & rowBits(w, v.Len)
	}
}

func (s *Set) markDecimals(v *Vector, invert uint64, out Mask) {
	for w := range MaskWords(v.Len) {
		var word uint64
		for j, x := range v.Decimals[w<<6 : min(w<<6+64, v.Len)] {
			_, ok := s.decimals[x]
			word |= bit(ok) << (uint(j) & 63)
		}
		out[w] |= (word ^ invert) & rowBits(w, v.Len)
	}
}

// Contains reports whether x is in the set. Null, NaN and invalid cells are not,
// nor are values that cannot be compared with the set's. A value of a type other
// than the set's own is looked up as in a column of its type.
func (s *Set) Contains(x Scalar) bool {
	if x.isMissing() {
		return false
	}
	if !arrow.TypeEqual(plain(x.Type), s.t) {
		other, err := NewSet(x.Type, s.literals, s.zone)
		return err == nil && other.holds(x)
	}
	return s.holds(x)
}

func (s *Set) holds(x Scalar) bool {
	switch s.lane {
	case Int:
		return s.words.contains(uint64(x.I))
	case Uint:
		return s.words.contains(x.U)
	case Float:
		return s.words.contains(floatWord(x.F))
	case Bool:
		return s.bools[x.I&1]
	case Decimal:
		_, ok := s.decimals[x.D]
		return ok
	case Bytes:
		return s.text.contains([]byte(x.S))
	}
	return false
}
