package csv

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

func checkInt(t *testing.T, text string) {
	t.Helper()
	n, ok := parseInt([]byte(text))
	want, err := strconv.ParseInt(text, 10, 64)
	if ok != (err == nil) || ok && n != want {
		t.Errorf("parseInt(%q) = %d, %v; want %d, %v", text, n, ok, want, err)
	}
	u, ok := parseUint([]byte(text))
	uwant, err := strconv.ParseUint(strings.TrimPrefix(text, "+"), 10, 64)
	if strings.HasPrefix(text, "++") {
		return
	}
	if ok != (err == nil) || ok && u != uwant {
		t.Errorf("parseUint(%q) = %d, %v; want %d, %v", text, u, ok, uwant, err)
	}
}

func checkFloat(t *testing.T, text string) {
	t.Helper()
	f, ok := parseFloat([]byte(text))
	want, err := strconv.ParseFloat(text, 64)
	if strings.ContainsAny(text, "xXpP_") {
		if ok {
			t.Errorf("parseFloat(%q) took it", text)
		}
		return
	}
	if ok != (err == nil) || ok && math.Float64bits(f) != math.Float64bits(want) && !(math.IsNaN(f) && math.IsNaN(want)) {
		t.Errorf("parseFloat(%q) = %v, %v; want %v, %v", text, f, ok, want, err)
	}
}

// checkShort checks the parsers of cells where they stand: with text around the
// cell, and at the start of a file. They may leave a number to the others.
func checkShort(t *testing.T, text string) {
	t.Helper()
	for _, before := range []string{"", "x", "12345678,", "1234567,1234567.1234567,7"} {
		buf := []byte(before + text + ",99999999")
		from, to := len(before), len(before)+len(text)
		if n, ok := shortInt(buf, from, to); ok {
			if want, err := strconv.ParseInt(text, 10, 64); err != nil || n != want {
				t.Errorf("shortInt(%q) = %d; want %d, %v", text, n, want, err)
			}
		}
		if f, ok := shortFloat(buf, from, to); ok {
			if want, err := strconv.ParseFloat(text, 64); err != nil || math.Float64bits(f) != math.Float64bits(want) {
				t.Errorf("shortFloat(%q) = %v; want %v, %v", text, f, want, err)
			}
		}
	}
}

// TestShortNumbers are taken by the fast parsers.
func TestShortNumbers(t *testing.T) {
	before := strings.Repeat("x", 24)
	for _, text := range []string{"0", "7", "-7", "1234567", "12345678", "123456789", "1234567890123456", "-1234567890123456"} {
		if _, ok := shortInt([]byte(before+text), len(before), len(before)+len(text)); !ok {
			t.Errorf("shortInt leaves %q to others", text)
		}
	}
	for _, text := range []string{
		"0", "-1.5", ".5", "5.", "518.6837", "1234.56789", "12345678", "123456789.25", "12345678.12345678", "0.3745401188473625",
		"-0.03745401188473625", "12.345678901234567", "123.45678901234567", "999.9999999999999999", "12345678901.23456",
	} {
		if _, ok := shortFloat([]byte(before+text), len(before), len(before)+len(text)); !ok {
			t.Errorf("shortFloat leaves %q to others", text)
		}
	}
}

func TestNumbersAgreeWithStrconv(t *testing.T) {
	edges := []string{
		"", "0", "-0", "+0", "00", "007", "-", "+", "1", "-1", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
		"-9223372036854775809", "18446744073709551615", "18446744073709551616", "99999999999999999999", "000000000000000000000001",
		"1.5", ".5", "5.", ".", "1e5", "1E-5", "1e", "1e400", "-1e400", "1e-400", "0x1p3", "1_0", "nan", "NaN", "inf", "-Inf", "infinity",
		"12345678", "123456789", "1234567a", "a2345678", "9007199254740993", "0.1", "123456.789012345678", "1 ", " 1", "1,5", "--1", "+-1",
	}
	rng := rand.New(rand.NewPCG(6, 6))
	for range 60_000 {
		switch rng.IntN(8) {
		case 4:
			edges = append(edges, strconv.FormatFloat(rng.NormFloat64()*math.Pow10(rng.IntN(9)-4), 'f', -1, 64))
		case 5: // halfway between two floats, or nearly
			f := math.Float64frombits(rng.Uint64()>>12 | uint64(1016+rng.IntN(20))<<52)
			edges = append(edges, new(big.Float).SetPrec(80).Add(big.NewFloat(f), big.NewFloat((math.Nextafter(f, 2e9)-f)/2)).Text('f', 1+rng.IntN(22)))
		case 6:
			edges = append(edges, fmt.Sprintf("%0*d.%0*d", rng.IntN(18), rng.Int64N(1000), rng.IntN(20), rng.Int64()))
		case 7:
			b := []byte(strconv.FormatFloat(rng.Float64()*1000, 'f', rng.IntN(20), 64))
			b[rng.IntN(len(b))] = "0.,-+e9 \x80"[rng.IntN(9)]
			edges = append(edges, string(b))
		case 0:
			edges = append(edges, strconv.FormatInt(rng.Int64()>>rng.IntN(63), 10))
		case 1:
			edges = append(edges, strconv.FormatFloat(math.Float64frombits(rng.Uint64()), "eg"[rng.IntN(2)], -1, 64))
		case 2:
			edges = append(edges, fmt.Sprintf("%.*f", rng.IntN(12), rng.NormFloat64()*1000))
		case 3:
			edges = append(edges, strconv.FormatUint(rng.Uint64(), 10))
		}
	}
	for _, text := range edges {
		checkInt(t, text)
		checkFloat(t, text)
		checkShort(t, text)
	}
}

