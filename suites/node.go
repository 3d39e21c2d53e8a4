package suites

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"assay/engine"
	"assay/engine/lazyregexp"
)

// The limits of a suite file.
const (
	maxFileBytes = 16 << 20
	maxDepth     = 100
	maxNodes     = 1_000_000
)

type nodeKind uint8

const (
	scalarNode nodeKind = iota
	mapNode
	listNode
)

// node is a YAML node: aliases followed, merge keys merged, the position kept.
type node struct {
	kind    nodeKind
	at      Span
	raw     *yaml.Node
	text    string // of a scalar
	plain   bool   // a scalar without quotes
	entries []entry
	items   []*node
	parser  *parser        // of a scalar whose characters have places in the file
	broken  bool           // what it should be could not be found, and was reported
	param   string         // the parameter whose value it is, "" for none
	origin  *engine.Origin // of an expectation that was one of Great Expectations
}

type entry struct {
	key   *node
	value *node
}

// get finds the value of a key.
func (n *node) get(key string) *node {
	for _, e := range n.entries {
		if e.key.text == key {
			return e.value
		}
	}
	return nil
}

// isNull reports a value that is not there: empty, ~ or null.
func (n *node) isNull() bool {
	if n.kind != scalarNode || !n.plain {
		return false
	}
	switch n.text {
	case "", "~", "null", "Null", "NULL":
		return true
	}
	return false
}

// describe names what a node is, for messages.
func (n *node) describe() string {
	switch {
	case n.kind == mapNode:
		return "a mapping"
	case n.kind == listNode:
		return "a list"
	case n.isNull():
		return "nothing"
	}
	return strconv.Quote(n.text)
}

// parser turns a file's text into nodes.
type parser struct {
	file  string
	lines []string
	diags *Diagnostics
	nodes int
	path  map[*yaml.Node]bool // aliases being followed
}

// within is where text[start:end] of a scalar stands; the whole scalar where
// its characters have no places of their own.
func (n *node) within(start, end int) Span {
	if n.parser == nil || n.raw == nil {
		return n.at
	}
	from, to := n.parser.place(n.raw, start), n.parser.place(n.raw, end)
	if from.Line == to.Line && to.Col > from.Col {
		from.EndCol = to.Col
	}
	return from
}

func (p *parser) report(at Span, code, msg, hint string) {
	*p.diags = append(*p.diags, Diagnostic{Code: code, Msg: msg, Hint: hint, At: at})
}

var yamlLine = lazyregexp.New(`line (\d+): `)

// parse reads a document; nil says that a diagnostic was reported.
func (p *parser) parse(text []byte) (root *node) {
	start := Span{File: p.file, Line: 1, Col: 1, EndCol: 2}
	if len(text) > maxFileBytes {
		p.report(start, "too-large", fmt.Sprintf("the file has %d bytes; a suite may have %d", len(text), maxFileBytes), "")
		return nil
	}
	if !utf8.Valid(text) {
		p.report(start, "bad-encoding", "the file is not UTF-8", "save it as UTF-8")
		return nil
	}
	if tooDeep(text) {
		p.report(start, "too-deep", fmt.Sprintf("brackets are nested more than %d deep", maxDepth), "")
		return nil
	}
	source := yamlOfJSON(string(text))
	p.lines = strings.Split(source, "\n")
	p.path = make(map[*yaml.Node]bool)
	defer func() {
		// The library has been seen to panic on damaged documents.
		if r := recover(); r != nil {
			p.report(start, "yaml-syntax", fmt.Sprintf("the document cannot be read: %v", r), "")
			root = nil
		}
	}()
	dec := yaml.NewDecoder(strings.NewReader(source))
	var doc, second yaml.Node
	if err := dec.Decode(&doc); err != nil {
		p.syntax(err)
		return nil
	}
	if err := dec.Decode(&second); err == nil {
		p.report(Span{File: p.file, Line: max(second.Line, 1), Col: max(second.Column, 1), EndCol: second.Column + 1}, "several-documents", "a suite is one YAML document", "put the second one in a file of its own")
		return nil
	}
	root = p.node(doc.Content[0], 0)
	if p.nodes > maxNodes {
		return nil
	}
	return root
}

// tooDeep counts brackets before the YAML library recurses into them.
func tooDeep(text []byte) bool {
	depth := 0
	for _, b := range text {
		switch b {
		case '[', '{':
			if depth++; depth > 20*maxDepth {
				return true
			}
		case ']', '}':
			depth = max(depth-1, 0)
		}
	}
	return false
}

