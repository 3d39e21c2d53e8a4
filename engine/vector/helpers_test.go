package vector

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/decimal256"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// newRand is seeded anew on each run; a failure shows the seed.
func newRand(t testing.TB) *rand.Rand {
	seed := uint64(time.Now().UnixNano())
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	})
	return rand.New(rand.NewPCG(seed, 1))
}

func checkedMemory(t testing.TB) memory.Allocator {
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	t.Cleanup(func() { mem.AssertSize(t, 0) })
	return mem
}

// Types that the property tests go over.
var (
	micros      = &arrow.TimestampType{Unit: arrow.Microsecond}
	nanosUTC    = &arrow.TimestampType{Unit: arrow.Nanosecond, TimeZone: "UTC"}
	secondsUTC  = &arrow.TimestampType{Unit: arrow.Second, TimeZone: "Europe/Paris"}
	numberTypes = []arrow.DataType{
		arrow.PrimitiveTypes.Int8, arrow.PrimitiveTypes.Int16, arrow.PrimitiveTypes.Int32, arrow.PrimitiveTypes.Int64,
		arrow.PrimitiveTypes.Uint8, arrow.PrimitiveTypes.Uint16, arrow.PrimitiveTypes.Uint32, arrow.PrimitiveTypes.Uint64,
		arrow.FixedWidthTypes.Float16, arrow.PrimitiveTypes.Float32, arrow.PrimitiveTypes.Float64,
		&arrow.Decimal32Type{Precision: 9, Scale: 2}, &arrow.Decimal64Type{Precision: 18, Scale: 4},
		&arrow.Decimal128Type{Precision: 38, Scale: 10}, &arrow.Decimal128Type{Precision: 38, Scale: -3},
		&arrow.Decimal256Type{Precision: 76, Scale: 2}, &arrow.Decimal256Type{Precision: 76, Scale: 76},
	}
	momentTypes = []arrow.DataType{
		arrow.FixedWidthTypes.Date32, arrow.FixedWidthTypes.Date64,
		&arrow.TimestampType{Unit: arrow.Second}, &arrow.TimestampType{Unit: arrow.Millisecond},
		micros, &arrow.TimestampType{Unit: arrow.Nanosecond},
		secondsUTC, nanosUTC, &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "+02:00"},
	}
	clockTypes = []arrow.DataType{
		arrow.FixedWidthTypes.Time32s, arrow.FixedWidthTypes.Time32ms,
		arrow.FixedWidthTypes.Time64us, arrow.FixedWidthTypes.Time64ns,
	}
	durationTypes = []arrow.DataType{
		arrow.FixedWidthTypes.Duration_s, arrow.FixedWidthTypes.Duration_ms,
		arrow.FixedWidthTypes.Duration_us, arrow.FixedWidthTypes.Duration_ns,
	}
	textTypes = []arrow.DataType{
		arrow.BinaryTypes.String, arrow.BinaryTypes.LargeString, arrow.BinaryTypes.StringView,
		arrow.BinaryTypes.Binary, arrow.BinaryTypes.LargeBinary, arrow.BinaryTypes.BinaryView,
		&arrow.FixedSizeBinaryType{ByteWidth: 5},
	}
)

func allTypes() []arrow.DataType {
	var all []arrow.DataType
	for _, list := range [][]arrow.DataType{numberTypes, momentTypes, clockTypes, durationTypes, textTypes} {
		all = append(all, list...)
	}
	return append(all, arrow.FixedWidthTypes.Boolean, arrow.Null)
}

