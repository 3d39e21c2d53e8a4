package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/pytime"
)

type matchesStrftimeParams struct {
	oneColumn
	Format string `param:"format,required" gx:"strftime_format" doc:"the format, with the directives of Python's strptime: %Y-%m-%d %H:%M:%S"`
}

var _ = register(Def[matchesStrftimeParams]{
	Name:  "matches-strftime",
	Alias: "expect_column_values_to_match_strftime_format",
	Group: "text",
	Title: "Every value is a date or time of this format",
	Doc: `A value is unexpected where its text as a whole is not a moment that exists, written in the format: 2023-02-29 is none. Missing values are passed over.

The directives are those of Python's datetime.strptime: %Y %m %d %H %M %S, %y (69 to 99 are of the last century), %b %B %a %A (English names, in any case), %I %p, %f (one to six digits), %j, %U %W %w, %G %V %u, %z (+0100, +01:00 or Z), %Z (UTC or GMT), %c %x %X as in the C locale, and %%. Numbers may lack leading zeros. White space stands for any white space. Each directive may stand once.

Only text has a format: on a column of dates or numbers this expectation is an error. In CSV a column that no other expectation asks to be something else is read as text.`,
	Example: `- matches-strftime: {column: day, format: '%d.%m.%Y'}`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: Strings,
	Validate: func(p *matchesStrftimeParams) []Problem {
		if _, err := pytime.NewFormat(p.Format); err != nil {
			return []Problem{{Param: "format", Code: "bad-value", Msg: err.Error()}}
		}
		return nil
	},
	Hint:   func(*matchesStrftimeParams) engine.Hint { return engine.HintText },
	Expect: func(p *matchesStrftimeParams) string { return "a time written " + p.Format },
	Build: func(p *matchesStrftimeParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		format, err := pytime.NewFormat(p.Format)
		if err != nil {
			return nil, &engine.CheckError{Code: "bad-value", Msg: err.Error()}
		}
		return engine.Rows{
			Inputs: []engine.Input{p.input()},
			New:    remembering(format.Matches),
		}, nil
	},
})
