package vector

// LiteralKind says how a literal was written.
type LiteralKind uint8

// The kinds of literal, by the YAML or JSON scalar that carries them.
const (
	LiteralNull   LiteralKind = iota
	LiteralBool               // true, false
	LiteralNumber             // 18, -1.5, 1e9: Text is a decimal number
	LiteralString             // quoted, or plain text that is nothing else
	LiteralTime               // a date or timestamp written plainly: 2024-01-31, 2024-01-31T10:00:00Z
)

// Literal is a scalar of a suite before it meets a column's type. It keeps the
// text, so that no digit is lost on the way: 9007199254740993 stays that.
type Literal struct {
	Kind LiteralKind
	Text string
}