// randomValue is a value of type t: int64, uint64, float64 (NaN among them),
// decimal256.Num, bool, string, or nil for null. Edges and equal values are
// frequent.
func randomValue(r *rand.Rand, t arrow.DataType) any {
	if t.ID() == arrow.NULL || r.IntN(10) == 0 {
		return nil
	}
	switch LaneOf(t) {
	case Uint:
		return pick(r, uint64(r.IntN(20)), uint64(1<<63), uint64(1<<63-1), uint64(math.MaxUint64), uint64(1<<53+1), r.Uint64())
	case Float:
		return randomFloat(r, floatBits(t))
	case Decimal:
		return randomDecimal(r, t.(arrow.DecimalType))
	case Bool:
		return r.IntN(2) == 0
	case Bytes:
		return randomText(r, t)
	}
	return randomInt(r, t)
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

func randomInt(r *rand.Rand, t arrow.DataType) int64 {
	x := pick(r, int64(r.IntN(20)-10), int64(r.IntN(20)-10), math.MinInt64, math.MaxInt64, math.MinInt64+1, 1<<53, 1<<53+1, -1<<53-1, r.Int64()-r.Int64(), int64(r.IntN(1<<31)))
	switch t.ID() {
	case arrow.INT8:
		return int64(int8(x))
	case arrow.INT16:
		return int64(int16(x))
	case arrow.INT32, arrow.DATE32:
		return int64(int32(x))
	case arrow.UINT8:
		return int64(uint8(x))
	case arrow.UINT16:
		return int64(uint16(x))
	case arrow.UINT32:
		return int64(uint32(x))
	case arrow.DATE64:
		return x % 1e11
	case arrow.TIME32, arrow.TIME64:
		return int64(uint64(x) % uint64(nanosPerDay/tickOf(t)))
	case arrow.TIMESTAMP:
		if r.IntN(3) == 0 { // near the bounds that randomMoment gives
			return pick(r, int64(0), 1706659200, -62135596800, 253402300799) * (nanosPerSecond / tickOf(t))
		}
	}
	return x
}

func randomFloat(r *rand.Rand, width int) float64 {
	f := pick(r, 0, math.Copysign(0, -1), 0.1, -0.1, 1, 1.5, 2, 1<<53, 1<<53+2, 1<<63, -1<<63, 1<<64, math.Inf(1), math.Inf(-1),
		math.NaN(), math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64, float64(r.IntN(20)-10), r.NormFloat64(), math.Float64frombits(r.Uint64()))
	switch width {
	case 32:
		return float64(float32(f))
	case 16:
		return halfToFloat(uint16(r.Uint32()))
	}
	return f
}

func randomDecimal(r *rand.Rand, t arrow.DecimalType) decimal256.Num {
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(t.GetPrecision())), nil)
	limit.Sub(limit, big.NewInt(1))
	var x *big.Int
	switch r.IntN(5) {
	case 0:
		x = limit
	case 4:
		x = new(big.Int).Lsh(big.NewInt(1), uint(64*r.IntN(4)))
	case 1:
		x = big.NewInt(int64(r.IntN(2000)))
	case 2:
		x = new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(r.IntN(int(t.GetPrecision())))), nil)
	default:
		x = new(big.Int)
		for range 4 {
			x.Add(x.Lsh(x, 64), new(big.Int).SetUint64(r.Uint64()))
		}
		x.Rsh(x, uint(r.IntN(256)))
	}
	x = new(big.Int).Mod(x, new(big.Int).Add(limit, big.NewInt(1)))
	if r.IntN(2) == 0 {
		x.Neg(x)
	}
	return decimal256.FromBigInt(x)
}

var texts = []string{"", "a", "b", "ab", "FR", "DE", "é", "日本語", "😀", "\xff", "a\xc3", "abcdefgh", "abcdefghi",
	"abcdefghijklmnop", "abcdefghijklmnopq", "https://example.org/item/000001/details", "https://example.org/item/000002/details", " x ", "a\x00", "Z"}

func randomText(r *rand.Rand, t arrow.DataType) string {
	if f, ok := t.(*arrow.FixedSizeBinaryType); ok {
		return fmt.Sprintf("%0*d", f.ByteWidth, r.IntN(30))
	}
	return pick(r, texts...)
}

func randomValues(r *rand.Rand, t arrow.DataType, n int) []any {
	values := make([]any, n)
	for i := range values {
		values[i] = randomValue(r, t)
	}
	return values
}

// arrayOf builds an array, through Arrow's own builders.
func arrayOf(mem memory.Allocator, t arrow.DataType, values []any) arrow.Array {
	b := array.NewBuilder(mem, t)
	defer b.Release()
	for _, v := range values {
		if v == nil {
			b.AppendNull()
			continue
		}
		appendValue(b, v)
	}
	return b.NewArray()
}

