package expectations

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

// Declaration is a Def with its parameter type erased: what suites, listings
// and docs work with. Parameter values are pointers to the Def's P.
type Declaration struct {
	Name, Alias, Group, Title, Doc, Example, Since string

	Domain  Domain
	RowWise bool
	NoWhere bool // a row condition is refused
	Accepts Types

	paramType reflect.Type
	params    func() []ParamInfo
	validate  func(p any) []Problem
	hint      func(p any) engine.Hint
	expect    func(p any) string
	fault     func(p any) string
	build     func(p any, columns []arrow.Field, env *engine.Env) (engine.Kind, error)
}

// Declare erases the parameter type of d. Embedders pass the result to
// NewCatalogue; this package's own files use register.
func Declare[P any](d Def[P]) *Declaration {
	return &Declaration{
		Name: d.Name, Alias: d.Alias, Group: d.Group, Title: d.Title, Doc: d.Doc,
		Example: d.Example, Since: d.Since,
		Domain: d.Domain, RowWise: d.RowWise, NoWhere: d.NoWhere, Accepts: d.Accepts,
		paramType: reflect.TypeFor[P](),
		params:    sync.OnceValue(func() []ParamInfo { return paramInfos(reflect.TypeFor[P]()) }),
		validate: func(p any) []Problem {
			if d.Validate == nil {
				return nil
			}
			return d.Validate(p.(*P))
		},
		hint: func(p any) engine.Hint {
			if d.Hint == nil {
				return engine.NoHint
			}
			return d.Hint(p.(*P))
		},
		expect: func(p any) string { return d.Expect(p.(*P)) },
		fault: func(p any) string {
			if d.Fault == nil {
				return ""
			}
			return d.Fault(p.(*P))
		},
		build: func(p any, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
			return d.Build(p.(*P), columns, env)
		},
	}
}

// NewParams returns a pointer to a zero parameter struct.
func (d *Declaration) NewParams() any { return reflect.New(d.paramType).Interface() }

// Validate reports mistakes visible in the parameters alone.
func (d *Declaration) Validate(params any) []Problem { return d.validate(params) }

// Hint says what the parameters ask an untyped column to be.
func (d *Declaration) Hint(params any) engine.Hint { return d.hint(params) }

// Expect says in words what is expected.
func (d *Declaration) Expect(params any) string { return d.expect(params) }

// Fault says in words what a value that is not as expected is; "" where there
// are no words for it.
func (d *Declaration) Fault(params any) string { return d.fault(params) }

// Build makes the engine's kind for columns of the given fields.
func (d *Declaration) Build(params any, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
	return d.build(params, columns, env)
}

// ParamInfo describes one parameter, from the tags of its field.
type ParamInfo struct {
	Name     string
	Alias    string // Great Expectations' name; equals Name where they agree
	Doc      string
	Enum     []string
	Required bool
	Bare     bool
	Type     reflect.Type
	// Index is the path to the field in the parameter struct, longer than
	// one where the field comes from an embedded struct.
	Index []int
}

// Value is the settable field of params, a pointer that NewParams returned.
func (p ParamInfo) Value(params any) reflect.Value {
	return reflect.ValueOf(params).Elem().FieldByIndex(p.Index)
}

// Params lists the parameters in declaration order, those of embedded structs
// where the struct stands. The list is shared, and not to be changed.
func (d *Declaration) Params() []ParamInfo { return d.params() }

func paramInfos(t reflect.Type) []ParamInfo {
	var infos []ParamInfo
	for _, f := range reflect.VisibleFields(t) {
		if !f.Anonymous {
			infos = append(infos, paramInfo(f))
		}
	}
	return slices.Clip(infos)
}

func paramInfo(f reflect.StructField) ParamInfo {
	name, flags, _ := strings.Cut(f.Tag.Get("param"), ",")
	info := ParamInfo{Name: name, Alias: name, Doc: f.Tag.Get("doc"), Type: f.Type, Index: f.Index}
	if gx := f.Tag.Get("gx"); gx != "" {
		info.Alias = gx
	}
	if enum := f.Tag.Get("enum"); enum != "" {
		info.Enum = strings.Split(enum, ",")
	}
	for flag := range strings.SplitSeq(flags, ",") {
		info.Required = info.Required || flag == "required"
		info.Bare = info.Bare || flag == "bare"
	}
	return info
}

// declared is filled by the package-level variables of the catalogue's files
// and read once, by builtin.
var declared []*Declaration

// register declares an expectation of the built-in catalogue. It only appends,
// so that starting the program costs nothing.
func register[P any](d Def[P]) *Declaration {
	decl := Declare(d)
	declared = append(declared, decl)
	return decl
}

// Catalogue finds expectations by name. It does not change once made.
type Catalogue struct {
	all    []*Declaration
	byName map[string]*Declaration
}

// Builtin is the catalogue of this package.
var Builtin = sync.OnceValue(func() *Catalogue { return NewCatalogue() })

// NewCatalogue is the built-in catalogue and extra, sorted by name. An extra
// declaration replaces a built-in one of the same name.
func NewCatalogue(extra ...*Declaration) *Catalogue {
	c := &Catalogue{byName: make(map[string]*Declaration)}
	for _, d := range slices.Concat(declared, extra) {
		if old, ok := c.byName[d.Name]; ok {
			delete(c.byName, old.Alias)
		}
		c.byName[d.Name] = d
		if d.Alias != "" {
			c.byName[d.Alias] = d
		}
	}
	for name, d := range c.byName {
		if name == d.Name {
			c.all = append(c.all, d)
		}
	}
	slices.SortFunc(c.all, func(a, b *Declaration) int { return strings.Compare(a.Name, b.Name) })
	return c
}

// Lookup finds an expectation by its native or Great Expectations name.
func (c *Catalogue) Lookup(name string) (*Declaration, bool) {
	d, ok := c.byName[name]
	return d, ok
}

// All lists the catalogue by native name.
func (c *Catalogue) All() []*Declaration { return slices.Clone(c.all) }

// Names lists every name that Lookup knows, sorted.
func (c *Catalogue) Names() []string {
	names := make([]string, 0, len(c.byName))
	for name := range c.byName {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
