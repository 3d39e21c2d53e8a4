package reports

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"assay/engine/vector"
)

// pythonic spells floats as Python's json module does, so that a float stays
// one when it is read back: 200.0, 1e+16.
var pythonic = style{
	scalar: func(s vector.Scalar) any {
		if s.Lane == vector.Float && !s.Invalid && !s.IsNull() && !math.IsInf(s.F, 0) {
			return pyFloat(s.F)
		}
		return json.RawMessage(s.AppendJSON(nil))
	},
	float: func(f float64) any { return pyFloat(f) },
}

// rawNumber is a number as it is to stand in the JSON.
func rawNumber(text string) json.RawMessage { return json.RawMessage(text) }

// pyFloat is a finite float that is written as Python's repr writes it: the
// shortest digits that read back, an exponent below 1e-4 and from 1e16 on.
type pyFloat float64

// MarshalJSON writes the float.
func (f pyFloat) MarshalJSON() ([]byte, error) {
	v := float64(f)
	if a := math.Abs(v); a != 0 && (a < 1e-4 || a >= 1e16) {
		return strconv.AppendFloat(nil, v, 'e', -1, 64), nil
	}
	text := strconv.FormatFloat(v, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return []byte(text), nil
}

// gxPercent is a share in percent, nil where there is nothing to share.
func gxPercent(n, of int64) any {
	if p := percent(n, of); p != nil {
		return pyFloat(*p)
	}
	return nil
}
