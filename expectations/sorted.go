package expectations

import (
	"slices"

	"assay/engine"
	"assay/engine/vector"
)

// sortable are the types whose values fit a word, which sorting asks for.
const sortable = Integers | Floats | Temporals

// sorted is refuse for an order or groups other than those of the data.
func (d direction) sorted(op vector.Op, env *engine.Env) (engine.Kind, error) {
	kind := engine.Sorted{
		Values: []engine.Input{d.input()},
		New:    func() engine.Sequence { return &neighbours{op: op} },
	}
	for _, name := range slices.Concat([]Column{d.Column, d.By}, d.GroupBy) {
		accepts := AnyType
		if name == d.Column || name == d.By {
			accepts = sortable
		}
		if name == "" {
			continue
		}
		if _, err := columnNamed(string(name), accepts, env.Schema); err != nil {
			return nil, err
		}
	}
	kind.Keys = columnSet{d.GroupBy}.inputs()
	if d.By != "" {
		kind.By = engine.Input{Column: string(d.By)}
	}
	return kind, nil
}

// problems reports a column that stands in two places.
func (d direction) problems() []Problem {
	problems := repeated("group_by", d.GroupBy)
	if d.By != "" && slices.Contains(d.GroupBy, d.By) {
		problems = append(problems, Problem{Param: "by", Code: "bad-value", Msg: "by orders the rows of a group, and group_by has the same column, of which a group has one value"})
	}
	return problems
}

// describe adds the order and the groups to what is expected of neighbours.
func (d direction) describe(text string) string {
	if d.By != "" {
		text += ", by " + string(d.By)
	}
	if len(d.GroupBy) > 0 {
		text += ", for equal " + enumerate(asNames(d.GroupBy))
	}
	return text
}

// neighbours is the sequence in which a value is unexpected where it stands in
// relation op to the one before it.
type neighbours struct {
	op     vector.Op
	begun  bool
	before uint64
}

func (n *neighbours) Begin() { n.begun = false }

func (n *neighbours) Next(_ uint64, values []uint64) (unexpected bool) {
	value := values[0]
	unexpected = n.begun && holds(n.op, value, n.before)
	n.begun, n.before = true, value
	return unexpected
}

// holds reports whether a stands in relation op to b.
func holds(op vector.Op, a, b uint64) bool {
	switch op {
	case vector.Lt:
		return a < b
	case vector.Le:
		return a <= b
	case vector.Gt:
		return a > b
	case vector.Ge:
		return a >= b
	case vector.Ne:
		return a != b
	}
	return a == b
}
