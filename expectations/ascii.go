package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type asciiParams struct{ oneColumn }

var _ = register(Def[asciiParams]{
	Name:  "ascii",
	Group: "text",
	Title: "Every value's text is of ASCII characters",
	Doc: `A value is unexpected where its text has a character beyond ASCII: an accent, another script, a curly quote, a no-break space. Control characters are ASCII and pass. Missing values are passed over.

It is the bytes that are looked at, so that a text that is not valid UTF-8 is unexpected too.`,
	Example: `- ascii: sku`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: AnyType,
	Expect:  func(*asciiParams) string { return "ASCII characters alone" },
	Build: func(p *asciiParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return accepts(p.oneColumn, vector.IsASCII), nil
	},
})
