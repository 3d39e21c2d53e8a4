package expectations

import (
	"regexp"

	"assay/engine"
	"assay/engine/vector"
)

// pattern is the parameter of everything that looks for a regular expression in
// the text of a cell.
type pattern struct {
	Regex Regexp `param:"regex,required" doc:"regular expression in RE2 syntax, found anywhere in the text unless anchored by ^ and $"`
}

// search judges the text of a column's cells by whether the pattern is found.
func (p pattern) search(column oneColumn, wanted bool) (engine.Kind, error) {
	re, err := regexp.Compile(string(p.Regex))
	if err != nil {
		return nil, &engine.CheckError{Code: "bad-regex", Msg: err.Error()}
	}
	return rows(column.text(), func(v *vector.Vector, out vector.Mask) {
		vector.NotMatching(re, v, out)
		if !wanted {
			out.Not(v.Len)
		}
	}), nil
}
