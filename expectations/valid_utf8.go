package expectations

import (
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type validUTF8Params struct{ oneColumn }

var _ = register(Def[validUTF8Params]{
	Name:  "valid-utf8",
	Group: "text",
	Title: "Every value's text is valid UTF-8",
	Doc: `A value is unexpected where its bytes are not UTF-8: a cell in Latin-1, a character that was cut in two, half of a surrogate pair. Missing values are passed over.

The finding well-formed-rows counts rows with such bytes in any text column, without being asked. This expectation is about one column, with a tolerance and a severity of its own, and also about binary columns in Parquet, which the finding leaves alone.`,
	Example: `- valid-utf8: comment`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: AnyType,
	Expect:  func(*validUTF8Params) string { return "valid UTF-8" },
	Build: func(p *validUTF8Params, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return accepts(p.oneColumn, utf8.Valid), nil
	},
})
