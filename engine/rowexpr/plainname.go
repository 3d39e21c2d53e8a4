package rowexpr

import (
	"strconv"

	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser/lexer"
)

// plainName reports whether a column can be named without $env.
func plainName(name string) bool {
	tokens, err := lexer.Lex(file.NewSource(name))
	return err == nil && len(tokens) == 2 && tokens[0].Is(lexer.Identifier, name) &&
		name != "true" && name != "false" && name != "nil" && name != "$env"
}

// ColumnRef is how an expression names a column: by the name alone where that
// is an identifier, by $env["the name"] elsewhere.
func ColumnRef(name string) string {
	if plainName(name) {
		return name
	}
	return "$env[" + strconv.Quote(name) + "]"
}
