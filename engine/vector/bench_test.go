package vector

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal256"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// benchRows is a batch that fits the second-level cache.
const benchRows = 8192

var countries = []string{
	"AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR",
	"HU", "IE", "IS", "IT", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SK",
}

var benchTypes = []arrow.DataType{
	arrow.PrimitiveTypes.Int32, arrow.PrimitiveTypes.Int64, arrow.PrimitiveTypes.Uint64, arrow.PrimitiveTypes.Float32, arrow.PrimitiveTypes.Float64,
	&arrow.Decimal128Type{Precision: 12, Scale: 2}, micros, arrow.BinaryTypes.String,
}

func benchName(typ arrow.DataType, nulls int) string {
	name := typeName(typ)
	if typ.ID() == arrow.DECIMAL128 {
		name = "decimal128"
	}
	if typ.ID() == arrow.TIMESTAMP {
		name = "timestamp"
	}
	return fmt.Sprintf("type=%s,nulls=%d%%", name, nulls)
}

// benchValues are numbers from 0 to 999, or two-letter strings.
func benchValues(typ arrow.DataType, nulls int) []any {
	r := rand.New(rand.NewPCG(1, 2))
	values := make([]any, benchRows)
	for i := range values {
		if r.IntN(100) < nulls {
			continue
		}
		n := r.Int64N(1000)
		switch LaneOf(typ) {
		case Uint:
			values[i] = uint64(n)
		case Float:
			values[i] = float64(n)
		case Decimal:
			values[i] = decimal256.FromI64(n)
		case Bytes:
			values[i] = pick(r, countries...)
		default:
			values[i] = n
		}
	}
	return values
}

func reportRows(b *testing.B, rows int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(rows), "ns/row")
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func forBenchTypes(b *testing.B, kernel func(typ arrow.DataType, v *Vector, out Mask) func()) {
	for _, typ := range benchTypes {
		for _, nulls := range []int{0, 1} {
			v := vectorOf(b, typ, benchValues(typ, nulls))
			run := kernel(typ, v, NewMask(v.Len))
			b.Run(benchName(typ, nulls), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					run()
				}
				reportRows(b, v.Len)
			})
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	for _, typ := range append(benchTypes, arrow.FixedWidthTypes.Boolean) {
		for _, nulls := range []int{0, 1} {
			values := benchValues(typ, nulls)
			if typ.ID() == arrow.BOOL {
				for i, v := range values {
					if v != nil {
						values[i] = v.(int64)%2 == 0
					}
				}
			}
			arr := arrayOf(memory.DefaultAllocator, typ, values)
			b.Run(benchName(typ, nulls), func(b *testing.B) {
				var d Decoder
				b.ReportAllocs()
				for b.Loop() {
					if _, err := d.Decode(arr, nil, nil); err != nil {
						b.Fatal(err)
					}
				}
				reportRows(b, arr.Len())
			})
		}
	}
}

func benchDictionary(b *testing.B) arrow.Array {
	builder := array.NewDictionaryBuilder(memory.DefaultAllocator, &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String})
	for _, v := range benchValues(arrow.BinaryTypes.String, 0) {
		if err := builder.(*array.BinaryDictionaryBuilder).AppendString(v.(string)); err != nil {
			b.Fatal(err)
		}
	}
	return builder.NewArray()
}

func BenchmarkDecodeDictionary(b *testing.B) {
	arr := benchDictionary(b)
	var d Decoder
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Decode(arr, nil, nil); err != nil {
			b.Fatal(err)
		}
	}
	reportRows(b, arr.Len())
}

func BenchmarkFlat(b *testing.B) {
	arr := benchDictionary(b)
	var d Decoder
	v, err := d.Decode(arr, nil, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		d.Flat(v)
	}
	reportRows(b, arr.Len())
}

func BenchmarkOutside(b *testing.B) {
	forBenchTypes(b, func(typ arrow.DataType, v *Vector, out Mask) func() {
		spec := RangeSpec{Min: num("0"), Max: num("998")}
		switch kindOf(typ) {
		case kindText:
			spec = RangeSpec{Min: str("BE"), Max: str("ZZ")}
		case kindTimestamp:
			spec = RangeSpec{Min: tim("1970-01-01"), Max: tim("1970-01-01T00:00:00.000998")}
		}
		rng, err := NewRange(typ, spec)
		if err != nil {
			b.Fatal(err)
		}
		return func() { rng.Outside(v, out) }
	})
}

