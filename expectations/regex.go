package expectations

import (
	"assay/engine"
	"assay/engine/regex"
	"assay/engine/vector"
)

// pattern is the parameter of everything that looks for a regular expression in
// the text of a cell.
type pattern struct {
	Regex Regexp `param:"regex,required" doc:"regular expression in RE2 syntax, found anywhere in the text unless anchored by ^ and $"`
}

// search judges the text of a column's cells by whether the pattern is found.
func (p pattern) search(column oneColumn, wanted bool) (engine.Kind, error) {
	re, err := compilePattern(p.Regex)
	if err != nil {
		return nil, err
	}
	return engine.Rows{
		Inputs: []engine.Input{column.text()},
		New: func() engine.Predicate {
			m := re.NewMatcher()
			return engine.PredicateFunc(func(in []*vector.Vector, rows int, out *engine.Marks) error {
				m.NotMatching(in[0], out.Unexpected)
				if !wanted {
					out.Unexpected.Not(rows)
				}
				return nil
			})
		},
	}, nil
}

// compilePattern reads a pattern. Its error has the form of an outcome's.
func compilePattern(re Regexp) (*regex.Pattern, error) {
	p, err := regex.Compile(string(re))
	if err != nil {
		return nil, &engine.CheckError{Code: "bad-regex", Msg: err.Error()}
	}
	return p, nil
}
