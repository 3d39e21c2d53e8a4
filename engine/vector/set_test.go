package vector

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
)

func setTypes() []arrow.DataType { return append(boundedTypes(), arrow.FixedWidthTypes.Boolean) }

func randomSet(r *rand.Rand, typ arrow.DataType) []Literal {
	var values []Literal
	for range r.IntN(pick(r, 2, 5, 40)) {
		l := *randomLiteral(r, typ)
		if r.IntN(10) == 0 {
			l = Literal{}
		}
		values = append(values, l)
	}
	return values
}

func TestSet(t *testing.T) {
	r := newRand(t)
	for _, typ := range setTypes() {
		for range 30 {
			values := randomSet(r, typ)
			var worths []worth
			for _, l := range values {
				if l.Kind != LiteralNull {
					worths = append(worths, literalWorth(t, l, typ))
				}
			}
			set, err := NewSet(typ, values, nil)
			if err != nil {
				t.Fatal(err)
			}
			in := func(s Scalar) bool {
				for _, w := range worths {
					if worthOf(s, nil).cmp(w) == 0 {
						return true
					}
				}
				return false
			}
			checkSet(t, r, set, typ, in)
		}
	}
}

func checkSet(t *testing.T, r *rand.Rand, set *Set, typ arrow.DataType, in func(Scalar) bool) {
	t.Helper()
	what := fmt.Sprint(set.literals)
	v := vectorOf(t, typ, randomValues(r, typ, r.IntN(150)))
	before := randomMask(r, v.Len)
	present, absent := append(Mask(nil), before...), append(Mask(nil), before...)
	set.Present(v, present)
	set.Absent(v, absent)
	checkRows(t, "present in "+what, v, present, before, in)
	checkRows(t, "absent from "+what, v, absent, before, func(s Scalar) bool { return !in(s) })
	for i := range v.Len {
		if s := v.At(i); set.Contains(s) != (!s.IsNull() && in(s)) {
			t.Errorf("%s contains %s: %v", what, s, set.Contains(s))
		}
	}
}

// Large sets of numbers take the bitmap where they are dense, and the hash
// table where they are not.
func TestLargeSets(t *testing.T) {
	r := newRand(t)
	for _, typ := range []arrow.DataType{arrow.PrimitiveTypes.Int64, arrow.PrimitiveTypes.Uint64, arrow.PrimitiveTypes.Float64} {
		for _, step := range []int64{1, 7, 1 << 20, 1<<53 + 1} {
			members := make(map[string]bool)
			var values []Literal
			first := int64(-500) * step
			if typ.ID() == arrow.UINT64 {
				first = 0
			}
			for i := range int64(1000) {
				text := fmt.Sprint(first + i*step)
				if r.IntN(2) == 0 {
					values = append(values, *num(text))
					members[text] = true
				}
			}
			set, err := NewSet(typ, values, nil)
			if err != nil {
				t.Fatal(err)
			}
			found := 0
			for i := range int64(1000) {
				n := first + i*step
				s := Scalar{Type: typ, Lane: set.lane, I: n, U: uint64(n), F: float64(n)}
				if set.Contains(s) {
					found++
				}
				if want := members[fmt.Sprint(n)]; set.lane != Float && set.Contains(s) != want {
					t.Fatalf("step %d, %s: got %v", step, s, !want)
				}
			}
			if found < len(members) {
				t.Errorf("%s, step %d: found %d of %d", typ, step, found, len(members))
			}
		}
	}
}

func TestLargeTextSet(t *testing.T) {
	for _, format := range []string{"%d", "key-%06d", "https://example.org/item/%06d/details", "%020d"} {
		var values []Literal
		for i := range 2000 {
			if i%3 == 0 {
				values = append(values, *str(fmt.Sprintf(format, i)))
			}
		}
		set, err := NewSet(arrow.BinaryTypes.String, values, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 2100 {
			s := StringScalar(fmt.Sprintf(format, i))
			if want := i%3 == 0 && i < 2000; set.Contains(s) != want {
				t.Fatalf("%s: got %v", s, !want)
			}
		}
	}
}

func TestSetErrors(t *testing.T) {
	for _, c := range []struct {
		typ  arrow.DataType
		l    *Literal
		code string
	}{
		{arrow.PrimitiveTypes.Int64, str("1"), CodeWrongType},
		{arrow.BinaryTypes.String, num("1"), CodeWrongType},
		{arrow.BinaryTypes.String, &Literal{Kind: LiteralBool, Text: "true"}, CodeWrongType},
		{arrow.FixedWidthTypes.Boolean, str("true"), CodeWrongType},
		{arrow.FixedWidthTypes.Boolean, num("1"), CodeWrongType},
		{arrow.PrimitiveTypes.Float64, num(".nan"), CodeBadNumber},
		{micros, tim("2024-01-31T10:00:00Z"), CodeZoneNeeded},
		{arrow.ListOf(arrow.PrimitiveTypes.Int64), num("1"), CodeWrongType},
	} {
		_, err := NewSet(c.typ, []Literal{{}, *c.l}, nil)
		var le *LiteralError
		if !errors.As(err, &le) || le.Code != c.code {
			t.Errorf("%v in a set of %s: got %v, want %s", *c.l, c.typ, err, c.code)
		}
	}
}

func TestSetTreatsBothZerosAlike(t *testing.T) {
	set, err := NewSet(arrow.PrimitiveTypes.Float64, []Literal{*num("-0.0")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !set.Contains(FloatScalar(0)) {
		t.Error("0 is not -0")
	}
}
