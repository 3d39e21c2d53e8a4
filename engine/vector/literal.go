package vector

import "strings"

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

// CompareLiterals compares two literals as far as that can be done without
// knowing the column they are meant for; cmp is negative, zero or positive as a
// is below, equal to or above b. Numbers compare exactly, strings by their
// bytes, dates and timestamps (quoted or plain) as moments. ok is false for
// literals of different kinds, for null, for what is malformed, for moments of
// which only one has a zone, and for strings that compare differently as text
// and as moments.
func CompareLiterals(a, b Literal) (cmp int, ok bool) {
	switch {
	case a.Kind == LiteralNumber && b.Kind == LiteralNumber:
		n, errA := parseNumber(a.Text)
		m, errB := parseNumber(b.Text)
		if errA != nil || errB != nil {
			return 0, false
		}
		return n.cmp(m), true
	case a.Kind == LiteralString && b.Kind == LiteralString:
		cmp = strings.Compare(a.Text, b.Text)
		if isMoment(a.Text) && isMoment(b.Text) {
			asMoments, ok := compareMoments(a.Text, b.Text)
			return cmp, ok && asMoments == cmp
		}
		return cmp, true
	case a.isTime() && b.isTime():
		return compareMoments(a.Text, b.Text)
	case a.Kind == LiteralBool && b.Kind == LiteralBool:
		return strings.Compare(a.Text, b.Text), true // "false" < "true"
	}
	return 0, false
}

// isTime reports whether l can be meant as a date or timestamp.
func (l Literal) isTime() bool { return l.Kind == LiteralTime || l.Kind == LiteralString }

func isMoment(text string) bool {
	_, err := parseMoment(text)
	return err == nil
}

func compareMoments(a, b string) (cmp int, ok bool) {
	m, errA := parseMoment(a)
	n, errB := parseMoment(b)
	if errA != nil || errB != nil || m.zoned != n.zoned {
		return 0, false
	}
	return m.cmp(n), true
}
