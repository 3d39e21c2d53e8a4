package regex

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"assay/engine/lazyregexp"
)

// SyntaxError is a mistake in a pattern, at bytes Start to End of it.
type SyntaxError struct {
	Msg        string
	Start, End int
}

// Error is the message.
func (e *SyntaxError) Error() string { return e.Msg }

// translator rewrites a pattern of Python's re module for another engine. Where
// the two agree it copies; it does not check what the engine checks itself.
type translator struct {
	in   string
	pos  int
	out  strings.Builder
	back bool // for the backtracking engine, not for RE2
	// beyond names the first construct that RE2 does not know.
	beyond  string
	flags   flags
	groups  []flags // of the groups around pos
	unicode bool    // \b or \B met
	ascii   bool    // the same under (?a)
	err     *SyntaxError
}

// flags are the inline flags that the translator resolves itself.
type flags struct{ ascii, verbose, fold bool }

// translate rewrites a whole pattern.
func translate(pattern string, back bool) (*translator, error) {
	t := &translator{in: pattern, back: back}
	for t.pos < len(t.in) && t.err == nil {
		t.next()
	}
	if t.err != nil {
		return nil, t.err
	}
	return t, nil
}

// needs remembers a construct beyond RE2.
func (t *translator) needs(what string) {
	if t.beyond == "" {
		t.beyond = what
	}
}

func (t *translator) fail(start int, format string, args ...any) {
	if t.err == nil {
		t.err = &SyntaxError{Msg: fmt.Sprintf(format, args...), Start: start, End: max(t.pos, start+1)}
	}
}

// next rewrites one construct.
func (t *translator) next() {
	start := t.pos
	r := t.rune()
	switch {
	case r == '\\':
		t.escape(start)
	case r == '[':
		t.bracket(start)
	case r == '(':
		t.group(start)
	case r == ')':
		if n := len(t.groups); n > 0 {
			t.flags, t.groups = t.groups[n-1], t.groups[:n-1]
		}
		t.out.WriteByte(')')
	case r == '*' || r == '+' || r == '?':
		t.out.WriteRune(r)
		t.suffix()
	case r == '{':
		t.braces()
	case r == '.' || r == '^' || r == '$' || r == '|':
		t.out.WriteRune(r)
	case t.flags.verbose && strings.ContainsRune(" \t\n\r\f\v", r):
	case t.flags.verbose && r == '#':
		if i := strings.IndexByte(t.in[t.pos:], '\n'); i >= 0 {
			t.pos += i
		} else {
			t.pos = len(t.in)
		}
	default:
		t.literal(r)
	}
}

// rune takes the next rune.
func (t *translator) rune() rune {
	r, size := utf8.DecodeRuneInString(t.in[t.pos:])
	t.pos += size
	return r
}

// take takes what is next if it is text.
func (t *translator) take(text string) bool {
	if !strings.HasPrefix(t.in[t.pos:], text) {
		return false
	}
	t.pos += len(text)
	return true
}

func (t *translator) literal(r rune) { t.out.WriteString(regexp.QuoteMeta(string(r))) }

// suffix rewrites what follows a quantifier: nothing, ? or +.
func (t *translator) suffix() {
	switch {
	case t.take("?"):
		t.out.WriteByte('?')
	case t.take("+"):
		t.needs("possessive quantifiers")
		t.out.WriteByte('+')
	}
}

var counts = lazyregexp.New(`^(\d*)(,?)(\d*)\}`)

// braces rewrites {m,n}; whatever else begins with a brace is text.
func (t *translator) braces() {
	m := counts().FindStringSubmatch(t.in[t.pos:])
	if m == nil || m[1]+m[2]+m[3] == "" || m[2] == "" && m[1] == "" {
		t.literal('{')
		return
	}
	t.pos += len(m[0])
	if m[1] == "" {
		m[1] = "0"
	}
	t.out.WriteString("{" + m[1] + m[2] + m[3] + "}")
	t.suffix()
}

// lookarounds and their like, by how they begin.
var groupKinds = []struct{ opening, what string }{
	{"?=", "look-ahead"}, {"?!", "look-ahead"}, {"?<=", "look-behind"}, {"?<!", "look-behind"},
	{"?>", "atomic groups"}, {"?(", "conditions"}, {"?:", ""},
}

// group rewrites what stands between ( and the group's content.
func (t *translator) group(start int) {
	outer := t.flags
	switch {
	case t.take("?#"):
		i := strings.IndexByte(t.in[t.pos:], ')')
		if i < 0 {
			t.fail(start, "missing ), unterminated comment")
			return
		}
		t.pos += i + 1
		return
	case t.take("?P="):
		t.out.WriteString(`\k<` + t.name(start, ')') + ">")
		t.needs("back-references")
		return
	case t.take("?P<"):
		t.out.WriteString(t.namedGroup(t.name(start, '>')))
	case !strings.HasPrefix(t.in[t.pos:], "?"):
		t.out.WriteByte('(')
	default:
		i := slices.IndexFunc(groupKinds, func(k struct{ opening, what string }) bool { return t.take(k.opening) })
		if i < 0 {
			if !t.flagGroup(start) {
				return
			}
			break
		}
		t.out.WriteString("(" + groupKinds[i].opening)
		if groupKinds[i].what != "" {
			t.needs(groupKinds[i].what)
		}
		if groupKinds[i].opening == "?(" {
			t.out.WriteString(t.name(start, ')') + ")")
		}
	}
	t.groups = append(t.groups, outer)
}

func (t *translator) namedGroup(name string) string {
	if t.back {
		return "(?<" + name + ">"
	}
	return "(?P<" + name + ">"
}

var groupName = lazyregexp.New(`^([\pL_][\pL\pN_]*|[0-9]+)$`)

// name takes a group's name or number and what ends it.
func (t *translator) name(start int, end byte) string {
	i := strings.IndexByte(t.in[t.pos:], end)
	if i < 1 {
		t.fail(start, "missing group name")
		return ""
	}
	name := t.in[t.pos : t.pos+i]
	t.pos += i + 1
	if !groupName().MatchString(name) {
		t.fail(start, "bad group name %s", strconv.Quote(name))
	}
	return name
}

// flagGroup rewrites (?flags) and (?flags:, and reports whether a group is open.
func (t *translator) flagGroup(start int) bool {
	t.pos++ // the question mark
	var kept strings.Builder
	on := true
	for {
		r := t.rune()
		switch r {
		case 'i', 'm', 's':
			t.flags.fold = r == 'i' && on || r != 'i' && t.flags.fold
			kept.WriteRune(r)
		case 'a':
			t.flags.ascii = on
		case 'u':
			t.flags.ascii = false
		case 'x':
			t.flags.verbose = on
		case '-':
			on = false
			kept.WriteRune(r)
		case ':', ')':
			text := strings.TrimSuffix(kept.String(), "-")
			if r == ':' {
				t.out.WriteString("(?" + text + ":")
			} else if text != "" {
				t.out.WriteString("(?" + text + ")")
			}
			return r == ':'
		default:
			t.fail(start, "unknown extension %s", strconv.Quote(t.in[start:t.pos]))
			return false
		}
	}
}
