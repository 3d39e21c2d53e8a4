package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/regex"
	"assay/engine/vector"
)

// pattern is the parameter of everything that looks for a regular expression in
// the text of a cell.
type pattern struct {
	Regex Regexp `param:"regex,required" doc:"regular expression, found anywhere in the text unless anchored by ^ and $"`
}

// patterns are the same for several.
type patterns struct {
	Regexes []Regexp `param:"regexes,required" gx:"regex_list" doc:"regular expressions, found anywhere in the text unless anchored by ^ and $"`
}

// names are the patterns as text.
func (p patterns) names() []string {
	names := make([]string, len(p.Regexes))
	for i, re := range p.Regexes {
		names[i] = string(re)
	}
	return names
}

func (p patterns) validate() []Problem {
	if len(p.Regexes) > 0 {
		return nil
	}
	return []Problem{{Param: "regexes", Code: "empty-set", Msg: "the list has no regular expressions"}}
}

// matchOn says how many of several patterns must be found.
type matchOn struct {
	MatchOn string `param:"match_on" enum:"any,all" doc:"whether one of the patterns must match or all of them; any by default"`
}

func (m matchOn) all() bool { return m.MatchOn == "all" }

// describe says "matching any of a, b".
func (m matchOn) describe(verb string, patterns []string) string {
	if m.all() {
		return verb + " all of " + enumerate(patterns)
	}
	return verb + " any of " + enumerate(patterns)
}

// search judges the text of a column's cells by the patterns found in it: all
// must be, or any, or, where unwanted, none may.
type search struct{ all, unwanted bool }

// pythons judges by regular expressions.
func (s search) pythons(c oneColumn, column arrow.Field, patterns ...Regexp) (engine.Kind, error) {
	list := make([]*regex.Expr, len(patterns))
	for i, p := range patterns {
		re, err := compilePattern(p)
		if err != nil {
			return nil, err
		}
		list[i] = re
	}
	return s.rows(c, column, list), nil
}

func (s search) rows(c oneColumn, column arrow.Field, list []*regex.Expr) engine.Rows {
	return c.textRows(column, func() engine.Predicate {
		p := &searchPredicate{search: s}
		for _, re := range list {
			p.searchers = append(p.searchers, re.NewSearcher())
		}
		return p
	})
}

// searchPredicate is one worker's search.
type searchPredicate struct {
	search
	searchers []regex.Searcher
	none      vector.Mask
	absent    vector.Mask
}

// Eval marks the rows of one column of text.
func (p *searchPredicate) Eval(in []*vector.Vector, rows int, out *engine.Marks) error {
	p.none = p.none.Grow(rows)
	p.none.Fill(rows)
	for _, s := range p.searchers {
		p.absent = p.absent.Grow(rows)
		if err := s.NotMatching(in[0], out.Ignored, p.absent); err != nil {
			return err
		}
		p.none.And(p.absent)
		if p.all {
			out.Unexpected.Or(p.absent)
		}
	}
	if p.unwanted {
		p.none.Not(rows)
	}
	if !p.all {
		out.Unexpected.Or(p.none)
	}
	return nil
}

// compilePattern reads a pattern. Its error has the form of an outcome's.
func compilePattern(re Regexp) (*regex.Expr, error) {
	e, err := regex.CompilePython(string(re), regex.DefaultLimit)
	if err != nil {
		return nil, &engine.CheckError{Code: "bad-regex", Msg: err.Error()}
	}
	return e, nil
}
