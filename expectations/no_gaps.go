package expectations

import (
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type noGapsParams struct {
	oneColumn
	Every      string `param:"every,required" enum:"second,minute,hour,day,weekday,week,month,quarter,year" doc:"the part of the calendar or the clock of which none may be without a value"`
	Count      *int64 `param:"count" doc:"how many of them make one period, counted from the epoch: 15 with every: minute"`
	MaxMissing int64  `param:"max_missing" doc:"how many periods may be without a value"`
}

var _ = register(Def[noGapsParams]{
	Name:  "no-gaps",
	Group: "order and time",
	Title: "Every day, hour, month … between the first and the last has a value",
	Doc: `Between the earliest and the latest value of the column, each period must hold at least one value: every day, every weekday (Monday to Friday; values on other days count for nothing), every week (from Monday), every 15 minutes. What was observed is the number of periods without one; the details name the first of them. The order of the rows does not matter.

Missing values are passed over; without any value there is no first and no last period, and the expectation fails. Days and what is longer are those of data.timezone, or of the column's own zone; hours and what is shorter are counted in UTC where the column has a zone, so that a change of clocks leaves no gap. The state is a bit for each period. One cell that does not fit the column's type makes the expectation an error, since nothing can be said of the whole column.`,
	Example:  `- no-gaps: {column: day, every: weekday, max_missing: 2}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  Dates | Timestamps,
	Validate: (*noGapsParams).problems,
	Hint:     func(*noGapsParams) engine.Hint { return engine.HintTime },
	Expect:   (*noGapsParams).describe,
	Build: func(p *noGapsParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		periods := func() (*vector.Periods, error) {
			return vector.NewPeriods(columns[0].Type, p.Every, p.count(), env.Zone)
		}
		names, err := periods()
		if err != nil {
			return nil, checkError(err)
		}
		need := engine.Need{
			Key:    fmt.Sprintf("periods of %d %s", p.count(), p.Every),
			Inputs: []engine.Input{p.input()},
			New: func(env *fold.Env) fold.Accumulator {
				own, _ := periods() // it worked above
				return fold.NewPeriods(env, own)
			},
		}
		return engine.Fold{
			Needs: []engine.Need{need},
			Judge: func(filled []fold.Accumulator) (engine.Observation, error) {
				return p.judge(filled[0].(*fold.Periods), names)
			},
		}, nil
	},
})

func (p *noGapsParams) count() int64 {
	if p.Count == nil {
		return 1
	}
	return *p.Count
}

func (p *noGapsParams) problems() []Problem {
	const most = 1_000_000
	var problems []Problem
	if p.count() < 1 || p.count() > most {
		problems = append(problems, Problem{Param: "count", Code: "out-of-range", Msg: fmt.Sprintf("count is not between 1 and %d", most)})
	}
	if p.MaxMissing < 0 {
		problems = append(problems, Problem{Param: "max_missing", Code: "out-of-range", Msg: "max_missing is below 0"})
	}
	return problems
}

func (p *noGapsParams) describe() string {
	text := "a value in every " + p.Every
	if p.count() > 1 {
		text = fmt.Sprintf("a value in every %d %ss", p.count(), p.Every)
	}
	if p.MaxMissing > 0 {
		text += fmt.Sprintf(" but %d", p.MaxMissing)
	}
	return text
}

// shownGaps is how many periods without a value are named.
const shownGaps = 5

func (p *noGapsParams) judge(found *fold.Periods, names *vector.Periods) (engine.Observation, error) {
	c, ok := found.Coverage(shownGaps)
	switch {
	case !ok:
		return engine.Observation{}, &engine.CheckError{
			Code: "memory", Msg: fmt.Sprintf("the values lie too far apart to count every %s between them in memory", p.Every),
			Hint: "count longer periods, select rows with where, or give more memory with --memory",
		}
	case c.Present == 0:
		return engine.Observation{}, nil
	}
	missing := c.Last - c.First + 1 - c.Present
	o := engine.Observation{
		Success: missing <= p.MaxMissing, Value: vector.IntScalar(missing),
		Details: map[string]any{"first": names.Name(c.First), "last": names.Name(c.Last)},
	}
	if missing > 0 {
		var list []string
		for _, index := range c.Missing {
			list = append(list, names.Name(index))
		}
		o.Details["missing"] = strings.Join(list, ", ")
		if int(missing) > len(list) {
			o.Details["missing"] = strings.Join(list, ", ") + ellipsis(int(missing))
		}
	}
	return o, nil
}
