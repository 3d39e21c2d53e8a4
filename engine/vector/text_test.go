package vector

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

func dec(text string, precision, scale int32) Scalar {
	n, ok := new(big.Int).SetString(text, 10)
	if !ok {
		panic(text)
	}
	return Scalar{Type: &arrow.Decimal256Type{Precision: precision, Scale: scale}, Lane: Decimal, D: decimal256.FromBigInt(n)}
}

func ts(unit arrow.TimeUnit, zone string, n int64) Scalar {
	return scalarOf(&arrow.TimestampType{Unit: unit, TimeZone: zone}, n)
}

// The texts of floats, dates and timestamps are those of Python's str.
func TestScalarText(t *testing.T) {
	f32, f16 := arrow.PrimitiveTypes.Float32, arrow.FixedWidthTypes.Float16
	for _, c := range []struct {
		s            Scalar
		text, asJSON string
	}{
		{Scalar{}, "", "null"},
		{IntScalar(math.MinInt64), "-9223372036854775808", "-9223372036854775808"},
		{scalarOf(arrow.PrimitiveTypes.Uint64, uint64(math.MaxUint64)), "18446744073709551615", "18446744073709551615"},
		{FloatScalar(10), "10.0", "10.0"},
		{FloatScalar(0.1), "0.1", "0.1"},
		{FloatScalar(math.Copysign(0, -1)), "-0.0", "-0.0"},
		{FloatScalar(1e15), "1000000000000000.0", "1000000000000000.0"},
		{FloatScalar(9999999999999998), "9999999999999998.0", "9999999999999998.0"},
		{FloatScalar(1e16), "1e+16", "1e+16"},
		{FloatScalar(1.5e300), "1.5e+300", "1.5e+300"},
		{FloatScalar(0.0001), "0.0001", "0.0001"},
		{FloatScalar(0.00001), "1e-05", "1e-05"},
		{FloatScalar(5e-324), "5e-324", "5e-324"},
		{FloatScalar(math.Inf(1)), "inf", `"inf"`},
		{FloatScalar(math.Inf(-1)), "-inf", `"-inf"`},
		{FloatScalar(math.NaN()), "nan", `"nan"`},
		{scalarOf(f32, float64(float32(0.1))), "0.1", "0.1"},
		{scalarOf(f32, float64(float32(16777216))), "16777216.0", "16777216.0"},
		{scalarOf(f16, halfToFloat(0x2E66)), "0.1", "0.1"},
		{scalarOf(f16, 65504.0), "65500.0", "65500.0"},
		{scalarOf(f16, 0x1p-24), "6e-08", "6e-08"},
		{dec("1230", 10, 2), "12.30", "12.30"},
		{dec("-5", 10, 2), "-0.05", "-0.05"},
		{dec("0", 10, 2), "0.00", "0.00"},
		{dec("0", 10, -2), "0", "0"},
		{dec("-12", 10, -2), "-1200", "-1200"},
		{dec("100", 10, 0), "100", "100"},
		{dec("123", 10, 3), "0.123", "0.123"},
		{dec(strings.Repeat("9", 76), 76, 38), strings.Repeat("9", 38) + "." + strings.Repeat("9", 38), strings.Repeat("9", 38) + "." + strings.Repeat("9", 38)},
		{scalarOf(arrow.FixedWidthTypes.Boolean, true), "true", "true"},
		{scalarOf(arrow.FixedWidthTypes.Boolean, false), "false", "false"},
		{scalarOf(arrow.FixedWidthTypes.Date32, int64(19753)), "2024-01-31", `"2024-01-31"`},
		{scalarOf(arrow.FixedWidthTypes.Date64, int64(-1)), "1969-12-31", `"1969-12-31"`},
		{scalarOf(arrow.FixedWidthTypes.Date32, daysOf(-44, 3, 15)), "-0044-03-15", `"-0044-03-15"`},
		{scalarOf(arrow.FixedWidthTypes.Date32, daysOf(12024, 3, 15)), "12024-03-15", `"12024-03-15"`},
		{ts(arrow.Second, "", 1706695200), "2024-01-31 10:00:00", `"2024-01-31T10:00:00"`},
		{ts(arrow.Millisecond, "", -1), "1969-12-31 23:59:59.999000", `"1969-12-31T23:59:59.999000"`},
		{ts(arrow.Microsecond, "", 1706695200500000), "2024-01-31 10:00:00.500000", `"2024-01-31T10:00:00.500000"`},
		{ts(arrow.Nanosecond, "", 1706695200000000001), "2024-01-31 10:00:00.000000001", `"2024-01-31T10:00:00.000000001"`},
		{ts(arrow.Nanosecond, "", 1706695200000000100), "2024-01-31 10:00:00.000000100", `"2024-01-31T10:00:00.000000100"`},
		{ts(arrow.Nanosecond, "UTC", 1706695200000001000), "2024-01-31 10:00:00.000001+00:00", `"2024-01-31T10:00:00.000001+00:00"`},
		{ts(arrow.Second, "Europe/Paris", 1706655600), "2024-01-31 00:00:00+01:00", `"2024-01-31T00:00:00+01:00"`},
		{ts(arrow.Second, "America/New_York", 1706659200), "2024-01-30 19:00:00-05:00", `"2024-01-30T19:00:00-05:00"`},
		{ts(arrow.Second, "-07:30", 0), "1969-12-31 16:30:00-07:30", `"1969-12-31T16:30:00-07:30"`},
		{ts(arrow.Second, "Mars/Olympus", 0), "1970-01-01 00:00:00+00:00", `"1970-01-01T00:00:00+00:00"`},
		{ts(arrow.Second, "", math.MaxInt64), "292277026596-12-04 15:30:07", `"292277026596-12-04T15:30:07"`},
		{scalarOf(arrow.FixedWidthTypes.Time32s, int64(36000)), "10:00:00", `"10:00:00"`},
		{scalarOf(arrow.FixedWidthTypes.Time64ns, int64(nanosPerDay-1)), "23:59:59.999999999", `"23:59:59.999999999"`},
		{scalarOf(arrow.FixedWidthTypes.Duration_ms, int64(-90)), "-90ms", `"-90ms"`},
		{StringScalar(""), "", `""`},
		{StringScalar("a\"b\\c\n\x01\x7f"), "a\"b\\c\n\x01\x7f", "\"a\\\"b\\\\c\\n\\u0001\x7f\""},
		{StringScalar("é\xff日"), "é\xff日", `"é\\xff日"`},
	} {
		if got := c.s.Text(); got != c.text {
			t.Errorf("text: got %q, want %q", got, c.text)
		}
		if got := string(c.s.AppendJSON([]byte("> "))); got != "> "+c.asJSON {
			t.Errorf("JSON: got %s, want %s", got, c.asJSON)
		}
	}
}

