package rowexpr

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/parser/lexer"
)

// The limits keep the parser's recursion, and the scratch memory of the
// program, small whatever the text is.
const (
	maxText    = 64 << 10
	maxTokens  = 20_000
	maxNesting = 200
)

// tokens is a text with what its tokens tell and the syntax tree does not:
// the digits of numbers, and where brackets close.
type tokens struct {
	text   string
	byteAt []int // rune position to byte position; nil where they are equal
	list   []lexer.Token
	index  map[int]int // byte position of a token to its place in list
	ends   map[int]int // the same of the position behind a token
	closer []int       // for an opening bracket, the place of the closing one
}

// scan splits text into tokens and refuses what is too large to parse.
func scan(text string) (*tokens, *Error) {
	whole := span{0, len(text)}
	if len(text) > maxText {
		return nil, tooLarge(whole, fmt.Sprintf("the expression has %d bytes, more than %d", len(text), maxText))
	}
	if !utf8.ValidString(text) {
		return nil, newError(whole, CodeSyntax, "the expression is not valid UTF-8", "")
	}
	if strings.TrimSpace(text) == "" {
		return nil, newError(whole, CodeSyntax, "the expression is empty", `write a condition such as price > 0`)
	}
	t := &tokens{text: text, byteAt: runeOffsets(text)}
	list, err := lexer.Lex(file.NewSource(text))
	if err != nil {
		return nil, t.syntaxError(err)
	}
	t.list = list
	return t, t.measure()
}

// runeOffsets maps rune positions to byte positions, nil for ASCII.
func runeOffsets(text string) []int {
	if utf8.RuneCountInString(text) == len(text) {
		return nil
	}
	at := make([]int, 0, len(text)+1)
	for i := range text {
		at = append(at, i)
	}
	return append(at, len(text))
}

// measure matches the brackets and refuses too many tokens and too deep a
// nesting of brackets and prefix operators.
func (t *tokens) measure() *Error {
	if len(t.list) > maxTokens {
		return tooLarge(span{0, len(t.text)}, fmt.Sprintf("the expression has more than %d words and signs", maxTokens))
	}
	t.index, t.ends = make(map[int]int, len(t.list)), make(map[int]int, len(t.list))
	t.closer = make([]int, len(t.list))
	var open []int
	prefixes := 0
	for i, token := range t.list {
		if token.Kind != lexer.EOF { // its location is the last rune's
			t.index[t.byteOffset(token.From)] = i
			t.ends[t.byteOffset(token.To)] = i
		}
		switch {
		case token.Is(lexer.Bracket, "(", "[", "{"):
			open = append(open, i)
		case token.Is(lexer.Bracket) && len(open) > 0:
			t.closer[open[len(open)-1]] = i
			open = open[:len(open)-1]
		}
		if token.Is(lexer.Operator, "not", "!", "-", "+") {
			prefixes++
		} else if token.Kind != lexer.Bracket {
			prefixes = 0
		}
		if len(open)+prefixes > maxNesting {
			return tooLarge(t.span(token.Location), fmt.Sprintf("the expression is nested more than %d deep", maxNesting))
		}
	}
	return nil
}

func tooLarge(at span, msg string) *Error {
	return newError(at, CodeTooLarge, msg, "split the rule into several")
}

// parse builds expr's syntax tree. Functions are those whose names mean
// something else here than in expr. A panic of the parser is an error like any.
func (t *tokens) parse(functions ...string) (root ast.Node, err *Error) {
	defer func() {
		if r := recover(); r != nil {
			root, err = nil, newError(span{0, len(t.text)}, CodeSyntax, "the expression cannot be parsed", "")
		}
	}()
	config := conf.CreateNew()
	for _, name := range functions {
		config.Functions[name] = &builtin.Function{Name: name}
	}
	tree, failure := parser.ParseWithConfig(t.parsable(), config)
	if failure != nil {
		return nil, t.syntaxError(failure)
	}
	if tree.Node == nil {
		return nil, newError(span{0, len(t.text)}, CodeSyntax, "the expression cannot be parsed", "")
	}
	return tree.Node, nil
}

// parsable is the text with every integer beyond int64, which the parser
// refuses, replaced by a float of the same length. Numbers are read from the
// original text, so the stand-in's value is never seen.
func (t *tokens) parsable() string {
	var out []byte
	for _, token := range t.list {
		if token.Kind != lexer.Number || fitsInt64(token.Value) {
			continue
		}
		if out == nil {
			out = []byte(t.text)
		}
		at := t.span(token.Location)
		copy(out[at.start:at.end], "1."+strings.Repeat("0", at.end-at.start))
	}
	if out == nil {
		return t.text
	}
	return string(out)
}

// fitsInt64 reports whether the parser can read a number token by itself.
func fitsInt64(number string) bool {
	digits := strings.ToLower(strings.ReplaceAll(number, "_", ""))
	base := 10
	if strings.HasPrefix(digits, "0x") || strings.HasPrefix(digits, "0b") || strings.HasPrefix(digits, "0o") {
		base = 0
	}
	_, err := strconv.ParseInt(digits, base, 64)
	return !errors.Is(err, strconv.ErrRange)
}

// span converts a range of runes to a range of bytes of the text.
func (t *tokens) span(at file.Location) span {
	return span{t.byteOffset(at.From), t.byteOffset(at.To)}
}

func (t *tokens) byteOffset(rune int) int {
	if t.byteAt == nil {
		return max(0, min(rune, len(t.text)))
	}
	return t.byteAt[max(0, min(rune, len(t.byteAt)-1))]
}

// enclosed extends a range that ends before an opening bracket, such as a
// function's name, to the closing one.
func (t *tokens) enclosed(at file.Location) span {
	s := t.span(at)
	i, ok := t.index[s.start]
	if !ok || i+1 >= len(t.list) || !t.list[i+1].Is(lexer.Bracket) || t.closer[i+1] == 0 {
		return s
	}
	return s.union(t.span(t.list[t.closer[i+1]].Location))
}

// parenthesized extends a range by the parentheses around it, but not by
// those of a call.
func (t *tokens) parenthesized(s span) span {
	for {
		first, ok := t.index[s.start]
		last, ok2 := t.ends[s.end]
		if !ok || !ok2 || first == 0 || t.closer[first-1] != last+1 || !t.list[first-1].Is(lexer.Bracket, "(") {
			return s
		}
		if first > 1 && t.list[first-2].Kind == lexer.Identifier {
			return s
		}
		s = span{t.span(t.list[first-1].Location).start, t.span(t.list[last+1].Location).end}
	}
}
