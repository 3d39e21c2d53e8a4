package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/jsontext"
)

type jsonParseableParams struct{ oneColumn }

var _ = register(Def[jsonParseableParams]{
	Name:  "json-parseable",
	Alias: "expect_column_values_to_be_json_parseable",
	Group: "text",
	Title: "Every value is JSON",
	Doc: `A value is unexpected where its text is not one JSON value (RFC 8259), with or without white space around it. Numbers, strings in quotes, true, false and null are JSON as objects and arrays are; the empty text is not. As in Python's json module NaN, Infinity and -Infinity count as numbers. Missing values are passed over.

Values of a column that is not text are no JSON texts, and unexpected. In CSV a column that no other expectation asks to be something else is read as text.`,
	Example: `- json-parseable: payload`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: AnyType,
	Hint:    func(*jsonParseableParams) engine.Hint { return engine.HintText },
	Expect:  func(*jsonParseableParams) string { return "JSON" },
	Build: func(p *jsonParseableParams, columns []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		kind := engine.Rows{Inputs: []engine.Input{p.input()}, New: stateless(everything)}
		if ClassOf(columns[0].Type) == Strings {
			kind.New = stateless(texts(jsontext.Valid))
		}
		return kind, nil
	},
})
