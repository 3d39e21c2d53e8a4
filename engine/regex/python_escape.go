package regex

import (
	"strconv"
	"strings"
	"unicode"
)

// sets are the sets that \d, \w and \s stand for here.
func (t *translator) sets() *charSets {
	if t.flags.ascii {
		return asciiSets()
	}
	return unicodeSets()
}

// set finds the set that an escape stands for, or is the rest of.
func (t *translator) set(letter rune) (set charSet, rest, ok bool) {
	sets := t.sets()
	switch letter {
	case 'd', 'D':
		return sets.digit, letter == 'D', true
	case 'w', 'W':
		return sets.word, letter == 'W', true
	case 's', 'S':
		return sets.space, letter == 'S', true
	}
	return charSet{}, false, false
}

// escape rewrites what follows a backslash outside of brackets.
func (t *translator) escape(start int) {
	if t.pos >= len(t.in) {
		t.fail(start, `bad escape \ at the end of the pattern`)
		return
	}
	if t.reference() {
		return
	}
	at := t.pos
	r := t.rune()
	if set, rest, ok := t.set(r); ok {
		t.out.WriteString(set.expression(rest))
		return
	}
	switch r {
	case 'A':
		t.out.WriteString(`\A`)
	case 'Z', 'z':
		t.out.WriteString(`\z`)
	case 'b', 'B':
		t.boundary(r)
	case 'p', 'P':
		t.out.WriteString(t.property(at))
	default:
		t.pos = at
		t.literal(t.character(start))
	}
}

// reference rewrites a back-reference: \1 to \99, but for three octal digits.
func (t *translator) reference() bool {
	rest := t.in[t.pos:]
	if rest[0] < '1' || rest[0] > '9' || len(octal(rest)) == 3 {
		return false
	}
	n := 1
	if len(rest) > 1 && rest[1] >= '0' && rest[1] <= '9' {
		n = 2
	}
	t.pos += n
	t.needs("back-references")
	t.out.WriteString(`(?:\` + rest[:n] + ")")
	return true
}

// boundary rewrites \b and \B. The backtracking engine's own take more for
// parts of words than Python's.
func (t *translator) boundary(r rune) {
	t.ascii = t.ascii || t.flags.ascii
	t.unicode = t.unicode || !t.flags.ascii
	if !t.back {
		t.out.WriteString(`\` + string(r))
		return
	}
	word := t.sets().word.expression(false)
	if r == 'b' {
		t.out.WriteString("(?:(?<=" + word + ")(?!" + word + ")|(?<!" + word + ")(?=" + word + "))")
	} else {
		t.out.WriteString("(?:(?<=" + word + ")(?=" + word + ")|(?<!" + word + ")(?!" + word + "))")
	}
}

// property copies \pL and \p{Greek}, which Python lacks and both engines have;
// from is where its letter stands.
func (t *translator) property(from int) string {
	if t.take("{") {
		if i := strings.IndexByte(t.in[t.pos:], '}'); i >= 0 {
			t.pos += i + 1
		}
	} else if t.pos < len(t.in) {
		t.rune()
	}
	return `\` + t.in[from:t.pos]
}

// character takes the escape of a single character.
func (t *translator) character(start int) rune {
	if digits := octal(t.in[t.pos:]); t.in[t.pos] == '0' || len(digits) == 3 {
		t.pos += len(digits)
		n, _ := strconv.ParseInt(digits, 8, 32)
		return rune(n)
	}
	r := t.rune()
	switch r {
	case 'a':
		return '\a'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'v':
		return '\v'
	case 'x':
		return t.hex(start, 2)
	case 'u':
		return t.hex(start, 4)
	case 'U':
		return t.hex(start, 8)
	}
	if r < 0x80 && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9') {
		t.fail(start, `bad escape \%c`, r)
	}
	return r
}

// hex takes exactly n hexadecimal digits.
func (t *translator) hex(start, n int) rune {
	if rest := t.in[t.pos:]; len(rest) >= n {
		if v, err := strconv.ParseUint(rest[:n], 16, 32); err == nil && v <= unicode.MaxRune {
			t.pos += n
			return rune(v)
		}
	}
	t.fail(start, "incomplete escape %s", t.in[start:t.pos])
	return 0
}

// octal is the octal digits, three at most and no more than fit a byte, that
// text begins with.
func octal(text string) string {
	n := 0
	for n < len(text) && n < 3 && text[n] >= '0' && text[n] <= '7' {
		n++
	}
	if n == 3 && text[0] > '3' {
		n = 2
	}
	return text[:n]
}

// bracket rewrites a bracket expression.
func (t *translator) bracket(start int) {
	t.out.WriteByte('[')
	if t.take("^") {
		t.out.WriteByte('^')
	}
	for first := true; t.err == nil; first = false {
		if t.pos >= len(t.in) {
			t.fail(start, "unterminated character set")
			return
		}
		if !first && t.take("]") {
			t.out.WriteByte(']')
			return
		}
		t.members()
	}
}

// members rewrites a character, a range or a set of a bracket expression.
func (t *translator) members() {
	start := t.pos
	lo, single := t.member()
	rest := t.in[t.pos:]
	if len(rest) < 2 || rest[0] != '-' || rest[1] == ']' {
		if single {
			writeMember(&t.out, lo)
		}
		return
	}
	t.pos++
	hi, both := t.member()
	if !single || !both || hi < lo {
		t.fail(start, "bad character range %s", t.in[start:t.pos])
		return
	}
	writeRange(&t.out, lo, hi)
}

// member takes a character of a bracket expression, or writes the set that
// stands there.
func (t *translator) member() (r rune, single bool) {
	start := t.pos
	if r = t.rune(); r != '\\' {
		return r, true
	}
	if t.pos >= len(t.in) {
		t.fail(start, "unterminated character set")
		return 0, true
	}
	at := t.pos
	letter := t.rune()
	if set, rest, ok := t.set(letter); ok {
		switch {
		case !rest:
			t.out.WriteString(set.in)
		case t.flags.fold:
			t.out.WriteString(set.outFold)
		default:
			t.out.WriteString(set.out)
		}
		return 0, false
	}
	switch letter {
	case 'b':
		return '\b', true
	case 'p', 'P':
		t.out.WriteString(t.property(at))
		return 0, false
	}
	t.pos = at
	return t.character(start), true
}
