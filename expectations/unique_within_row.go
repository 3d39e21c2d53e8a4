package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type uniqueWithinRowParams struct {
	columnSet
	setIgnore
}

var _ = register(Def[uniqueWithinRowParams]{
	Name:  "unique-within-row",
	Alias: "expect_select_column_values_to_be_unique_within_record",
	Group: "uniqueness",
	Title: "No value occurs twice within a row",
	Doc: `A row is unexpected where two of the columns have equal values. Two missing values are equal to each other. Rows in which all the columns are missing are passed over; with ignore_row_if: any_value_is_missing so are those with one missing value, and with never every row is judged.

Numbers of different types are compared exactly: 1 equals 1.0. Values of types that cannot be compared, such as text and numbers, are never equal.`,
	Example: `- unique-within-row: [home_phone, work_phone, mobile_phone]`,
	Since:   "0.1",
	Domain:  ColumnSet,
	RowWise: true,
	Accepts: AnyType,
	Validate: func(p *uniqueWithinRowParams) []Problem {
		return p.validate(2, "name two columns or more")
	},
	Expect: func(*uniqueWithinRowParams) string { return "no value twice in a row" },
	Build: func(p *uniqueWithinRowParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return engine.Rows{
			Inputs: p.inputs(),
			Ignore: p.ignored(),
			New: func() engine.Predicate {
				return engine.PredicateFunc(equalities(columns, env).markEqual)
			},
		}, nil
	},
})

// equality compares two columns of several.
type equality struct {
	a, b int
	eq   *vector.Comparison // nil where no value of one can equal one of the other
}

// rowEqualities are the equalities that a row is judged by, and their scratch
// memory.
type rowEqualities struct {
	pairs                 []equality
	equal, nullA, missing vector.Mask
}

// equalities compares each column with each other.
func equalities(columns []arrow.Field, env *engine.Env) *rowEqualities {
	r := &rowEqualities{}
	for b := range columns {
		for a := range b {
			r.pairs = append(r.pairs, newEquality(columns, a, b, env))
		}
	}
	return r
}

func newEquality(columns []arrow.Field, a, b int, env *engine.Env) equality {
	e := equality{a: a, b: b}
	if !isNull(columns[a]) && !isNull(columns[b]) {
		// What cannot be compared is not equal.
		e.eq, _ = vector.NewComparison(vector.Eq, columns[a].Type, columns[b].Type, env.Zone)
	}
	return e
}

// of finds the rows in which a pair is equal, missing values to each other.
func (r *rowEqualities) of(e equality, in []*vector.Vector, rows int) vector.Mask {
	a, b := in[e.a], in[e.b]
	r.equal = r.equal.Grow(rows)
	if e.eq != nil {
		e.eq.True(a, b, rows, r.equal)
	}
	r.nullA, r.missing = r.nullA.Grow(rows), r.missing.Grow(rows)
	a.MarkNull(r.nullA)
	b.MarkNull(r.missing)
	r.equal.AndNot(r.nullA)
	r.equal.AndNot(r.missing)
	r.missing.And(r.nullA)
	r.equal.Or(r.missing)
	return r.equal
}

// markEqual marks the rows in which any pair is equal.
func (r *rowEqualities) markEqual(in []*vector.Vector, rows int, out *engine.Marks) error {
	for _, e := range r.pairs {
		out.Unexpected.Or(r.of(e, in, rows))
	}
	return nil
}