func TestScalarString(t *testing.T) {
	invalid := StringScalar("n/a\t")
	invalid.Invalid = true
	for want, s := range map[string]Scalar{
		"null": {}, "10.0": FloatScalar(10), "FR": StringScalar("FR"), `""`: StringScalar(""), `" FR"`: StringScalar(" FR"), `"FR "`: StringScalar("FR "),
		`a\nb\x1b[0m`: StringScalar("a\nb\x1b[0m"), `a b\u00a0é"\`: StringScalar("a b\u00a0é\"\\"), `\xff�`: StringScalar("\xff�"), `n/a\t`: invalid,
	} {
		if got := s.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// What is written reads back as the same value, and is JSON.
func TestTextReadsBack(t *testing.T) {
	r := newRand(t)
	for _, typ := range allTypes() {
		for range 200 {
			s := scalarOf(typ, randomValue(r, typ))
			doc := s.AppendJSON(nil)
			if !json.Valid(doc) || !utf8.Valid(doc) {
				t.Fatalf("%s: %s is no JSON", typ, doc)
			}
			if s.IsNull() || s.Lane == Bytes || s.Lane == Bool || kindOf(typ) == kindDuration {
				continue
			}
			if s.Lane == Float {
				if f, err := strconv.ParseFloat(s.Text(), 64); err != nil || nearest(s.Text(), floatBits(typ)) != s.F && f != s.F {
					t.Fatalf("%s: %v was written as %s", typ, s.F, s.Text())
				}
				continue
			}
			if year := yearOf(s); year < 1 || year > 9998 {
				continue
			}
			l := Literal{Kind: LiteralNumber, Text: s.Text()}
			if kindOf(typ) != kindNumber {
				l.Kind = LiteralString
			}
			set, err := NewSet(typ, []Literal{l}, nil)
			if err != nil || !set.Contains(s) {
				t.Fatalf("%s: %s does not read back: %v", typ, s.Text(), err)
			}
		}
	}
}

func yearOf(s Scalar) int64 {
	if k := kindOf(s.Type); k != kindDate && k != kindTimestamp {
		return 2000
	}
	days, _ := floorDiv(s.I, nanosPerDay/tickOf(s.Type))
	year, _, _ := civil(days)
	return year
}

func TestTimestampTextAgainstPackageTime(t *testing.T) {
	r := newRand(t)
	zone := paris(t)
	for range 2000 {
		n := r.Int64()
		got := ts(arrow.Microsecond, "Europe/Paris", n/100).Text()
		at := time.UnixMicro(n / 100).In(zone)
		layout := "2006-01-02 15:04:05.000000-07:00"
		if at.Nanosecond() == 0 {
			layout = "2006-01-02 15:04:05-07:00"
		}
		if _, offset := at.Zone(); offset%60 != 0 {
			layout += ":00"
		}
		if want := at.Format(layout); got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
	}
}

func TestFormatText(t *testing.T) {
	r := newRand(t)
	for _, typ := range allTypes() {
		mem := checkedMemory(t)
		values := randomValues(r, typ, 50)
		arr := arrayOf(mem, typ, values)
		got, err := FormatText(arr, mem)
		if err != nil {
			t.Fatal(err)
		}
		v, err := new(Decoder).Decode(got, nil, nil)
		if err != nil || v.Lane != Bytes && typ.ID() != arrow.NULL {
			t.Fatalf("%s: lane %d, %v", typ, v.Lane, err)
		}
		for i, x := range values {
			if want := scalarOf(typ, x); v.At(i).IsNull() != want.IsNull() || v.At(i).Text() != want.Text() {
				t.Fatalf("%s: row %d: got %s, want %s", typ, i, v.At(i), want)
			}
		}
		got.Release()
		arr.Release()
	}
}

func TestFormatTextOfDictionary(t *testing.T) {
	mem := checkedMemory(t)
	b := array.NewDictionaryBuilder(mem, &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int16, ValueType: arrow.PrimitiveTypes.Float64})
	defer b.Release()
	for _, f := range []float64{1, 2.5, 1, math.NaN()} {
		if err := b.(*array.Float64DictionaryBuilder).Append(f); err != nil {
			t.Fatal(err)
		}
	}
	b.AppendNull()
	arr := b.NewArray()
	defer arr.Release()
	got, err := FormatText(arr, mem)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Release()
	v, err := new(Decoder).Decode(got, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"1.0", "2.5", "1.0", "null", "null"} {
		if v.Dict == nil || v.At(i).String() != want {
			t.Errorf("row %d: got %s, want %s", i, v.At(i), want)
		}
	}
}

func FuzzAppendJSON(f *testing.F) {
	for _, text := range texts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		doc := StringScalar(text).AppendJSON(nil)
		var back string
		if err := json.Unmarshal(doc, &back); err != nil || !utf8.Valid(doc) {
			t.Fatalf("%q became %s: %v", text, doc, err)
		}
		if utf8.ValidString(text) && back != text {
			t.Errorf("%q became %q", text, back)
		}
		if shown := StringScalar(text).String(); strings.ContainsAny(shown, "\n\x1b\x00") || !utf8.ValidString(shown) {
			t.Errorf("%q is shown as %q", text, shown)
		}
	})
}
