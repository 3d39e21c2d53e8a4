package readers

import (
	"maps"
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/decimal256"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"assay/engine"
	"assay/engine/vector"
)

// widener turns the arrays of a part's column into those of the wider type that
// the column has in the table. A value that the wider type cannot hold exactly
// becomes an invalid cell.
type widener struct {
	decoder vector.Decoder
}

// widen converts a column; its array is the caller's to release.
func (w *widener) widen(c engine.Column, to arrow.DataType) (engine.Column, error) {
	v, err := w.decoder.Decode(c.Array, c.Invalid, c.InvalidText)
	if err != nil {
		return engine.Column{}, err
	}
	v = w.decoder.Flat(v)
	b := array.NewBuilder(memory.DefaultAllocator, to)
	defer b.Release()
	b.Reserve(v.Len)
	put := putter(b, v, to)
	lost := make(map[int]string)
	for i := range v.Len {
		switch {
		case !v.IsValid(i):
			b.AppendNull()
		case !put(i):
			b.AppendNull()
			lost[i] = v.At(i).Text()
		}
	}
	return withLost(engine.Column{Array: b.NewArray(), Invalid: v.Invalid, InvalidText: v.InvalidText}, v, lost), nil
}

// withLost adds invalid cells to a column.
func withLost(c engine.Column, v *vector.Vector, lost map[int]string) engine.Column {
	if len(lost) == 0 {
		return c
	}
	invalid := vector.NewMask(v.Len)
	if c.Invalid != nil {
		invalid.Or(c.Invalid)
	}
	for row := range maps.Keys(lost) {
		invalid.Set(row)
	}
	before := c.InvalidText
	c.Invalid = invalid
	c.InvalidText = func(row int) string {
		if text, ok := lost[row]; ok {
			return text
		}
		return before(row)
	}
	return c
}

// putter returns how row i of v is appended to b, which reports false, and
// appends nothing, where b's type has no such value.
func putter(b array.Builder, v *vector.Vector, to arrow.DataType) func(i int) bool {
	switch b := b.(type) {
	case *array.Int64Builder:
		return func(i int) bool { b.Append(v.Ints[i]); return true }
	case *array.Uint64Builder:
		return func(i int) bool { b.Append(unsignedAt(v, i)); return true }
	case *array.Float64Builder:
		return func(i int) bool { return putFloat(b, v, i) }
	case *array.TimestampBuilder:
		factor := ticks(v.Type) / ticks(to)
		return func(i int) bool {
			n, ok := multiply(v.Ints[i], factor)
			if ok {
				b.Append(arrow.Timestamp(n))
			}
			return ok
		}
	case *array.Time64Builder:
		factor := ticks(v.Type) / ticks(to)
		return func(i int) bool { b.Append(arrow.Time64(v.Ints[i] * factor)); return true }
	case *array.Decimal128Builder:
		factor := scaleUp(v.Type, to)
		return func(i int) bool { b.Append(decimal128.FromBigInt(v.Decimals[i].Mul(factor).BigInt())); return true }
	case *array.Decimal256Builder:
		factor := scaleUp(v.Type, to)
		return func(i int) bool { b.Append(v.Decimals[i].Mul(factor)); return true }
	}
	// Only null widens to any other type, and has no value to append.
	return func(int) bool { return false }
}

func unsignedAt(v *vector.Vector, i int) uint64 {
	if v.Lane == vector.Uint {
		return v.Uints[i]
	}
	return uint64(v.Ints[i])
}

// putFloat appends a number that is one of the float64s.
func putFloat(b *array.Float64Builder, v *vector.Vector, i int) bool {
	var f float64
	exact := true
	switch v.Lane {
	case vector.Float:
		f = v.Floats[i]
	case vector.Uint:
		f = float64(v.Uints[i])
		exact = f < math.MaxUint64 && uint64(f) == v.Uints[i]
	default:
		f = float64(v.Ints[i])
		exact = f < math.MaxInt64 && int64(f) == v.Ints[i]
	}
	if exact {
		b.Append(f)
	}
	return exact
}

// ticks is the length in nanoseconds of one unit of a time.
func ticks(t arrow.DataType) int64 { return int64(t.(arrow.TemporalWithUnit).TimeUnit().Multiplier()) }

func multiply(n, factor int64) (int64, bool) {
	product := n * factor
	return product, product/factor == n
}

// scaleUp is what unscaled decimals of type from are to be multiplied by.
func scaleUp(from, to arrow.DataType) decimal256.Num {
	return decimal256.FromU64(1).IncreaseScaleBy(to.(arrow.DecimalType).GetScale() - from.(arrow.DecimalType).GetScale())
}
