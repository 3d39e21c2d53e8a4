package parquet

import (
	"errors"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"
)

// maxSchemaDepth bounds how deep groups may nest.
const maxSchemaDepth = 64

// node is an element of the schema, which the file stores flattened.
type node struct {
	*format.SchemaElement
	children []*node
	group    bool
	leaf     int // ordinal among the leaves, which is that of its column chunks
}

// column is one field of the source's schema.
type column struct {
	field  arrow.Field
	leaf   int      // ordinal of its chunk in every row group
	path   []string // in the file's schema
	maxDef int      // definition level of a value that is there
	maxRep int      // how many lists it is in
	layout layout
	facts  facts
	// why says what stands against reading it; "" for columns that can be read.
	why string
}

// parseSchema rebuilds the tree and returns it with the number of its leaves.
func parseSchema(elements []format.SchemaElement) (*node, int, error) {
	if len(elements) == 0 {
		return nil, 0, errors.New("its schema is empty")
	}
	p := schemaParser{rest: elements}
	root, err := p.node(0)
	if err != nil {
		return nil, 0, err
	}
	if !root.group && len(elements) > 1 || len(p.rest) > 0 {
		return nil, 0, errors.New("its schema has elements that belong to no group")
	}
	return root, p.leaves, nil
}

type schemaParser struct {
	rest   []format.SchemaElement
	leaves int
}

func (p *schemaParser) node(depth int) (*node, error) {
	if depth > maxSchemaDepth {
		return nil, fmt.Errorf("its schema is nested more than %d deep", maxSchemaDepth)
	}
	if len(p.rest) == 0 {
		return nil, errors.New("its schema ends inside a group")
	}
	n := &node{SchemaElement: &p.rest[0]}
	p.rest = p.rest[1:]
	if err := n.check(depth); err != nil {
		return nil, err
	}
	if !n.group {
		n.leaf = p.leaves
		p.leaves++
		return n, nil
	}
	for range n.NumChildren.V {
		child, err := p.node(depth + 1)
		if err != nil {
			return nil, err
		}
		n.children = append(n.children, child)
	}
	return n, nil
}

// check tells groups from leaves and refuses what is neither.
func (n *node) check(depth int) error {
	n.group = depth == 0 || !n.Type.Valid || n.NumChildren.V > 0
	switch {
	case n.NumChildren.V < 0:
		return fmt.Errorf("its schema gives %q %d children", n.Name, n.NumChildren.V)
	case depth > 0 && (n.RepetitionType.V < format.Required || n.RepetitionType.V > format.Repeated):
		return fmt.Errorf("its schema gives %q the unknown repetition %d", n.Name, n.RepetitionType.V)
	case !n.group && (n.Type.V < format.Boolean || n.Type.V > format.FixedLenByteArray):
		return fmt.Errorf("its schema gives %q the unknown physical type %d", n.Name, n.Type.V)
	case !n.group && n.Type.V == format.FixedLenByteArray && n.TypeLength.V < 0:
		return fmt.Errorf("its schema gives %q values of %d bytes", n.Name, n.TypeLength.V)
	}
	return nil
}

func (n *node) repeated() bool { return n.RepetitionType.V == format.Repeated }
func (n *node) optional() bool { return n.RepetitionType.V == format.Optional }

// container names the annotation that makes a group more than a struct.
func (n *node) container() string {
	switch n.LogicalType.Value.(type) {
	case *format.ListType:
		return "list"
	case *format.MapType:
		return "map"
	case *format.VariantType:
		return "variant"
	}
	if !n.ConvertedType.Valid {
		return ""
	}
	switch n.ConvertedType.V {
	case deprecated.List:
		return "list"
	case deprecated.Map, deprecated.MapKeyValue:
		return "map"
	}
	return ""
}

// columns lists the fields below a group that is not repeated.
func (n *node) columns(path []string, maxDef int, to []column) []column {
	for _, child := range n.children {
		childPath := append(path[:len(path):len(path)], child.Name)
		def := maxDef
		if child.optional() {
			def++
		}
		kind := child.container()
		switch {
		case child.repeated() || child.group && kind != "":
			if child.repeated() && kind == "" {
				kind = "list"
			}
			to = append(to, nestedColumn(child, childPath, kind))
		case child.group:
			to = child.columns(childPath, def, to)
		default:
			to = append(to, leafColumn(child, childPath, def))
		}
	}
	return to
}

// below lists the leaves that are no columns, since they are in lists or maps:
// within says that n is, and repeated in how many. They are read only to be
// audited.
func (n *node) below(path []string, maxDef, repeated int, within bool, to []column) []column {
	for _, child := range n.children {
		childPath := append(path[:len(path):len(path)], child.Name)
		def, rep := maxDef, repeated
		if child.repeated() {
			rep++
		}
		if child.repeated() || child.optional() {
			def++
		}
		nested := within || child.repeated() || child.group && child.container() != ""
		switch {
		case child.group:
			to = child.below(childPath, def, rep, nested, to)
		case nested:
			c := leafColumn(child, childPath, def)
			c.maxRep = rep
			to = append(to, c)
		}
	}
	return to
}

// byLeaf puts the columns that have chunks in the order of these.
func byLeaf(leaves int, columns ...[]column) []*column {
	out := make([]*column, leaves)
	for _, some := range columns {
		for i := range some {
			if leaf := some[i].leaf; leaf >= 0 {
				out[leaf] = &some[i]
			}
		}
	}
	return out
}

// nestedColumn lists a column that cannot be read.
func nestedColumn(n *node, path []string, kind string) column {
	c := column{path: path, leaf: -1, why: fmt.Sprintf("is a %s; assay judges flat columns, so flatten it first or leave it out", kind)}
	c.field = arrow.Field{Name: dotted(path), Type: nestedType(n), Nullable: n.optional()}
	return c
}

func leafColumn(n *node, path []string, maxDef int) column {
	l, why := layoutOf(n.SchemaElement)
	c := column{path: path, leaf: n.leaf, maxDef: maxDef, layout: l, why: why}
	c.field = arrow.Field{Name: dotted(path), Type: l.typ, Nullable: maxDef > 0}
	return c
}

// nestedType is the Arrow type of a node and what is below it, as far as it
// can be said. Lists in all their historical spellings are lists of whatever
// the repeated field holds.
func nestedType(n *node) arrow.DataType {
	t := elementType(n)
	if n.repeated() {
		return arrow.ListOfNonNullable(t)
	}
	return t
}

// elementType is the type of one occurrence of n.
func elementType(n *node) arrow.DataType {
	if !n.group {
		l, _ := layoutOf(n.SchemaElement)
		return l.typ
	}
	kind := n.container()
	if len(n.children) == 1 && n.children[0].repeated() {
		entry := n.children[0]
		if kind == "map" && entry.group && len(entry.children) == 2 {
			return arrow.MapOf(elementType(entry.children[0]), nestedType(entry.children[1]))
		}
		if kind == "list" && entry.group && len(entry.children) == 1 && entry.container() == "" {
			if element := entry.children[0]; !element.optional() {
				return arrow.ListOfNonNullable(nestedType(element))
			}
			return arrow.ListOf(nestedType(entry.children[0]))
		}
		if kind == "list" {
			return arrow.ListOfNonNullable(elementType(entry))
		}
	}
	fields := make([]arrow.Field, len(n.children))
	for i, child := range n.children {
		fields[i] = arrow.Field{Name: child.Name, Type: nestedType(child), Nullable: child.optional()}
	}
	return arrow.StructOf(fields...)
}

func dotted(path []string) string { return strings.Join(path, ".") }
