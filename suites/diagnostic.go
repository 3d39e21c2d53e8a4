// Package suites is the suite language: YAML (and JSON, which is YAML) with a
// position for everything that may be wrong with it.
package suites

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Span is a stretch of a suite file. Lines and columns are 1-based, columns
// count characters; EndCol is the column behind the last one.
type Span struct {
	File   string
	Line   int
	Col    int
	EndCol int
}

// Diagnostic is one mistake.
type Diagnostic struct {
	Code string // unknown-key, bad-range, …
	Msg  string
	Hint string // a way out; may be ""
	At   Span
	// Related are other places that belong to it.
	Related []Span
}

// Diagnostics are the mistakes of a suite, in the order of their places.
type Diagnostics []Diagnostic

// Error lists the mistakes, one to a line.
func (ds Diagnostics) Error() string {
	lines := make([]string, len(ds))
	for i, d := range ds {
		lines[i] = d.String()
	}
	return strings.Join(lines, "\n")
}

// Err is ds as an error: nil where there is no mistake.
func (ds Diagnostics) Err() error {
	if len(ds) == 0 {
		return nil
	}
	return ds
}

// String is file:line:col: message [code].
func (d Diagnostic) String() string {
	return fmt.Sprintf("%s: %s [%s]", d.At, d.Msg, d.Code)
}

// String is file:line:col.
func (s Span) String() string {
	if s.Line == 0 {
		return s.File
	}
	return fmt.Sprintf("%s:%d:%d", s.File, s.Line, s.Col)
}

// Sources are the texts of suite files by path.
type Sources map[string][]byte

// Print writes every mistake with its line of source, a mark under the words
// meant, and the way out. color permits terminal escapes.
func (ds Diagnostics) Print(w io.Writer, sources Sources, color bool) error {
	bold, red, plain := "", "", ""
	if color {
		bold, red, plain = "\x1b[1m", "\x1b[31m", "\x1b[0m"
	}
	var b strings.Builder
	for _, d := range ds {
		fmt.Fprintf(&b, "%s%s%s: %s [%s]\n", bold, d.At, plain, printable(d.Msg), d.Code)
		if line, ok := sourceLine(sources[d.At.File], d.At.Line); ok {
			runes := []rune(line)
			from := min(max(d.At.Col-1, 0), len(runes))
			width := max(min(d.At.EndCol-1, len(runes))-from, 1)
			fmt.Fprintf(&b, "  | %s\n", printable(line))
			fmt.Fprintf(&b, "  | %s%s^%s%s\n", indent(runes[:from]), red, strings.Repeat("~", width-1), plain)
		}
		if d.Hint != "" {
			fmt.Fprintf(&b, "  = %s\n", printable(d.Hint))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// indent is as wide as the text before a mark.
func indent(before []rune) string {
	out := make([]rune, len(before))
	for i, r := range before {
		out[i] = ' '
		if r == '\t' {
			out[i] = '\t'
		}
	}
	return string(out)
}

// printable replaces what would move a terminal's cursor.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f || r == utf8.RuneError {
			return '�'
		}
		return r
	}, s)
}

func sourceLine(text []byte, line int) (string, bool) {
	if line < 1 || text == nil {
		return "", false
	}
	lines := strings.Split(string(text), "\n")
	if line > len(lines) {
		return "", false
	}
	return strings.TrimRight(lines[line-1], "\r"), true
}
