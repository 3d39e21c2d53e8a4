package expectations

import (
	"assay/engine"
	"assay/engine/vector"
)

// texts marks the values of a column of text that are not valid.
func texts(valid func(text []byte) bool) engine.PredicateFunc {
	return func(in []*vector.Vector, rows int, out *engine.Marks) error {
		v := in[0]
		if v.Lane != vector.Bytes {
			return nil
		}
		for row := range rows {
			if v.IsValid(row) && !out.Ignored.Get(row) && !valid(v.BytesAt(row)) {
				out.Unexpected.Set(row)
			}
		}
		return nil
	}
}

// remembered is how many texts remembering keeps.
const remembered = 1 << 14

// remembering makes predicates like texts for conditions that take long: each
// keeps the answers for the first texts that it meets, since dates recur.
func remembering(valid func(text string) bool) func() engine.Predicate {
	return func() engine.Predicate {
		answers := make(map[string]bool)
		return texts(func(text []byte) bool {
			answer, known := answers[string(text)]
			if !known {
				answer = valid(string(text))
				if len(answers) < remembered {
					answers[string(text)] = answer
				}
			}
			return answer
		})
	}
}
