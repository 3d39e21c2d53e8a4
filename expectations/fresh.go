package expectations

import (
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type freshParams struct {
	oneColumn
	MaxAge string `param:"max_age,required" doc:"how old the latest value may be: 90s, 15m, 36h, 2d, 1w"`
}

var _ = register(Def[freshParams]{
	Name:  "fresh",
	Group: "order and time",
	Title: "The latest value is no older than an age",
	Doc: `The latest date or timestamp of the column must lie no farther than max_age before the moment at which the run began, or that which --now says. Missing values are passed over; without any value nothing is fresh, and the expectation fails. What was observed is the latest value. A value in the future is fresh: satisfies: created_at <= now() refuses it.

A date is its midnight, so that a daily delivery needs more than 1d. Dates, and timestamps without a zone, are compared with the moment only where data.timezone says what they mean. One cell that does not fit the column's type makes the expectation an error, since nothing can be said of the whole column.`,
	Example:  `- fresh: {column: created_at, max_age: 36h}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  Dates | Timestamps,
	Validate: func(p *freshParams) []Problem { return spanProblem("max_age", p.MaxAge) },
	Hint:     func(*freshParams) engine.Hint { return engine.HintTime },
	Expect:   func(p *freshParams) string { return "latest value at most " + p.MaxAge + " old" },
	Build: func(p *freshParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		age, err := parseSpan(p.MaxAge)
		if err != nil {
			return nil, err
		}
		oldest := vector.Literal{Kind: vector.LiteralTime, Text: env.Now().Add(-age).UTC().Format(time.RFC3339Nano)}
		r, err := bounds{Min: &oldest}.over(columns[0].Type, env)
		if err != nil {
			return nil, err
		}
		return observed(extremesNeed(p.oneColumn), r, func(e *fold.Extremes) (vector.Scalar, error) {
			return e.Max(), nil
		}), nil
	},
})
