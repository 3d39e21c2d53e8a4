package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/pytime"
)

type dateParseableParams struct{ oneColumn }

var _ = register(Def[dateParseableParams]{
	Name:  "date-parseable",
	Alias: "expect_column_values_to_be_dateutil_parseable",
	Group: "text",
	Title: "Every value can be read as a date or time",
	Doc: `A value is unexpected where python-dateutil's parser cannot read its text as a moment that exists. Missing values are passed over.

It takes ISO 8601 (2024-01-31T10:00:00.5+01:00, 20240131T103000), dates of numbers with - / . or spaces between them (31/01/2024; 1/2/03 has the month first), names of months and days in English, short or in full (31 Jan 2024, Wed, January 31st, 2024), times with or without seconds, am and pm (10:30 pm, 10pm, 10h30m), and after a time an offset, UTC, GMT, Z or a zone's name of up to five capitals.

Parts may be missing: 2024, Jan, 10:30 and 31 alone are read as well, and what they leave out is today's, so that this is a weak check; to hold values to one format use matches-strftime. Only text is read: on a column of dates or numbers this expectation is an error. In CSV a column that no other expectation asks to be something else is read as text.`,
	Example: `- date-parseable: signed_up`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: Strings,
	Hint:    func(*dateParseableParams) engine.Hint { return engine.HintText },
	Expect:  func(*dateParseableParams) string { return "a date or time" },
	Build: func(p *dateParseableParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		now := env.Now()
		return engine.Rows{
			Inputs: []engine.Input{p.input()},
			New:    remembering(func(text string) bool { return pytime.IsDate(text, now) }),
		}, nil
	},
})
