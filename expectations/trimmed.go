package expectations

import (
	"unicode"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type trimmedParams struct{ oneColumn }

var _ = register(Def[trimmedParams]{
	Name:  "trimmed",
	Group: "text",
	Title: "No value's text begins or ends with white space",
	Doc: `A value is unexpected where its text begins or ends with white space: spaces, tabs, line ends, and what Unicode counts as such, the no-break space among them. Missing values are passed over, and the empty string is as expected.

Such values look equal to others and are not: they break joins, sets and unique keys. In CSV the option trim of the suite removes spaces before anything is judged; this expectation then finds only what trim leaves.`,
	Example: `- trimmed: [country, city]`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: AnyType,
	Expect:  func(*trimmedParams) string { return "no white space around it" },
	Build: func(p *trimmedParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return accepts(p.oneColumn, isTrimmed), nil
	},
})

func isTrimmed(text []byte) bool {
	first, _ := utf8.DecodeRune(text)
	last, _ := utf8.DecodeLastRune(text)
	return !unicode.IsSpace(first) && !unicode.IsSpace(last)
}
