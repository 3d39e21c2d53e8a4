package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

// direction is the parameter of everything that compares a value with the one
// before it.
type direction struct {
	oneColumn
	Strictly bool     `param:"strictly" doc:"whether equal neighbours are unexpected too"`
	By       Column   `param:"by" doc:"the column whose order the rows are put in first; their own order where left out"`
	GroupBy  []Column `param:"group_by" doc:"columns; only rows with equal values in them are compared with each other"`
}

// refuse makes the kind for which a value is unexpected where it stands in
// relation op to the one before it, in the order and the group asked for.
func (d direction) refuse(op vector.Op, t arrow.DataType, env *engine.Env) (engine.Kind, error) {
	if d.By != "" || len(d.GroupBy) > 0 {
		return d.sorted(op, env)
	}
	kind := engine.Ordered{Input: d.input()}
	if t.ID() == arrow.NULL {
		kind.New = stateless(nothing)
		return kind, nil
	}
	comparison, err := comparisons(op, t, t, env)
	if err != nil {
		return nil, err
	}
	kind.New = func() engine.Predicate {
		c := comparison()
		return engine.PredicateFunc(func(in []*vector.Vector, rows int, out *engine.Marks) error {
			before, value := in[0], in[1]
			c.True(value, before, rows, out.Unexpected)
			return nil
		})
	}
	return kind, nil
}

// comparisons makes comparisons of columns, one for each worker.
func comparisons(op vector.Op, a, b arrow.DataType, env *engine.Env) (func() *vector.Comparison, error) {
	if _, err := vector.NewComparison(op, a, b, env.Zone); err != nil {
		return nil, checkError(err)
	}
	return func() *vector.Comparison {
		c, _ := vector.NewComparison(op, a, b, env.Zone) // it worked above
		return c
	}, nil
}
