package vector

import (
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

var opNames = map[Op]string{Eq: "=", Ne: "!=", Lt: "<", Le: "<=", Gt: ">", Ge: ">="}

// holds is what op says of the sign of a comparison.
func (o Op) holds(cmp int) bool {
	switch o {
	case Eq:
		return cmp == 0
	case Ne:
		return cmp != 0
	case Lt:
		return cmp < 0
	case Le:
		return cmp <= 0
	case Gt:
		return cmp > 0
	}
	return cmp >= 0
}

func paris(t testing.TB) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func comparablePairs() [][2]arrow.DataType {
	var pairs [][2]arrow.DataType
	for _, list := range [][]arrow.DataType{numberTypes, momentTypes, clockTypes, durationTypes, textTypes[:5], {arrow.FixedWidthTypes.Boolean}} {
		for _, a := range list {
			for _, b := range list {
				pairs = append(pairs, [2]arrow.DataType{a, b})
			}
		}
	}
	return pairs
}

func TestComparison(t *testing.T) {
	r := newRand(t)
	zone := paris(t)
	for _, pair := range comparablePairs() {
		var wall *time.Location
		if zoned(pair[0]) != zoned(pair[1]) {
			wall = zone
		}
		n := r.IntN(200)
		a := vectorOf(t, pair[0], randomValues(r, pair[0], n))
		b := vectorOf(t, pair[1], randomValues(r, pair[1], n))
		for op, name := range opNames {
			c, err := NewComparison(op, pair[0], pair[1], zone)
			if err != nil {
				t.Fatal(err)
			}
			before := randomMask(r, n)
			out := append(Mask(nil), before...)
			c.True(a, b, n, out)
			row := -1
			checkRows(t, fmt.Sprintf("%s %s %s", pair[0], name, pair[1]), both(a, b), out, before, func(s Scalar) bool {
				row = nextValid(a, b, row)
				return op.holds(worthOf(a.At(row), wall).cmp(worthOf(b.At(row), wall)))
			})
			if t.Failed() {
				t.Fatal(pair)
			}
		}
	}
}

// both is a with the rows null where either is.
func both(a, b *Vector) *Vector {
	v := *a
	v.Valid = NewMask(a.Len)
	v.Valid.Fill(a.Len)
	v.Valid.And(a.Valid)
	v.Valid.And(b.Valid)
	return &v
}

func nextValid(a, b *Vector, row int) int {
	for row++; !a.IsValid(row) || !b.IsValid(row); row++ {
	}
	return row
}

func TestCompareScalars(t *testing.T) {
	r := newRand(t)
	for _, pair := range comparablePairs() {
		for range 20 {
			a, b := scalarOf(pair[0], randomValue(r, pair[0])), scalarOf(pair[1], randomValue(r, pair[1]))
			cmp, ok := CompareScalars(a, b)
			if a.IsNull() || b.IsNull() || zoned(pair[0]) != zoned(pair[1]) {
				if ok {
					t.Fatalf("%s and %s compare", a, b)
				}
				continue
			}
			if want := worthOf(a, nil).cmp(worthOf(b, nil)); !ok || order(cmp, 0) != order(want, 0) {
				t.Fatalf("%s (%s) and %s (%s): got %d, %v, want %d", a, a.Type, b, b.Type, cmp, ok, want)
			}
		}
	}
	for _, pair := range [][2]Scalar{
		{IntScalar(1), StringScalar("1")}, {FloatScalar(math.NaN()), IntScalar(1)},
		{scalarOf(micros, int64(1)), IntScalar(1)}, {scalarOf(arrow.FixedWidthTypes.Boolean, true), IntScalar(1)},
		{scalarOf(clockTypes[0], int64(1)), scalarOf(micros, int64(1))},
	} {
		if _, ok := CompareScalars(pair[0], pair[1]); ok {
			t.Errorf("%s and %s compare", pair[0], pair[1])
		}
	}
}

func TestComparable(t *testing.T) {
	date := arrow.FixedWidthTypes.Date32
	for _, c := range []struct {
		a, b arrow.DataType
		zone *time.Location
		code string
	}{
		{arrow.PrimitiveTypes.Int64, arrow.BinaryTypes.String, nil, CodeWrongType},
		{arrow.PrimitiveTypes.Int64, arrow.FixedWidthTypes.Boolean, nil, CodeWrongType},
		{arrow.PrimitiveTypes.Int64, date, nil, CodeWrongType},
		{clockTypes[0], micros, nil, CodeWrongType},
		{arrow.ListOf(date), arrow.ListOf(date), nil, CodeWrongType},
		{date, nanosUTC, nil, CodeZoneNeeded},
		{micros, nanosUTC, nil, CodeZoneNeeded},
		{micros, nanosUTC, time.UTC, ""},
		{date, micros, nil, ""},
		{nanosUTC, secondsUTC, nil, ""},
		{arrow.Null, arrow.BinaryTypes.String, nil, ""},
		{&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}, arrow.BinaryTypes.LargeString, nil, ""},
	} {
		for _, err := range []error{Comparable(c.a, c.b, c.zone), Comparable(c.b, c.a, c.zone)} {
			var le *LiteralError
			if errors.As(err, &le) != (c.code != "") || le != nil && le.Code != c.code {
				t.Errorf("%s and %s: got %v, want %q", c.a, c.b, err, c.code)
			}
		}
	}
}

func TestComparisonWithTheNullType(t *testing.T) {
	c, err := NewComparison(Ne, arrow.Null, arrow.PrimitiveTypes.Int64, nil)
	if err != nil {
		t.Fatal(err)
	}
	out := NewMask(2)
	c.True(vectorOf(t, arrow.Null, make([]any, 2)), vectorOf(t, arrow.PrimitiveTypes.Int64, []any{int64(1), int64(2)}), 2, out)
	if out.Any() {
		t.Error("null differs from something")
	}
}
