package vector

import (
	"math"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
)

func TestRowSum(t *testing.T) {
	ints := func(values ...int64) *Vector {
		return &Vector{Type: arrow.PrimitiveTypes.Int64, Lane: Int, Len: len(values), Ints: values}
	}
	uints := func(values ...uint64) *Vector {
		return &Vector{Type: arrow.PrimitiveTypes.Uint64, Lane: Uint, Len: len(values), Uints: values}
	}
	floats := func(values ...float64) *Vector {
		return &Vector{Type: arrow.PrimitiveTypes.Float64, Lane: Float, Len: len(values), Floats: values}
	}
	for _, c := range []struct {
		total   string
		in      []*Vector
		differs uint64
	}{
		{"5", []*Vector{ints(2, 2, -1), ints(3, 2, 6)}, 0b010},
		{"5.0", []*Vector{ints(2), ints(3)}, 0},
		{"5.5", []*Vector{ints(2), ints(3)}, 1},
		{"18446744073709551614", []*Vector{ints(math.MaxInt64), ints(math.MaxInt64)}, 0},
		{"-2", []*Vector{ints(math.MaxInt64), ints(math.MaxInt64)}, 1}, // what wraps around
		{"0", []*Vector{ints(math.MaxInt64), ints(math.MinInt64), ints(1)}, 0},
		{"18446744073709551615", []*Vector{ints(-1), uints(math.MaxUint64), ints(1)}, 0},
		{"0.3", []*Vector{floats(0.1, 0.3), floats(0.2, 0)}, 0b01},
		{"9007199254740992", []*Vector{ints(9007199254740993), floats(0)}, 0}, // as floats
		{".inf", []*Vector{floats(math.Inf(1), 1), floats(1, 1)}, 0b10},
		{".inf", []*Vector{ints(1), ints(1)}, 1},
	} {
		var types []arrow.DataType
		for _, v := range c.in {
			types = append(types, v.Type)
		}
		sum, err := NewRowSum(types, Literal{Kind: LiteralNumber, Text: c.total})
		if err != nil {
			t.Fatal(err)
		}
		out := NewMask(c.in[0].Len)
		sum.Differs(c.in, c.in[0].Len, out)
		if out[0] != c.differs {
			t.Errorf("sum %s: rows %b differ, want %b", c.total, out[0], c.differs)
		}
	}
}
