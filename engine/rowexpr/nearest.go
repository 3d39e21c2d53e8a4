package rowexpr

import (
	"strings"

	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser/lexer"
)

// nearest is the name that a mistyped one most likely means, "" if none is
// near: at most a third of its letters may differ.
func nearest(name string, names []string) string {
	const longest = 100
	letters := []rune(name)
	if len(letters) > longest {
		return ""
	}
	best, fewest := "", max(len(letters)/3, 1)+1
	for _, candidate := range names {
		if strings.EqualFold(name, candidate) {
			return candidate
		}
		if len(candidate) > 2*longest {
			continue
		}
		if d := distance(letters, []rune(candidate)); d < fewest {
			best, fewest = candidate, d
		}
	}
	return best
}

// distance is the number of letters to insert, delete, replace or swap
// (the optimal string alignment distance).
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, before
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}

// plainName reports whether a column can be named without $env.
func plainName(name string) bool {
	tokens, err := lexer.Lex(file.NewSource(name))
	return err == nil && len(tokens) == 2 && tokens[0].Is(lexer.Identifier, name) &&
		name != "true" && name != "false" && name != "nil" && name != "$env"
}
