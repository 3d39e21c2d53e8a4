package expectations

import (
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

// members is the parameter of everything that compares values with a list.
type members struct {
	Values []vector.Literal `param:"values,required" gx:"value_set" doc:"the values of the list"`
}

// validate reports a list without members.
func (m members) validate() []Problem {
	if len(m.Values) > 0 {
		return nil
	}
	return []Problem{{Param: "values", Code: "empty-set", Msg: "the list has no values"}}
}

// hint asks for a column of what all the members are.
func (m members) hint() engine.Hint {
	hint := engine.NoHint
	for i, l := range m.Values {
		h := literalHint(l)
		if i > 0 && h != hint {
			return engine.NoHint
		}
		hint = h
	}
	return hint
}

// enumerate writes the members for people: "FR, DE, IT … (30)".
func (m members) enumerate() string {
	names := make([]string, len(m.Values))
	for i, l := range m.Values {
		names[i] = l.Text
		switch {
		case l.Kind == vector.LiteralNull:
			names[i] = "null"
		case l.Kind == vector.LiteralString && l.Text == "":
			names[i] = `""`
		}
	}
	return enumerate(names)
}

// over makes the set for values of one type.
func (m members) over(t arrow.DataType, env *engine.Env) (*vector.Set, error) {
	values := m.Values
	if env.Mixed {
		values = slices.DeleteFunc(slices.Clone(values), func(l vector.Literal) bool {
			_, err := vector.NewSet(t, []vector.Literal{l}, env.Zone)
			return err != nil
		})
	}
	set, err := vector.NewSet(t, values, env.Zone)
	if err != nil {
		return nil, checkError(err)
	}
	return set, nil
}
