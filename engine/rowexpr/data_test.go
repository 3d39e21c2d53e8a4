package rowexpr_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/decimal256"

	"assay/engine"
	"assay/engine/rowexpr"
	"assay/engine/vector"
)

// column is a named column of a test table; a nil cell is null.
type column struct {
	name  string
	dt    arrow.DataType
	cells []any
}

// vectorOf lays cells out in the lane of the column's type. Rows that are null
// hold rubbish, as they may.
func (c column) vector() *vector.Vector {
	n := len(c.cells)
	v := &vector.Vector{Type: c.dt, Lane: vector.LaneOf(c.dt), Len: n}
	if v.Lane == vector.Null {
		return v
	}
	v.Valid = vector.NewMask(n)
	v.Bools = vector.NewMask(n)
	v.Offsets = []int32{0}
	for i, cell := range c.cells {
		if cell != nil {
			v.Valid.Set(i)
		}
		switch v.Lane {
		case vector.Int:
			x, ok := cell.(int)
			if !ok {
				x = -1 << 63
			}
			v.Ints = append(v.Ints, int64(x))
		case vector.Uint:
			x, _ := cell.(uint64)
			v.Uints = append(v.Uints, x)
		case vector.Float:
			x, _ := cell.(float64)
			v.Floats = append(v.Floats, x)
		case vector.Decimal:
			x := new(big.Int)
			if cell != nil {
				x, _ = x.SetString(cell.(string), 10)
			}
			v.Decimals = append(v.Decimals, decimal256.FromBigInt(x))
		case vector.Bool:
			if x, _ := cell.(bool); x || cell == nil {
				v.Bools.Set(i)
			}
		case vector.Bytes:
			x, ok := cell.(string)
			if !ok {
				x = "rubbish"
			}
			v.Data = append(v.Data, x...)
			v.Offsets = append(v.Offsets, int32(len(v.Data)))
		}
	}
	return v
}

// dictionary is the column with a dictionary, which has an entry more than
// the cells need.
func (c column) dictionary() *vector.Vector {
	flat := c.vector()
	known := map[string]int32{}
	entries := column{dt: c.dt, cells: []any{"unused"}}
	v := &vector.Vector{Type: c.dt, Lane: flat.Lane, Len: flat.Len, Valid: flat.Valid}
	for _, cell := range c.cells {
		text, ok := cell.(string)
		if _, have := known[text]; ok && !have {
			known[text] = int32(len(entries.cells))
			entries.cells = append(entries.cells, text)
		}
		v.Index = append(v.Index, known[text])
	}
	v.Dict = entries.vector()
	v.Dict.Valid = nil
	return v
}

// table is columns of equal length.
type table []column

func (t table) schema() *arrow.Schema {
	fields := make([]arrow.Field, len(t))
	for i, c := range t {
		fields[i] = arrow.Field{Name: c.name, Type: c.dt, Nullable: true}
	}
	return arrow.NewSchema(fields, nil)
}

func (t table) rows() int { return len(t[0].cells) }

// inputs are the vectors that an expression asks for, with dictionaries where
// it takes them and dict is set.
func (t table) inputs(ask []engine.Input, dict bool) []*vector.Vector {
	var in []*vector.Vector
	for _, input := range ask {
		for _, c := range t {
			switch {
			case c.name != input.Column:
				continue
			case dict && input.Dict:
				in = append(in, c.dictionary())
			default:
				in = append(in, c.vector())
			}
		}
	}
	return in
}

var options = rowexpr.Options{Now: func() time.Time { return time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC) }}

// bind parses and binds, and fails the test where either fails.
func bind(t testing.TB, data table, text string, opt rowexpr.Options) *rowexpr.Bound {
	t.Helper()
	e, err := rowexpr.Parse(text)
	if err != nil {
		t.Fatalf("parse %s: %v", text, err)
	}
	b, err := e.Bind(data.schema(), opt)
	if err != nil {
		t.Fatalf("bind %s: %v", text, err)
	}
	return b
}

// verdict is what a row rule says of each row: true, false or null, or the
// error of the first row that has one. The row condition must agree.
func verdict(t testing.TB, data table, b *rowexpr.Bound) string {
	t.Helper()
	n := data.rows()
	rule := b.Rows()
	in := data.inputs(rule.Inputs, false)
	marks := engine.Marks{Unexpected: vector.NewMask(n), Ignored: vector.NewMask(n)}
	err := rule.New().Eval(in, n, &marks)
	selected := vector.NewMask(n)
	if other := b.Condition().New().Select(in, n, selected); fmt.Sprint(err) != fmt.Sprint(other) {
		t.Fatalf("as a rule: %v; as a condition: %v", err, other)
	}
	if err != nil {
		return err.Error()
	}
	var words []string
	for i := range n {
		word := "true"
		switch {
		case marks.Ignored.Get(i):
			word = "null"
		case marks.Unexpected.Get(i):
			word = "false"
		}
		if selected.Get(i) != (word == "true") {
			t.Fatalf("row %d: %s as a rule, selected %t as a condition", i, word, selected.Get(i))
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}