// syntax reports the library's error at the line that it names.
func (p *parser) syntax(err error) {
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	at := Span{File: p.file, Line: 1, Col: 1, EndCol: 2}
	if m := yamlLine().FindStringSubmatch(msg); m != nil {
		at.Line, _ = strconv.Atoi(m[1])
		msg = strings.Replace(msg, m[0], "", 1)
		if strings.HasPrefix(msg, "did not find expected") {
			at.Line++ // the library counts the lines of these from 0
		}
		if line, ok := sourceLine([]byte(strings.Join(p.lines, "\n")), at.Line); ok {
			at.Col = len(line) - len(strings.TrimLeft(line, " \t")) + 1
			at.EndCol = utf8.RuneCountInString(line) + 1
		}
	}
	if err.Error() == "EOF" {
		p.report(at, "empty-suite", "the file is empty", "a suite begins with version: 1")
		return
	}
	p.report(at, "yaml-syntax", msg, p.syntaxHint(at.Line))
}

var bareReference = lazyregexp.New(`[^"'$]\$\{`)

// syntaxHint is a way out of mistakes that are often made.
func (p *parser) syntaxHint(line int) string {
	text := ""
	if line <= len(p.lines) {
		text = p.lines[line-1]
	}
	switch {
	case strings.HasPrefix(text, "\t"):
		return "indent with spaces, not tabs"
	case bareReference().MatchString(text):
		return `inside braces, put a parameter in quotes: "${name}"`
	}
	return ""
}

// node converts a YAML node and all below it.
func (p *parser) node(y *yaml.Node, depth int) *node {
	if p.nodes++; p.nodes > maxNodes {
		if p.nodes == maxNodes+1 {
			p.report(p.span(y), "too-large", fmt.Sprintf("aliases expand to more than %d values", maxNodes), "")
		}
		return &node{at: p.span(y), raw: y, plain: true}
	}
	if depth > maxDepth {
		p.report(p.span(y), "too-deep", fmt.Sprintf("values are nested more than %d deep", maxDepth), "")
		p.nodes = maxNodes + 1
		return &node{at: p.span(y), raw: y, plain: true}
	}
	switch y.Kind {
	case yaml.AliasNode:
		if p.path[y.Alias] {
			p.report(p.span(y), "alias-cycle", fmt.Sprintf("the alias *%s is inside what it stands for", y.Value), "")
			return &node{at: p.span(y), raw: y, plain: true}
		}
		p.path[y.Alias] = true
		defer delete(p.path, y.Alias)
		n := *p.node(y.Alias, depth+1)
		return &n
	case yaml.MappingNode:
		return p.mapping(y, depth)
	case yaml.SequenceNode:
		n := &node{kind: listNode, at: p.span(y), raw: y}
		for _, item := range y.Content {
			n.items = append(n.items, p.node(item, depth+1))
		}
		return n
	}
	quoted := y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
	toldText := y.Style&yaml.TaggedStyle != 0 && y.Tag == "!!str"
	return &node{at: p.span(y), raw: y, text: y.Value, plain: !quoted && !toldText, parser: p}
}

// mapping converts a mapping; keys of its own win over merged ones.
func (p *parser) mapping(y *yaml.Node, depth int) *node {
	n := &node{kind: mapNode, at: p.span(y), raw: y}
	first := make(map[string]*node)
	var merged []*node
	for i := 0; i+1 < len(y.Content) && p.nodes <= maxNodes; i += 2 {
		if y.Content[i].Tag == "!!merge" {
			merged = append(merged, p.node(y.Content[i+1], depth+1))
			continue
		}
		key := p.node(y.Content[i], depth+1)
		value := p.node(y.Content[i+1], depth+1)
		if p.nodes > maxNodes {
			break
		}
		if key.kind != scalarNode {
			p.report(key.at, "bad-key", "a key must be a word", "")
			continue
		}
		if before := first[key.text]; before != nil {
			*p.diags = append(*p.diags, Diagnostic{
				Code: "duplicate-key", Msg: fmt.Sprintf("the key %q stands here a second time", key.text),
				Hint: fmt.Sprintf("it is first on line %d", before.at.Line), At: key.at, Related: []Span{before.at},
			})
			continue
		}
		first[key.text] = key
		n.entries = append(n.entries, entry{key, value})
	}
	for _, m := range merged {
		p.merge(n, m, first)
	}
	return n
}

func (p *parser) merge(into, from *node, first map[string]*node) {
	switch from.kind {
	case listNode:
		for _, item := range from.items {
			p.merge(into, item, first)
		}
	case mapNode:
		for _, e := range from.entries {
			if first[e.key.text] == nil {
				first[e.key.text] = e.key
				into.entries = append(into.entries, e)
			}
		}
	default:
		p.report(from.at, "bad-merge", "what << merges must be a mapping", "")
	}
}

// span is where a YAML node stands; a collection's is its first character.
func (p *parser) span(y *yaml.Node) Span {
	s := Span{File: p.file, Line: max(y.Line, 1), Col: max(y.Column, 1)}
	s.EndCol = s.Col + 1
	if y.Kind == yaml.ScalarNode {
		s.EndCol = s.Col + max(p.width(y), 1)
	}
	return s
}
