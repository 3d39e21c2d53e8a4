package expectations_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// randomTable is a table twice: as Arrow arrays, and as values for a naive loop.
// A value is nil (null or NaN), *big.Rat (numbers, and days since 1970), string
// or bool.
type randomTable struct {
	source *memorySource
	values map[string][]any
	rows   int
}

// bigNumber stands for infinity: it is beyond every finite value.
var bigNumber = new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(400), nil))

// newRandomTable has one column of each kind, in few distinct values so that
// equal ones occur, with the extremes among them.
func newRandomTable(r *rand.Rand, rows int) *randomTable {
	t := &randomTable{rows: rows, values: make(map[string][]any)}
	var fields []arrow.Field
	var columns []arrow.Array
	for _, c := range []struct {
		name string
		dt   arrow.DataType
		make func(array.Builder) any
	}{
		{"int", arrow.PrimitiveTypes.Int64, func(b array.Builder) any {
			n := pick(r, []int64{0, 1, 2, 3, -5, math.MaxInt64, math.MinInt64, 9007199254740992, 9007199254740993})
			b.(*array.Int64Builder).Append(n)
			return new(big.Rat).SetInt64(n)
		}},
		{"small", arrow.PrimitiveTypes.Int8, func(b array.Builder) any {
			n := int8(r.IntN(40) - 20)
			b.(*array.Int8Builder).Append(n)
			return new(big.Rat).SetInt64(int64(n))
		}},
		{"uint", arrow.PrimitiveTypes.Uint64, func(b array.Builder) any {
			n := pick(r, []uint64{0, 1, 2, 3, math.MaxInt64, math.MaxUint64, 9007199254740993})
			b.(*array.Uint64Builder).Append(n)
			return new(big.Rat).SetInt(new(big.Int).SetUint64(n))
		}},
		{"float", arrow.PrimitiveTypes.Float64, func(b array.Builder) any {
			f := pick(r, []float64{0, math.Copysign(0, -1), 0.1, 1, 2.5, -5, 9007199254740992, math.NaN(), math.Inf(1), math.Inf(-1)})
			b.(*array.Float64Builder).Append(f)
			return ratOf(f)
		}},
		{"decimal", &arrow.Decimal128Type{Precision: 9, Scale: 2}, func(b array.Builder) any {
			n := int64(r.IntN(600) - 100)
			b.(*array.Decimal128Builder).Append(decimal128.FromI64(n))
			return big.NewRat(n, 100)
		}},
		{"text", arrow.BinaryTypes.String, func(b array.Builder) any {
			s := pick(r, []string{"", "a", "A", "b", "ab", "abc", "Zoë", "日本", "a\nb", "0", "12"})
			if d, ok := b.(*array.BinaryDictionaryBuilder); ok {
				if err := d.AppendString(s); err != nil {
					panic(err)
				}
				return s
			}
			b.(*array.StringBuilder).Append(s)
			return s
		}},
		{"flag", arrow.FixedWidthTypes.Boolean, func(b array.Builder) any {
			v := r.IntN(2) == 1
			b.(*array.BooleanBuilder).Append(v)
			return v
		}},
		{"day", arrow.FixedWidthTypes.Date32, func(b array.Builder) any {
			n := 19700 + r.IntN(30)
			b.(*array.Date32Builder).Append(arrow.Date32(n))
			return big.NewRat(int64(n), 1)
		}},
	} {
		b := randomBuilder(r, c.dt)
		nulls := pick(r, []float64{0, 0.1, 0.9})
		for range rows {
			if r.Float64() < nulls {
				b.AppendNull()
				t.values[c.name] = append(t.values[c.name], nil)
			} else {
				t.values[c.name] = append(t.values[c.name], c.make(b))
			}
		}
		fields = append(fields, arrow.Field{Name: c.name, Type: c.dt, Nullable: true})
		columns = append(columns, sometimesEncoded(r, b.NewArray()))
	}
	t.source = &memorySource{schema: arrow.NewSchema(fields, nil), columns: columns, cuts: randomCuts(r, rows)}
	return t
}

// randomBuilder makes arrays of dt, of strings sometimes with a dictionary.
func randomBuilder(r *rand.Rand, dt arrow.DataType) array.Builder {
	if dt.ID() == arrow.STRING && r.IntN(2) == 0 {
		dt = &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: dt}
	}
	return array.NewBuilder(memory.DefaultAllocator, dt)
}

// sometimesEncoded makes a dictionary of half of the arrays: each row has the entry
// that first held its value. Nulls are among the rows and among the entries.
func sometimesEncoded(r *rand.Rand, arr arrow.Array) arrow.Array {
	if arr.DataType().ID() == arrow.DICTIONARY || r.IntN(2) == 0 {
		return arr
	}
	entries := make(map[string]int32)
	index := array.NewInt32Builder(memory.DefaultAllocator)
	for i := range arr.Len() {
		if arr.IsNull(i) && r.IntN(2) == 0 {
			index.AppendNull()
			continue
		}
		text := arr.ValueStr(i)
		if _, ok := entries[text]; !ok {
			entries[text] = int32(i)
		}
		index.Append(entries[text])
	}
	dt := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arr.DataType()}
	return array.NewDictionaryArray(dt, index.NewInt32Array(), arr)
}

// randomCuts are the ends of splits; some splits are empty.
func randomCuts(r *rand.Rand, rows int) []int {
	cuts := []int{rows}
	for range r.IntN(5) {
		cuts = append(cuts, r.IntN(rows+1))
	}
	slices.Sort(cuts)
	return cuts
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

func ratOf(f float64) any {
	switch {
	case math.IsNaN(f):
		return nil
	case math.IsInf(f, 1):
		return bigNumber
	case math.IsInf(f, -1):
		return new(big.Rat).Neg(bigNumber)
	}
	return new(big.Rat).SetFloat64(f)
}

// compare orders two values of one kind, neither of them nil.
func compare(a, b any) int {
	switch a := a.(type) {
	case *big.Rat:
		return a.Cmp(b.(*big.Rat))
	case string:
		switch {
		case a < b.(string):
			return -1
		case a > b.(string):
			return 1
		}
		return 0
	case bool:
		if a == b.(bool) {
			return 0
		}
		return 1
	}
	panic(fmt.Sprintf("compare %T", a))
}
