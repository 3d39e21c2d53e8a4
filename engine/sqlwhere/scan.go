// Package sqlwhere translates the condition of SELECT … FROM {batch} WHERE … into
// a row expression. Both follow SQL's three-valued logic, so that they select
// the same rows.
package sqlwhere

import (
	"fmt"
	"strings"

	"assay/engine/lazyregexp"
	"assay/engine/rowexpr"
)

// Error is a part of a query that cannot be translated.
type Error struct{ Msg, Hint string }

func (e *Error) Error() string { return e.Msg }

const hint = "what is translated: SELECT … FROM {batch} WHERE with comparisons, AND, OR, NOT, IN, BETWEEN, LIKE, IS NULL, arithmetic, LENGTH, LOWER, UPPER, TRIM, ABS, ROUND"

type kind uint8

const (
	ended kind = iota
	name
	quotedName
	number
	text
	sign
)

type token struct {
	kind kind
	text string
}

// is reports a keyword or a sign; keywords have no case.
func (t token) is(words ...string) bool {
	for _, w := range words {
		if (t.kind == name || t.kind == sign) && strings.EqualFold(t.text, w) {
			return true
		}
	}
	return false
}

// words matches the words of SQL, each in a group of its own.
var words = lazyregexp.New("^(?:" + strings.Join([]string{
	`([A-Za-z_][A-Za-z0-9_.$]*|\{batch\})`,
	"(\"(?:[^\"]|\"\")+\"|`[^`]+`|\\[[^\\]]+\\])",
	`([0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+)`,
	`('(?:[^']|'')*')`,
	`(<>|!=|<=|>=|==|[-+*/%=<>(),;])`,
}, "|") + ")")

func scan(query string) ([]token, error) {
	var out []token
	rest := strings.TrimSpace(query)
	for rest != "" {
		m := words().FindStringSubmatch(rest)
		if m == nil {
			return nil, &Error{fmt.Sprintf("the query cannot be translated from %q on", shorten(rest)), hint}
		}
		for k := name; k <= sign; k++ {
			if m[k] != "" {
				out = append(out, token{k, unquote(k, m[k])})
			}
		}
		rest = strings.TrimSpace(rest[len(m[0]):])
	}
	return append(out, token{kind: ended}), nil
}

func unquote(k kind, word string) string {
	switch k {
	case quotedName:
		return strings.ReplaceAll(word[1:len(word)-1], `""`, `"`)
	case text:
		return strings.ReplaceAll(word[1:len(word)-1], "''", "'")
	}
	return word
}

func shorten(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// column is a column as row expressions name it; t.x is x.
func column(t token) string {
	n := t.text
	if t.kind == name {
		n = n[strings.LastIndexByte(n, '.')+1:]
	}
	return rowexpr.ColumnRef(n)
}