func appendValue(b array.Builder, v any) {
	switch b := b.(type) {
	case *array.Int8Builder:
		b.Append(int8(v.(int64)))
	case *array.Int16Builder:
		b.Append(int16(v.(int64)))
	case *array.Int32Builder:
		b.Append(int32(v.(int64)))
	case *array.Int64Builder:
		b.Append(v.(int64))
	case *array.Uint8Builder:
		b.Append(uint8(v.(int64)))
	case *array.Uint16Builder:
		b.Append(uint16(v.(int64)))
	case *array.Uint32Builder:
		b.Append(uint32(v.(int64)))
	case *array.Uint64Builder:
		b.Append(v.(uint64))
	case *array.Date32Builder:
		b.Append(arrow.Date32(v.(int64)))
	case *array.Date64Builder:
		b.Append(arrow.Date64(v.(int64) * 86_400_000))
	case *array.TimestampBuilder:
		b.Append(arrow.Timestamp(v.(int64)))
	case *array.Time32Builder:
		b.Append(arrow.Time32(v.(int64)))
	case *array.Time64Builder:
		b.Append(arrow.Time64(v.(int64)))
	case *array.DurationBuilder:
		b.Append(arrow.Duration(v.(int64)))
	case *array.Float16Builder:
		b.Append(halfOf(v.(float64)))
	case *array.Float32Builder:
		b.Append(float32(v.(float64)))
	case *array.Float64Builder:
		b.Append(v.(float64))
	default:
		appendOther(b, v)
	}
}

func appendOther(b array.Builder, v any) {
	switch b := b.(type) {
	case *array.Decimal32Builder:
		b.Append(decimal32Of(v.(decimal256.Num)))
	case *array.Decimal64Builder:
		b.Append(decimal64Of(v.(decimal256.Num)))
	case *array.Decimal128Builder:
		b.Append(decimal128.FromBigInt(v.(decimal256.Num).BigInt()))
	case *array.Decimal256Builder:
		b.Append(v.(decimal256.Num))
	case *array.BooleanBuilder:
		b.Append(v.(bool))
	case *array.StringBuilder:
		b.Append(v.(string))
	case *array.LargeStringBuilder:
		b.Append(v.(string))
	case *array.StringViewBuilder:
		b.Append(v.(string))
	case *array.BinaryBuilder:
		b.AppendString(v.(string))
	case *array.BinaryViewBuilder:
		b.AppendString(v.(string))
	case *array.FixedSizeBinaryBuilder:
		b.Append([]byte(v.(string)))
	default:
		panic(fmt.Sprintf("no builder for %T", b))
	}
}

// scalarOf is the Scalar that a vector of type t holds for a value.
func scalarOf(t arrow.DataType, v any) Scalar {
	s := Scalar{Type: t, Lane: LaneOf(t)}
	switch v := v.(type) {
	case nil:
		return Scalar{}
	case int64:
		s.I = v
	case uint64:
		s.U = v
	case float64:
		if math.IsNaN(v) {
			return Scalar{}
		}
		s.F = v
	case decimal256.Num:
		s.D = v
	case bool:
		if v {
			s.I = 1
		}
	case string:
		s.S = v
	}
	return s
}

// vectorOf is values as a vector, decoded from an array.
func vectorOf(t testing.TB, typ arrow.DataType, values []any) *Vector {
	t.Helper()
	arr := arrayOf(memory.DefaultAllocator, typ, values)
	v, err := new(Decoder).Decode(arr, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// checkRows compares the rows of got that hold values with want, and that no
// bit is set beyond the rows or taken from before.
func checkRows(t *testing.T, what string, v *Vector, got, before Mask, want func(s Scalar) bool) {
	t.Helper()
	for i := range v.Len {
		if s := v.At(i); !s.IsNull() && got.Get(i) != (want(s) || before.Get(i)) {
			t.Errorf("%s: row %d, %s of type %s: got %v", what, i, s, s.Type, got.Get(i))
		}
	}
	trimmed := append(Mask(nil), got...)
	trimmed.Trim(v.Len)
	for w := range got {
		if trimmed[w] != got[w] {
			t.Errorf("%s: bits beyond the %d rows", what, v.Len)
		}
		if got[w]&before[w] != before[w] {
			t.Errorf("%s: lost bits that were set", what)
		}
	}
}

// randomMask has a bit set now and then.
func randomMask(r *rand.Rand, n int) Mask {
	m := NewMask(n)
	for i := range n {
		if r.IntN(50) == 0 {
			m.Set(i)
		}
	}
	return m
}