func FuzzNumbers(f *testing.F) {
	f.Add("123.5e3")
	f.Fuzz(func(t *testing.T, text string) {
		checkInt(t, text)
		checkFloat(t, text)
		checkShort(t, text)
	})
}

func TestDatesAgreeWithTime(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for range 20_000 {
		text := fmt.Sprintf("%04d-%02d-%02d", rng.IntN(10_000), rng.IntN(14), rng.IntN(33))
		if rng.IntN(4) == 0 {
			b := []byte(text)
			b[rng.IntN(len(b))] = "0123456789-:/ \x80\xff"[rng.IntN(16)]
			text = string(b)
		}
		days, ok := parseDate([]byte(text))
		want, err := time.Parse(time.DateOnly, text)
		if ok != (err == nil) || ok && int64(days) != want.Unix()/86400 {
			t.Fatalf("parseDate(%q) = %d, %v; want %v, %v", text, days, ok, want, err)
		}
	}
}

func TestTimestampsAgreeWithTime(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	for range 20_000 {
		at := time.Unix(rng.Int64N(8e9)-4e9, rng.Int64N(1e9)).In(time.FixedZone("", (rng.IntN(27*4)-13*4)*900))
		for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05.000000", "2006-01-02T15:04", "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05-0700"} {
			text := at.Format(layout)
			s, ok := parseStamp([]byte(text))
			want, err := time.Parse(layout, text)
			if err != nil {
				t.Fatal(err)
			}
			nanos, fits := s.in(1)
			if !ok || !fits || nanos != want.UnixNano() || s.zoned != strings.ContainsAny(layout, "Z") && !strings.HasSuffix(layout, "0700") {
				if s.zoned == strings.Contains(layout, "07") && ok && fits && nanos == want.UnixNano() {
					continue
				}
				t.Fatalf("parseStamp(%q) = %+v, %v; want %v", text, s, ok, want)
			}
		}
	}
	for _, text := range []string{"2024-02-30T00:00:00", "2024-01-01T24:00:00", "2024-01-01T00:60", "2024-01-01T00:00:60", "2024-01-01T00:00:00.", "2024-01-01X00:00:00", "2024-01-01T00:00:00+25:00", "2024-01-01T00:00:00.1234567890", "2024-01-01T0:00:00"} {
		if s, ok := parseStamp([]byte(text)); ok {
			t.Errorf("parseStamp(%q) took it: %+v", text, s)
		}
	}
}

func FuzzTimes(f *testing.F) {
	f.Add("2024-01-31T10:00:00.5+01:00")
	f.Fuzz(func(t *testing.T, text string) {
		if s, ok := parseStamp([]byte(text)); ok && (s.nanos < 0 || s.nanos >= 1e9) {
			t.Errorf("%q: %+v", text, s)
		}
		parseDate([]byte(text))
	})
}

func TestInference(t *testing.T) {
	text := "i,f,zip,b,d,ts,tz,s,none,mostly\n"
	for n := range 40 {
		odd := "7"
		if n == 30 {
			odd = "junk"
		}
		text += fmt.Sprintf("%d,%d.5,0%d,true,2024-01-%02d,2024-01-01T00:00:%02d,2024-01-01 00:00:00Z,x%d,,%s\n", n, n, 1000+n, n%28+1, n, n, odd)
	}
	types := inferText(t, text, nil, nil)
	want := map[string]string{
		"i": "int64", "f": "float64", "zip": "utf8", "b": "bool", "d": "date32", "ts": "timestamp[us]", "tz": "timestamp[us, tz=UTC]",
		"s": "utf8", "none": "null", "mostly": "int64",
	}
	for name, dt := range types {
		if dt.String() != want[name] {
			t.Errorf("%s: %s, want %s", name, dt, want[name])
		}
	}
}

func inferText(t *testing.T, text string, declared Types, hints map[string]engineHint) Types {
	t.Helper()
	p, err := NewProbe(t.Context(), fileInput(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return Infer([]*Probe{p}, declared, func(c string) engineHint { return hints[c] })
}

func TestHintsAndDeclarations(t *testing.T) {
	types := inferText(t, "a,b,c\nx,007,z\n1,8,z\n2,x,1\n", Types{"c": arrow.PrimitiveTypes.Int64}, map[string]engineHint{"a": hintNumber, "b": hintNumber})
	for name, dt := range types {
		if dt.ID() != arrow.INT64 {
			t.Errorf("%s: %s", name, dt)
		}
	}
}
