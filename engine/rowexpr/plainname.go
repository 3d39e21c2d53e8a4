package rowexpr

import (
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser/lexer"
)

// plainName reports whether a column can be named without $env.
func plainName(name string) bool {
	tokens, err := lexer.Lex(file.NewSource(name))
	return err == nil && len(tokens) == 2 && tokens[0].Is(lexer.Identifier, name) &&
		name != "true" && name != "false" && name != "nil" && name != "$env"
}