func BenchmarkAbsent(b *testing.B) {
	for _, size := range []int{2, 30, 1000} {
		for _, typ := range benchTypes {
			if typ.ID() == arrow.TIMESTAMP {
				continue
			}
			var values []Literal
			for i := range size {
				l := num(fmt.Sprint(i * 7919))
				if LaneOf(typ) == Bytes {
					l = str(fmt.Sprintf("%s%d", countries[i%30], i/30))
					if i < 30 {
						l = str(countries[i])
					}
				}
				values = append(values, *l)
			}
			set, err := NewSet(typ, values, nil)
			if err != nil {
				b.Fatal(err)
			}
			v := vectorOf(b, typ, benchValues(typ, 1))
			out := NewMask(v.Len)
			b.Run(fmt.Sprintf("size=%d,%s", size, benchName(typ, 1)), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					set.Absent(v, out)
				}
				reportRows(b, v.Len)
			})
		}
	}
}

func BenchmarkTrue(b *testing.B) {
	nanos := &arrow.TimestampType{Unit: arrow.Nanosecond}
	for _, pair := range [][2]arrow.DataType{
		{arrow.PrimitiveTypes.Int64, arrow.PrimitiveTypes.Int64}, {arrow.PrimitiveTypes.Float64, arrow.PrimitiveTypes.Float64},
		{arrow.PrimitiveTypes.Int64, arrow.PrimitiveTypes.Float64}, {arrow.PrimitiveTypes.Int64, arrow.PrimitiveTypes.Uint64},
		{benchTypes[5], benchTypes[5]}, {benchTypes[5], &arrow.Decimal128Type{Precision: 12, Scale: 4}}, {benchTypes[5], arrow.PrimitiveTypes.Float64},
		{micros, nanos}, {micros, nanosUTC}, {arrow.BinaryTypes.String, arrow.BinaryTypes.String},
	} {
		x, y := vectorOf(b, pair[0], benchValues(pair[0], 0)), vectorOf(b, pair[1], benchValues(pair[1], 1))
		for _, op := range []Op{Le, Eq} {
			c, err := NewComparison(op, pair[0], pair[1], paris(b))
			if err != nil {
				b.Fatal(err)
			}
			out := NewMask(x.Len)
			b.Run(fmt.Sprintf("op=%s,a=%s,b=%s", opNames[op], typeName(pair[0]), typeName(pair[1])), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					c.True(x, y, x.Len, out)
				}
				reportRows(b, x.Len)
			})
		}
	}
}

func benchEmails(ascii bool) []any {
	values := make([]any, benchRows)
	for i := range values {
		values[i] = fmt.Sprintf("user%06d.name@example%d.com", i*7919%1000000, i%17)
		if !ascii && i%10 == 0 {
			values[i] = fmt.Sprintf("üser%06d.name@example%d.com", i*7919%1000000, i%17)
		}
	}
	return values
}

func BenchmarkLengthsOutside(b *testing.B) {
	lo, hi := int64(5), int64(27)
	for _, ascii := range []bool{true, false} {
		v := vectorOf(b, arrow.BinaryTypes.String, benchEmails(ascii))
		out := NewMask(v.Len)
		b.Run(fmt.Sprintf("ascii=%v", ascii), func(b *testing.B) {
			b.SetBytes(int64(len(v.Data)))
			b.ReportAllocs()
			for b.Loop() {
				LengthsOutside(v, &lo, &hi, out)
			}
			reportRows(b, v.Len)
		})
	}
}

func BenchmarkTextsRefused(b *testing.B) {
	re := regexp.MustCompile(`^[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}$`)
	v := vectorOf(b, arrow.BinaryTypes.String, benchEmails(true))
	out := NewMask(v.Len)
	b.SetBytes(int64(len(v.Data)))
	b.ReportAllocs()
	for b.Loop() {
		TextsRefused(re.Match, v, out)
	}
	reportRows(b, v.Len)
}

func BenchmarkFormatText(b *testing.B) {
	for _, typ := range benchTypes[:7] {
		arr := arrayOf(memory.DefaultAllocator, typ, benchValues(typ, 1))
		b.Run(benchName(typ, 1), func(b *testing.B) {
			for b.Loop() {
				text, err := FormatText(arr, memory.DefaultAllocator)
				if err != nil {
					b.Fatal(err)
				}
				text.Release()
			}
			reportRows(b, arr.Len())
		})
	}
}
