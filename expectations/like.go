package expectations

import (
	"fmt"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/regex"
)

// like is the parameter of everything that compares text with a pattern of SQL.
type like struct {
	Pattern string `param:"pattern,required" gx:"like_pattern" doc:"LIKE pattern for the whole text: % stands for any characters, _ for one"`
	escaping
}

func (l like) validate() []Problem { return l.problems("pattern", l.Pattern) }

// likes is like for several patterns.
type likes struct {
	Patterns []string `param:"patterns,required" gx:"like_pattern_list" doc:"LIKE patterns for the whole text: % stands for any characters, _ for one"`
	escaping
}

func (l likes) validate() []Problem {
	if len(l.Patterns) == 0 {
		return []Problem{{Param: "patterns", Code: "empty-set", Msg: "the list has no patterns"}}
	}
	return l.problems("patterns", l.Patterns...)
}

// escaping is how LIKE patterns speak of % and _ themselves.
type escaping struct {
	Escape string `param:"escape" doc:"the character before which %, _ and itself mean themselves; none by default"`
}

func (e escaping) problems(param string, patterns ...string) []Problem {
	if utf8.RuneCountInString(e.Escape) > 1 {
		return []Problem{{Param: "escape", Code: "bad-value", Msg: fmt.Sprintf("escape is %q, and must be one character", e.Escape)}}
	}
	var problems []Problem
	for _, p := range patterns {
		if _, err := regex.CompileLike(p, e.Escape); err != nil {
			problems = append(problems, Problem{Param: param, Code: "bad-value", Msg: err.Error()})
		}
	}
	return problems
}

// likes judges the text of a column's cells by LIKE patterns.
func (s search) likes(c oneColumn, column arrow.Field, escape string, patterns ...string) (engine.Kind, error) {
	list := make([]*regex.Expr, len(patterns))
	for i, p := range patterns {
		re, err := regex.CompileLike(p, escape)
		if err != nil {
			return nil, &engine.CheckError{Code: "bad-value", Msg: err.Error()}
		}
		list[i] = re
	}
	return s.rows(c, column, list), nil
}
