package suites

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// width is how many characters a scalar takes in its line.
func (p *parser) width(y *yaml.Node) int {
	if y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		at := p.place(y, len(y.Value))
		if at.Line == y.Line {
			return at.Col - y.Column + 1 // the closing quote
		}
		return 1
	}
	if y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 || strings.Contains(y.Value, "\n") {
		return 1
	}
	return utf8.RuneCountInString(y.Value)
}

// place finds where byte offset of a scalar's value stands in the file: exactly
// in plain and quoted scalars of one line and in literal blocks, and at the
// scalar's start elsewhere.
func (p *parser) place(y *yaml.Node, offset int) Span {
	at := Span{File: p.file, Line: y.Line, Col: y.Column, EndCol: y.Column + 1}
	offset = min(max(offset, 0), len(y.Value))
	switch {
	case y.Style&yaml.LiteralStyle != 0:
		before := y.Value[:offset]
		line := y.Line + 1 + strings.Count(before, "\n")
		at.Line = line
		at.Col = p.blockIndent(y.Line+1) + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	case y.Style&yaml.FoldedStyle != 0:
	case y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		if col, ok := p.inQuotes(y, offset); ok {
			at.Col = col
		}
	case !strings.Contains(y.Value, "\n"):
		at.Col += utf8.RuneCountInString(y.Value[:offset])
	}
	at.EndCol = at.Col + 1
	return at
}

// blockIndent is how far the text of a block that starts on a line is indented.
func (p *parser) blockIndent(line int) int {
	for i := line - 1; i < len(p.lines); i++ {
		if text := strings.TrimLeft(p.lines[i], " "); strings.TrimSpace(text) != "" {
			return len(p.lines[i]) - len(text)
		}
	}
	return 0
}

// inQuotes walks a quoted scalar's source until it has passed offset bytes of
// the value.
func (p *parser) inQuotes(y *yaml.Node, offset int) (col int, ok bool) {
	if y.Line > len(p.lines) {
		return 0, false
	}
	source := []rune(p.lines[y.Line-1])
	i := y.Column - 1
	for i < len(source) && source[i] != '"' && source[i] != '\'' {
		i++ // an anchor or a tag stands before it
	}
	if i >= len(source) {
		return 0, false
	}
	quote := source[i]
	i++
	passed := 0
	for i < len(source) && passed < offset {
		step, bytes := 1, utf8.RuneLen(source[i])
		switch {
		case quote == '\'' && source[i] == '\'':
			step = 2
		case quote == '"' && source[i] == '\\' && i+1 < len(source):
			step = 2
			bytes = 1
			if digits := map[rune]int{'x': 2, 'u': 4, 'U': 8}[source[i+1]]; digits > 0 {
				step += digits
				if digits > 2 {
					bytes = 2
				}
			}
		}
		i += step
		passed += bytes
	}
	return i + 1, passed >= offset
}
