package vector

import (
	"bytes"
	"math"
	"math/big"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// RangeSpec is a range as a suite writes it. A bound that is nil or a null
// literal is none.
type RangeSpec struct {
	Min, Max *Literal
	// StrictMin and StrictMax leave the bounds themselves outside.
	StrictMin, StrictMax bool
	// Zone is what times without a zone mean where they meet times with one;
	// nil makes that an error.
	Zone *time.Location
}

// Range is a range among the values of one column type. It does not change, and
// may be used by several goroutines.
type Range struct {
	spec RangeSpec
	t    arrow.DataType
	lane Lane

	// The bounds of the lane that is used, both inside.
	empty    bool
	ints     [2]int64
	uints    [2]uint64
	floats   [2]float64
	decimals [2]decimal256.Num
	text     textRange
}

// NewRange converts the bounds of spec, once, for columns of type t:
//
//   - integers, decimals, dates, timestamps and times compare exactly: bounds
//     are rounded inwards to the column's unit, and one beyond the type's
//     limits admits all values or none
//   - a bound on a float column stands for the nearest value of its type, as the
//     same text in the data would
//   - strings compare by their bytes, which is the order of their code points
//   - a date stands for its midnight; dates may be quoted
//   - a timestamp without a zone means the reading of a calendar and a clock. It
//     meets instants by way of spec.Zone: the column decides in which of the two
//     forms they are compared.
//
// The error is a *LiteralError.
func NewRange(t arrow.DataType, spec RangeSpec) (*Range, error) {
	t = plain(t)
	r := &Range{spec: spec.withoutNulls(), t: t, lane: LaneOf(t)}
	switch r.lane {
	case Null:
		return r, nil
	case Float:
		return r, r.setFloats()
	case Bytes:
		return r, r.setText()
	case Bool, Unusable:
		return nil, wrongType("", "values of type %s have no order, and cannot have bounds", typeName(t))
	}
	if kindOf(t) == kindDuration {
		return nil, wrongType("", "bounds on columns of type %s are not supported", typeName(t))
	}
	i, err := r.spec.interval(t)
	if err != nil {
		return nil, err
	}
	r.setIntegers(i)
	return r, nil
}

func (s RangeSpec) withoutNulls() RangeSpec {
	if s.Min != nil && s.Min.Kind == LiteralNull {
		s.Min = nil
	}
	if s.Max != nil && s.Max.Kind == LiteralNull {
		s.Max = nil
	}
	return s
}

func (r *Range) setIntegers(i interval) {
	var lo, hi *big.Int
	switch r.lane {
	case Int:
		lo, hi, r.empty = i.within(minInt, maxInt)
	case Uint:
		lo, hi, r.empty = i.within(new(big.Int), maxUint)
	case Decimal:
		lo, hi, r.empty = i.within(minDecimal, maxDecimal)
	}
	if r.empty {
		return
	}
	switch r.lane {
	case Int:
		r.ints = [2]int64{lo.Int64(), hi.Int64()}
	case Uint:
		r.uints = [2]uint64{lo.Uint64(), hi.Uint64()}
	case Decimal:
		r.decimals = [2]decimal256.Num{decimalOf(lo), decimalOf(hi)}
	}
}

func (r *Range) setFloats() error {
	lo, hi := math.Inf(-1), math.Inf(1)
	if r.spec.Min != nil {
		f, side, err := floatFor(*r.spec.Min, r.t)
		if err != nil {
			return err
		}
		lo = f
		if side > 0 || side == 0 && r.spec.StrictMin {
			lo = math.Nextafter(f, math.Inf(1))
			r.empty = math.IsInf(f, 1)
		}
	}
	if r.spec.Max != nil {
		f, side, err := floatFor(*r.spec.Max, r.t)
		if err != nil {
			return err
		}
		hi = f
		if side < 0 || side == 0 && r.spec.StrictMax {
			hi = math.Nextafter(f, math.Inf(-1))
			r.empty = r.empty || math.IsInf(f, -1)
		}
	}
	r.floats = [2]float64{lo, hi}
	r.empty = r.empty || lo > hi
	return nil
}

// textRange is a range of strings; a nil end is open.
type textRange struct {
	min, max             []byte
	strictMin, strictMax bool
}

func (r *Range) setText() error {
	for _, l := range []*Literal{r.spec.Min, r.spec.Max} {
		if l != nil && l.Kind != LiteralString {
			return notComparable(*l, r.t)
		}
	}
	r.text = textRange{strictMin: r.spec.StrictMin, strictMax: r.spec.StrictMax}
	if r.spec.Min != nil {
		r.text.min = []byte(r.spec.Min.Text)
	}
	if r.spec.Max != nil {
		r.text.max = []byte(r.spec.Max.Text)
	}
	return nil
}

func (r *textRange) contains(value []byte) bool {
	if r.min != nil {
		if c := bytes.Compare(value, r.min); c < 0 || c == 0 && r.strictMin {
			return false
		}
	}
	if r.max != nil {
		if c := bytes.Compare(value, r.max); c > 0 || c == 0 && r.strictMax {
			return false
		}
	}
	return true
}

// Contains reports whether s lies inside. Null, NaN and invalid cells do not,
// nor do values that cannot be compared with the bounds. A value of a type
// other than the range's own is compared as a column of its type would be.
func (r *Range) Contains(s Scalar) bool {
	if s.IsNull() || s.Invalid {
		return false
	}
	if !arrow.TypeEqual(plain(s.Type), r.t) {
		other, err := NewRange(s.Type, r.spec)
		return err == nil && other.holds(s)
	}
	return r.holds(s)
}

func (r *Range) holds(s Scalar) bool {
	if r.empty {
		return false
	}
	switch r.lane {
	case Int:
		return r.ints[0] <= s.I && s.I <= r.ints[1]
	case Uint:
		return r.uints[0] <= s.U && s.U <= r.uints[1]
	case Float:
		return r.floats[0] <= s.F && s.F <= r.floats[1]
	case Decimal:
		return r.decimals[0].LessEqual(s.D) && s.D.LessEqual(r.decimals[1])
	case Bytes:
		return r.text.contains([]byte(s.S))
	}
	return false
}
