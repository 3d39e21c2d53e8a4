package dvc

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"assay/engine/lazyregexp"
)

// document is a YAML text that is edited by its lines, so that all else stays
// as its author wrote it.
type document struct {
	name  string
	lines []string // with their ends
	end   string   // of lines: LF or CRLF
	root  *yaml.Node
}

// parseDocument reads a text whose top is a mapping, or nothing.
func parseDocument(name string, text []byte) (*document, error) {
	d := &document{name: name, end: "\n"}
	if bytes.Contains(text, []byte("\r\n")) {
		d.end = "\r\n"
	}
	d.lines = strings.SplitAfter(string(text), "\n")
	if last := len(d.lines) - 1; d.lines[last] == "" {
		d.lines = d.lines[:last]
	}
	return d, d.parse()
}

func (d *document) parse() error {
	var top yaml.Node
	if err := yaml.Unmarshal(d.text(), &top); err != nil {
		return fmt.Errorf("%s: %s", d.name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	d.root = &yaml.Node{Kind: yaml.MappingNode}
	if len(top.Content) > 0 && top.Content[0].Tag != "!!null" {
		d.root = top.Content[0]
	}
	if d.root.Kind != yaml.MappingNode || d.root.Style&yaml.FlowStyle != 0 && len(d.root.Content) > 0 {
		return fmt.Errorf("%s: it is no mapping in lines, and cannot be edited", d.name)
	}
	return nil
}

func (d *document) text() []byte { return []byte(strings.Join(d.lines, "")) }

// byHand is the error where an edit cannot be made safely.
func (d *document) byHand(n *yaml.Node, why, what string) error {
	return fmt.Errorf("%s:%d: %s; add it by hand: %s", d.name, n.Line, why, what)
}

// insert puts lines before line number n, 1-based; the last number but one is
// the end.
func (d *document) insert(n int, lines ...string) error {
	if last := len(d.lines) - 1; last >= 0 && n == len(d.lines)+1 && !strings.HasSuffix(d.lines[last], "\n") {
		d.lines[last] += d.end
	}
	var added []string
	for _, l := range lines {
		added = append(added, l+d.end)
	}
	d.lines = append(d.lines[:n-1:n-1], append(added, d.lines[n-1:]...)...)
	return d.parse()
}

// splice puts text into line number n, before the character in column, both
// 1-based.
func (d *document) splice(n, column int, text string) error {
	line := []rune(d.lines[n-1])
	if column-1 > len(line) {
		return errors.New("a place beyond the end of a line")
	}
	d.lines[n-1] = string(line[:column-1]) + text + string(line[column-1:])
	return d.parse()
}

// indent is the white space before the first key or dash of a block.
func (d *document) indent(n *yaml.Node) string {
	line := d.lines[n.Line-1]
	return line[:len(line)-len(strings.TrimLeft(line, " "))]
}

// value is what a mapping holds under a key, with the key; nil without it.
func value(m *yaml.Node, name string) (key, v *yaml.Node) {
	if m == nil || m.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == name {
			return m.Content[i], m.Content[i+1]
		}
	}
	return nil, nil
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// addItem puts an item before the others of a list.
func (d *document) addItem(list *yaml.Node, text string) error {
	switch {
	case list.Kind == yaml.SequenceNode && list.Style&yaml.FlowStyle == 0 && len(list.Content) > 0:
		return d.insert(list.Content[0].Line, d.indent(list.Content[0])+"- "+scalar(text))
	case list.Kind == yaml.SequenceNode && len(list.Content) > 0:
		return d.splice(list.Line, list.Column+1, scalar(text)+", ")
	case list.Kind == yaml.SequenceNode:
		return d.splice(list.Line, list.Column+1, scalar(text))
	}
	return d.byHand(list, "this is no list", text)
}

var plainScalar = lazyregexp.New(`^[A-Za-z_./][A-Za-z0-9_./@=+-]*( [A-Za-z0-9_./@=+-]+)*$`)

// words that YAML reads as something other than text.
var notText = lazyregexp.New(`(?i)^(null|true|false|yes|no|on|off|y|n|\.nan|[-+]?\.inf)$`)

// scalar writes a text as YAML.
func scalar(text string) string {
	if plainScalar().MatchString(text) && !notText().MatchString(text) {
		return text
	}
	return `"` + doubleQuoted.Replace(text) + `"`
}

var doubleQuoted = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`)
