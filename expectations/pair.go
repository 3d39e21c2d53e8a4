package expectations

import (
	"fmt"

	"assay/engine"
)

// columnPair is the domain of expectations about two columns without an order
// between them.
type columnPair struct {
	A Column `param:"a,required" gx:"column_A" doc:"the first column"`
	B Column `param:"b,required" gx:"column_B" doc:"the second column"`
}

func (p columnPair) inputs() []engine.Input { return pairInputs(p.A, p.B) }

func (p columnPair) validate() []Problem { return samePair(p.A, p.B) }

func pairInputs(a, b Column) []engine.Input {
	return []engine.Input{{Column: string(a)}, {Column: string(b)}}
}

// samePair reports a pair that is one column twice.
func samePair(a, b Column) []Problem {
	if a != b {
		return nil
	}
	return []Problem{{Param: "b", Code: "bad-value", Msg: fmt.Sprintf("a and b are the same column, %s", a)}}
}
