package expectations

import (
	"unicode"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type consistentCaseParams struct {
	oneColumn
	Case string `param:"case,required" doc:"the case that all letters have; title: the first letter of each word is a capital, the others are not" enum:"lower,upper,title"`
}

var _ = register(Def[consistentCaseParams]{
	Name:  "consistent-case",
	Group: "text",
	Title: "Every value's letters are of one case",
	Doc: `A value is unexpected where a letter is not in the case asked for: with lower a capital, with upper a small letter. With title a letter is a capital if and only if no letter stands before it: New York, O'Hara, but neither Mcdonald's nor McDonald, since a word begins after an apostrophe too (as Python's istitle has it). Missing values are passed over.

Letters are those of every script; scripts without case, digits and signs are of any case, and so is the empty string.`,
	Example: `- consistent-case: {column: currency, case: upper}`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: AnyType,
	Expect: func(p *consistentCaseParams) string {
		if p.Case == "title" {
			return "words that begin with a capital"
		}
		return p.Case + "-case letters alone"
	},
	Build: func(p *consistentCaseParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		switch p.Case {
		case "lower":
			return accepts(p.oneColumn, hasNoCapital), nil
		case "upper":
			return accepts(p.oneColumn, hasNoSmallLetter), nil
		}
		return accepts(p.oneColumn, isTitle), nil
	},
})

func hasNoCapital(text []byte) bool {
	return !containsRune(text, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsTitle(r) })
}

func hasNoSmallLetter(text []byte) bool {
	return !containsRune(text, func(r rune) bool { return unicode.IsLower(r) || unicode.IsTitle(r) })
}

func isTitle(text []byte) bool {
	inWord := false
	return !containsRune(text, func(r rune) bool {
		small := unicode.IsLower(r)
		capital := unicode.IsUpper(r) || unicode.IsTitle(r)
		wrong := inWord && capital || !inWord && small
		inWord = small || capital
		return wrong
	})
}

func containsRune(text []byte, has func(rune) bool) bool {
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if has(r) {
			return true
		}
		text = text[size:]
	}
	return false
}
