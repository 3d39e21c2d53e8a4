package suites

import (
	"bytes"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"assay/engine/vector"
)

// YAML writes the suite in the native language, native names throughout. It is
// meant for suites that were read from Great Expectations' format; what a suite
// extends is written out.
func (s *Suite) YAML() ([]byte, error) {
	root := mapping(0)
	put(root, "version", &yaml.Node{Kind: yaml.ScalarNode, Value: "1"})
	put(root, "suite", textYAML(s.Name))
	if s.Description != "" {
		put(root, "description", textYAML(s.Description))
	}
	if len(s.params) > 0 {
		params := mapping(0)
		for _, p := range s.params {
			put(params, p.key.text, p.value.yaml())
		}
		put(root, "params", params)
	}
	if s.Data.CSV.ReadAs != "" {
		csv, data := mapping(yaml.FlowStyle), mapping(0)
		put(csv, "read_as", textYAML(string(s.Data.CSV.ReadAs)))
		put(data, "csv", csv)
		put(root, "data", data)
	}
	if s.AllowEmpty {
		put(root, "allow_empty", &yaml.Node{Kind: yaml.ScalarNode, Value: "true"})
	}
	list := &yaml.Node{Kind: yaml.SequenceNode}
	for i := range s.Items {
		list.Content = append(list.Content, s.Items[i].yaml())
	}
	put(root, "expectations", list)
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(root); err != nil {
		return nil, fmt.Errorf("write the suite: %w", err)
	}
	return b.Bytes(), enc.Close()
}

func mapping(style yaml.Style) *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode, Style: style} }

func put(m *yaml.Node, key string, value *yaml.Node) {
	m.Content = append(m.Content, textYAML(key), value)
}

// yaml is one entry of expectations: its name and parameters, then its options.
func (it *Item) yaml() *yaml.Node {
	params := mapping(yaml.FlowStyle)
	infos := it.Declaration.Params()
	var alone *yaml.Node
	for _, info := range infos {
		if n := it.nodes[info.Name]; n != nil {
			alone = n.yaml()
			put(params, info.Name, alone)
			if !info.Bare {
				alone = nil
			}
		}
	}
	entry := mapping(0)
	switch {
	case len(params.Content) == 0:
		return textYAML(it.Declaration.Name)
	case len(params.Content) == 2 && alone != nil && alone.Kind == yaml.ScalarNode:
		put(entry, it.Declaration.Name, alone)
	default:
		put(entry, it.Declaration.Name, params)
	}
	for _, option := range optionNames {
		if n := it.nodes[option]; n != nil {
			put(entry, option, n.yaml())
		}
	}
	return entry
}

// yaml is the node as the native language writes it.
func (n *node) yaml() *yaml.Node {
	if n.param != "" {
		return &yaml.Node{Kind: yaml.ScalarNode, Style: yaml.DoubleQuotedStyle, Value: "${" + n.param + "}"}
	}
	switch n.kind {
	case mapNode:
		m := mapping(yaml.FlowStyle)
		for _, e := range n.entries {
			put(m, e.key.text, e.value.yaml())
		}
		return m
	case listNode:
		l := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
		for _, item := range n.items {
			l.Content = append(l.Content, item.yaml())
		}
		return l
	}
	if n.isNull() {
		return &yaml.Node{Kind: yaml.ScalarNode, Value: "null"}
	}
	if n.plain && literal(n).Kind != vector.LiteralString {
		return &yaml.Node{Kind: yaml.ScalarNode, Value: n.text}
	}
	return textYAML(n.text)
}

// textYAML is a text, in quotes where it would be read as something else.
func textYAML(text string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: strings.ReplaceAll(text, "${", "$${")}
	if literal(&node{text: text, plain: true}).Kind != vector.LiteralString {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}
