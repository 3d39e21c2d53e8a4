package expectations

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

// ShareRanges is a parameter that says between what bounds the share of each of
// some values lies.
type ShareRanges []ShareRange

// ShareRange is a value and the bounds of its share. A bound that is nil is
// open.
type ShareRange struct {
	Value    vector.Literal
	Min, Max *vector.Literal
}

// Reported is the parameter as reports show it: {cat: [0.2, 0.5]}.
func (s ShareRanges) Reported() any {
	m := make(map[string]any, len(s))
	for _, r := range s {
		m[r.Value.Text] = boundPair(r.Min, r.Max)
	}
	return m
}

// boundPair shows bounds as a list of two, null where one is open.
func boundPair(low, high *vector.Literal) []any {
	pair := []any{nil, nil}
	for side, l := range []*vector.Literal{low, high} {
		if l != nil {
			pair[side] = *l
		}
	}
	return pair
}

type classBalanceParams struct {
	oneColumn
	Min      *vector.Literal `param:"min" doc:"the least share of every class"`
	Max      *vector.Literal `param:"max" doc:"the greatest share of every class"`
	MaxRatio *float64        `param:"max_ratio" doc:"how many times as frequent as the rarest class the most frequent one may be"`
	Classes  ShareRanges     `param:"classes" doc:"the share of single classes, which must occur: {cat: [0.2, 0.5], dog: {min: 0.1}}"`
}

// each are the bounds of every class's share.
func (p *classBalanceParams) each() bounds { return bounds{Min: p.Min, Max: p.Max} }

var _ = register(Def[classBalanceParams]{
	Name:  "class-balance",
	Group: "distributions",
	Title: "Every class has its share",
	Doc: `The share of every different value, of all values, must lie between min and max; that of the values listed in classes in their own range, bounds included. A class of the list that does not occur has the share 0. With max_ratio: 10 the most frequent class has at most ten times as many rows as the rarest. At least one of the four must be given.

It is meant for the labels of a training set; whether these are the classes that are expected, and no others, is what distinct-equals says. Missing values are not counted. What was observed are the shares of the classes (the 20 rarest, from the rarest), the details list the classes whose share is out of range (the first 20). A column without values has no classes, and the expectation fails. One cell that does not fit the column's type makes it an error.`,
	Example:  `- class-balance: {column: label, min: 0.05, max_ratio: 10, classes: {spam: [0.2, 0.5]}}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  AnyType,
	Validate: (*classBalanceParams).validate,
	Hint: func(p *classBalanceParams) engine.Hint {
		return members{Values: p.Classes.values()}.hint()
	},
	Expect: (*classBalanceParams).describe,
	Build: func(p *classBalanceParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		listed, err := Partition{Values: p.Classes.values(), Weights: make([]float64, len(p.Classes))}.categories(columns[0].Type, env)
		if err != nil {
			return nil, err
		}
		every, err := p.each().over(arrow.PrimitiveTypes.Float64, env)
		if err != nil {
			return nil, err
		}
		own := make([]*vector.Range, len(p.Classes))
		for i, c := range p.Classes {
			if own[i], err = (bounds{Min: c.Min, Max: c.Max}).over(arrow.PrimitiveTypes.Float64, env); err != nil {
				return nil, err
			}
		}
		return judgeCounts(p.oneColumn, func(counts *fold.ValueCounts) (engine.Observation, error) {
			return p.judge(counts, listed, every, own)
		}), nil
	},
})

func (s ShareRanges) values() []vector.Literal {
	values := make([]vector.Literal, len(s))
	for i, r := range s {
		values[i] = r.Value
	}
	return values
}

func (p *classBalanceParams) validate() []Problem {
	if p.each().given() == (bounds{}) && p.MaxRatio == nil && len(p.Classes) == 0 {
		return []Problem{{Param: "min", Code: "missing-parameter", Msg: "none of min, max, max_ratio and classes is given", Hint: "give one of them, or several"}}
	}
	problems := p.each().share()
	if p.MaxRatio != nil && *p.MaxRatio < 1 {
		problems = append(problems, Problem{Param: "max_ratio", Code: "bad-value", Msg: "max_ratio is below 1, and the most frequent class is never rarer than the rarest"})
	}
	for _, c := range p.Classes {
		for _, problem := range (bounds{Min: c.Min, Max: c.Max}).share() {
			problems = append(problems, Problem{Param: "classes", Code: problem.Code, Msg: "of " + c.Value.Text + ", " + problem.Msg})
		}
	}
	return problems
}

func (p *classBalanceParams) describe() string {
	var parts []string
	if p.each().given() != (bounds{}) {
		parts = append(parts, p.each().describe("every share"))
	}
	for _, c := range p.Classes {
		parts = append(parts, bounds{Min: c.Min, Max: c.Max}.describe("share of "+c.Value.Text))
	}
	if p.MaxRatio != nil {
		parts = append(parts, fmt.Sprintf("the most frequent class at most %g times the rarest", *p.MaxRatio))
	}
	return strings.Join(parts, ", ")
}

func (p *classBalanceParams) judge(counts *fold.ValueCounts, listed []category, every *vector.Range, own []*vector.Range) (engine.Observation, error) {
	total := counts.Count()
	if total == 0 {
		return engine.Observation{Value: vector.Scalar{}}, nil
	}
	c, err := takeCensus(counts, listed)
	if err != nil {
		return engine.Observation{}, err
	}
	var outside []vector.Scalar
	note := func(value vector.Scalar, in bool) {
		if !in && len(outside) < maxListed {
			outside = append(outside, value)
		}
	}
	for i, class := range c.expected {
		note(class.value, own[i].Contains(ratio(class.count, total)))
	}
	rarest := total
	byValue := slices.Clone(listed)
	slices.SortFunc(byValue, func(a, b category) int { return compareAny(a.value, b.value) })
	rarestFirst, err := p.walk(counts, func(value vector.Scalar, n int64) {
		rarest = min(rarest, n)
		if _, found := slices.BinarySearchFunc(byValue, value, func(c category, v vector.Scalar) int { return compareAny(c.value, v) }); !found {
			note(value, every.Contains(ratio(n, total)))
		}
	})
	balanced := p.MaxRatio == nil || float64(counts.Most()) <= *p.MaxRatio*float64(rarest)
	o := engine.Observation{Success: balanced && len(outside) == 0, Value: shares(rarestFirst, total)}
	if len(outside) > 0 {
		o.Details = map[string]any{"out_of_range": outside}
	}
	return o, err
}

// walk visits every class, and returns the rarest of them.
func (p *classBalanceParams) walk(counts *fold.ValueCounts, visit func(vector.Scalar, int64)) ([]category, error) {
	var rarest []category
	err := counts.Each(func(value vector.Scalar, n int64) error {
		visit(value, n)
		at, _ := slices.BinarySearchFunc(rarest, n+1, func(c category, n int64) int { return cmp.Compare(c.count, n) })
		if at < maxListed {
			rarest = slices.Insert(rarest, at, category{value: value, count: n})
			rarest = rarest[:min(len(rarest), maxListed)]
		}
		return nil
	})
	return rarest, err
}

// shares are classes and their parts of the whole, for a result.
func shares(classes []category, total int64) map[string]any {
	values, parts := make([]vector.Scalar, len(classes)), make([]vector.Scalar, len(classes))
	for i, c := range classes {
		values[i], parts[i] = c.value, ratio(c.count, total)
	}
	return map[string]any{"classes": values, "shares": parts}
}
