package vector

import (
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

func boundedTypes() []arrow.DataType {
	var types []arrow.DataType
	for _, list := range [][]arrow.DataType{numberTypes, momentTypes, clockTypes, textTypes} {
		types = append(types, list...)
	}
	return types
}

// inRange is the naive reading of a range.
func inRange(t testing.TB, spec RangeSpec, typ arrow.DataType, s Scalar) bool {
	value := worthOf(s, nil)
	if spec.Min != nil {
		if c := value.cmp(literalWorth(t, *spec.Min, typ)); c < 0 || c == 0 && spec.StrictMin {
			return false
		}
	}
	if spec.Max != nil {
		if c := value.cmp(literalWorth(t, *spec.Max, typ)); c > 0 || c == 0 && spec.StrictMax {
			return false
		}
	}
	return true
}

func TestRange(t *testing.T) {
	r := newRand(t)
	for _, typ := range boundedTypes() {
		for range 60 {
			spec := RangeSpec{StrictMin: r.IntN(2) == 0, StrictMax: r.IntN(2) == 0}
			if r.IntN(4) > 0 {
				spec.Min = randomLiteral(r, typ)
			}
			if r.IntN(4) > 0 {
				spec.Max = randomLiteral(r, typ)
			}
			rng, err := NewRange(typ, spec)
			if err != nil {
				t.Fatalf("%s on %s: %v", DescribeRange(spec), typ, err)
			}
			v := vectorOf(t, typ, randomValues(r, typ, r.IntN(150)))
			before := randomMask(r, v.Len)
			out := append(Mask(nil), before...)
			rng.Outside(v, out)
			checkRows(t, rng.String(), v, out, before, func(s Scalar) bool {
				in := inRange(t, spec, typ, s)
				if rng.Contains(s) != in {
					t.Errorf("%s contains %s of type %s: %v", rng, s, typ, !in)
				}
				return !in
			})
		}
	}
}

// A range made for one type judges the values of another one of its kind.
func TestRangeContainsOtherTypes(t *testing.T) {
	r := newRand(t)
	for range 2000 {
		a, b := pick(r, numberTypes...), pick(r, numberTypes...)
		spec := RangeSpec{Min: randomLiteral(r, a), Max: randomLiteral(r, a), StrictMax: r.IntN(2) == 0}
		rng, err := NewRange(a, spec)
		if err != nil {
			t.Fatal(err)
		}
		s := scalarOf(b, randomValue(r, b))
		if want := !s.IsNull() && inRange(t, spec, b, s); rng.Contains(s) != want {
			t.Fatalf("%s, made for %s, contains %s of type %s: %v", rng, a, s, b, !want)
		}
	}
}

func TestRangeContainsNoMissingValues(t *testing.T) {
	rng, err := NewRange(arrow.PrimitiveTypes.Int64, RangeSpec{Min: num("1")})
	if err != nil {
		t.Fatal(err)
	}
	invalid := StringScalar("20")
	invalid.Invalid = true
	for _, s := range []Scalar{{}, StringScalar("20"), invalid, FloatScalar(math.NaN())} {
		if rng.Contains(s) {
			t.Errorf("contains %v", s)
		}
	}
}

func TestRangeOfInfinities(t *testing.T) {
	for _, c := range []struct {
		spec RangeSpec
		in   string // of -inf, 1.0 and inf
	}{
		{RangeSpec{Min: num(".inf")}, "[inf]"},
		{RangeSpec{Min: num(".inf"), StrictMin: true}, "[]"},
		{RangeSpec{Min: num("-.inf"), StrictMin: true}, "[1.0 inf]"},
		{RangeSpec{Max: num("-.inf")}, "[-inf]"},
		{RangeSpec{Max: num("-.inf"), StrictMax: true}, "[]"},
		{RangeSpec{Max: num(".inf"), StrictMax: true}, "[-inf 1.0]"},
		{RangeSpec{Min: num("1e400")}, "[inf]"},
		{RangeSpec{Max: num("1e400")}, "[-inf 1.0]"},
	} {
		rng, err := NewRange(arrow.PrimitiveTypes.Float64, c.spec)
		if err != nil {
			t.Fatal(err)
		}
		in := []Scalar{}
		for _, f := range []float64{math.Inf(-1), 1, math.Inf(1)} {
			if rng.Contains(FloatScalar(f)) {
				in = append(in, FloatScalar(f))
			}
		}
		if got := fmt.Sprint(in); got != c.in {
			t.Errorf("%s holds %s, want %s", rng, got, c.in)
		}
	}
}

func TestRangeTreatsBothZerosAlike(t *testing.T) {
	zeros := []any{0.0, math.Copysign(0, -1), 0.0}
	for _, text := range []string{"0", "-0", "-0.0"} {
		for _, spec := range []RangeSpec{
			{Min: num(text)}, {Max: num(text)}, {Min: num(text), Max: num("1")}, {Min: num("-1"), Max: num(text)}, {Min: num(text), Max: num(text)},
		} {
			for _, strict := range []bool{false, true} {
				spec.StrictMin, spec.StrictMax = strict, strict
				rng, err := NewRange(arrow.PrimitiveTypes.Float64, spec)
				if err != nil {
					t.Fatal(err)
				}
				out := NewMask(3)
				rng.Outside(vectorOf(t, arrow.PrimitiveTypes.Float64, zeros), out)
				if got := out.Count() == 3; got != strict || out.Any() != strict {
					t.Errorf("%s: %d of 3 zeros are outside", rng, out.Count())
				}
			}
		}
	}
}

func TestRangeOnTheNullType(t *testing.T) {
	rng, err := NewRange(arrow.Null, RangeSpec{Min: num("1")})
	if err != nil {
		t.Fatal(err)
	}
	out := NewMask(3)
	rng.Outside(vectorOf(t, arrow.Null, make([]any, 3)), out)
	if out.Any() {
		t.Error("a null is outside")
	}
}

func TestRangeErrors(t *testing.T) {
	for _, c := range []struct {
		typ  arrow.DataType
		min  *Literal
		code string
	}{
		{arrow.PrimitiveTypes.Int64, str("18"), CodeWrongType},
		{arrow.PrimitiveTypes.Float64, str("a"), CodeWrongType},
		{arrow.PrimitiveTypes.Uint64, tim("2024-01-31"), CodeWrongType},
		{arrow.PrimitiveTypes.Int64, &Literal{Kind: LiteralBool, Text: "true"}, CodeWrongType},
		{arrow.BinaryTypes.String, num("18"), CodeWrongType},
		{arrow.BinaryTypes.String, tim("2024-01-31"), CodeWrongType},
		{micros, num("18"), CodeWrongType},
		{arrow.FixedWidthTypes.Boolean, &Literal{Kind: LiteralBool, Text: "true"}, CodeWrongType},
		{arrow.FixedWidthTypes.Duration_s, num("1"), CodeWrongType},
		{arrow.ListOf(arrow.PrimitiveTypes.Int64), num("1"), CodeWrongType},
		{arrow.PrimitiveTypes.Int64, num("1_000"), CodeBadNumber},
		{arrow.PrimitiveTypes.Float64, num(".nan"), CodeBadNumber},
		{arrow.PrimitiveTypes.Float64, num("0x10"), CodeBadNumber},
		{micros, str("2024-02-30"), CodeBadDate},
		{arrow.FixedWidthTypes.Date32, tim("2023-02-29"), CodeBadDate},
		{arrow.FixedWidthTypes.Time64us, str("25:00:00"), CodeBadDate},
		{micros, tim("2024-01-31T10:00:00Z"), CodeZoneNeeded},
		{nanosUTC, tim("2024-01-31T10:00:00"), CodeZoneNeeded},
		{nanosUTC, tim("2024-01-31"), CodeZoneNeeded},
		{arrow.FixedWidthTypes.Date32, tim("2024-01-31T10:00:00Z"), CodeZoneNeeded},
	} {
		for _, spec := range []RangeSpec{{Min: c.min}, {Max: c.min}} {
			_, err := NewRange(c.typ, spec)
			var le *LiteralError
			if !errors.As(err, &le) || le.Code != c.code || le.Msg == "" {
				t.Errorf("%v on %s: got %v, want %s", *c.min, c.typ, err, c.code)
			}
		}
	}
}

// Zones: Paris is an hour ahead of UTC in January, and two in July.
func TestRangeAcrossZones(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	seconds := &arrow.TimestampType{Unit: arrow.Second}
	at := func(text string) int64 {
		m, err := time.Parse("2006-01-02 15:04:05", text)
		if err != nil {
			t.Fatal(err)
		}
		return m.Unix()
	}
	for _, c := range []struct {
		typ    arrow.DataType
		min    string
		value  int64
		inside bool
	}{
		{seconds, "2024-01-31T10:00:00Z", at("2024-01-31 11:00:00"), true},
		{seconds, "2024-01-31T10:00:00Z", at("2024-01-31 10:59:59"), false},
		{seconds, "2024-07-31T10:00:00Z", at("2024-07-31 12:00:00"), true},
		{seconds, "2024-07-31T10:00:00Z", at("2024-07-31 11:59:59"), false},
		{secondsUTC, "2024-01-31T10:00:00", at("2024-01-31 09:00:00"), true},
		{secondsUTC, "2024-01-31T10:00:00", at("2024-01-31 08:59:59"), false},
		{secondsUTC, "2024-07-31", at("2024-07-30 22:00:00"), true},
		{secondsUTC, "2024-07-31", at("2024-07-30 21:59:59"), false},
		{arrow.FixedWidthTypes.Date32, "2024-01-30T23:00:00Z", at("2024-01-31 00:00:00") / secondsPerDay, true},
		{arrow.FixedWidthTypes.Date32, "2024-01-30T23:00:01Z", at("2024-01-31 00:00:00") / secondsPerDay, false},
	} {
		rng, err := NewRange(c.typ, RangeSpec{Min: tim(c.min), Zone: paris})
		if err != nil {
			t.Fatal(err)
		}
		if s := scalarOf(c.typ, c.value); rng.Contains(s) != c.inside {
			t.Errorf("%s of type %s, %s: got %v", s, c.typ, rng, !c.inside)
		}
	}
}

func TestDescribeRange(t *testing.T) {
	for want, spec := range map[string]RangeSpec{
		"any value":                       {},
		"between 18 and 99":               {Min: num("18"), Max: num("99")},
		"exactly 18":                      {Min: num("18"), Max: num("18")},
		"at least 18":                     {Min: num("18"), Max: &Literal{}},
		"above 18":                        {Min: num("18"), StrictMin: true},
		"at most 99":                      {Max: num("99")},
		"below 99":                        {Max: num("99"), StrictMax: true},
		"above 18 and at most 99":         {Min: num("18"), Max: num("99"), StrictMin: true},
		"at least 18 and below 99":        {Min: num("18"), Max: num("99"), StrictMax: true},
		"above 18 and below 99":           {Min: num("18"), Max: num("99"), StrictMin: true, StrictMax: true},
		`between "a" and "b"`:             {Min: str("a"), Max: str("b")},
		"at least 2024-01-31":             {Min: str("2024-01-31")},
		"between 10:00 and 11:30:00":      {Min: str("10:00"), Max: str("11:30:00")},
		"at least 9007199254740993.00000": {Min: num("9007199254740993.00000")},
	} {
		if got := DescribeRange(spec); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
