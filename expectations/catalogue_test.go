package expectations_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"assay/expectations"
)

var (
	nativeName = regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)*$`)
	gxName     = regexp.MustCompile(`^(expect_[a-z_]+|unexpected_rows_expectation)$`)
	paramName  = regexp.MustCompile(`^[a-z]+(_[a-zA-Z]+)*_?$`)
)

// TestCatalogue holds every declaration to what listings, docs, the JSON Schema
// and the golden runner take from it.
func TestCatalogue(t *testing.T) {
	all := expectations.Builtin().All()
	if len(all) < 31 {
		t.Fatalf("%d expectations; declarations are missing", len(all))
	}
	for _, d := range all {
		t.Run(d.Name, func(t *testing.T) {
			if !nativeName.MatchString(d.Name) {
				t.Errorf("the name is not of the form like-this")
			}
			if d.Alias != "" && !gxName.MatchString(d.Alias) {
				t.Errorf("alias %q is not a Great Expectations name", d.Alias)
			}
			for what, text := range map[string]string{
				"group": d.Group, "title": d.Title, "doc": d.Doc, "example": d.Example, "since": d.Since,
			} {
				if strings.TrimSpace(text) == "" || text != strings.TrimSpace(text) {
					t.Errorf("%s is empty or has space around it: %q", what, text)
				}
			}
			if strings.HasSuffix(d.Title, ".") || strings.Contains(d.Title, "\n") {
				t.Errorf("title %q is not one line without a full stop", d.Title)
			}
			if len(strings.Split(d.Doc, "\n\n")) < 2 {
				t.Errorf("doc has one paragraph: say what missing values and edge cases mean")
			}
			if (d.Domain != expectations.Table) != (d.Accepts != 0) {
				t.Errorf("accepted types %q do not fit the domain", d.Accepts)
			}
			checkParams(t, d)
			checkExample(t, d)
			checkGolden(t, d)
		})
	}
}

func checkParams(t *testing.T, d *expectations.Declaration) {
	bare := 0
	names := make(map[string]bool)
	for _, p := range d.Params() {
		if !paramName.MatchString(p.Name) || !paramName.MatchString(p.Alias) {
			t.Errorf("parameter %q (%q) has no proper name", p.Name, p.Alias)
		}
		for _, name := range []string{p.Name, p.Alias} {
			if names[name] && name != p.Name {
				t.Errorf("two parameters are called %s", name)
			}
			names[name] = true
		}
		if p.Doc == "" || strings.HasSuffix(p.Doc, ".") {
			t.Errorf("parameter %s: doc %q is empty or ends in a full stop", p.Name, p.Doc)
		}
		if p.Bare {
			bare++
		}
		if !p.Value(d.NewParams()).CanSet() {
			t.Errorf("parameter %s cannot be set", p.Name)
		}
	}
	if bare > 1 {
		t.Errorf("%d parameters may stand bare", bare)
	}
}

// checkExample reads the example as YAML: a list of one item, whose first key
// is the expectation and whose parameters are known.
func checkExample(t *testing.T, d *expectations.Declaration) {
	var list []yaml.Node
	if err := yaml.Unmarshal([]byte(d.Example), &list); err != nil {
		t.Fatalf("example: %v", err)
	}
	if len(list) != 1 || len(list[0].Content) < 2 || list[0].Content[0].Value != d.Name {
		t.Fatalf("example is not one list item that begins with %s:\n%s", d.Name, d.Example)
	}
	value := list[0].Content[1]
	if value.Kind != yaml.MappingNode {
		return
	}
	known := make(map[string]bool)
	for _, p := range d.Params() {
		known[p.Name] = true
	}
	for i := 0; i < len(value.Content); i += 2 {
		if key := value.Content[i].Value; !known[key] {
			t.Errorf("example has the parameter %s, which does not exist", key)
		}
	}
}

// checkGolden looks for the expectation's folder of golden cases.
func checkGolden(t *testing.T, d *expectations.Declaration) {
	cases, err := filepath.Glob(filepath.Join("..", "testdata", "expectations", d.Name, "*.txtar"))
	if err != nil || len(cases) == 0 {
		t.Errorf("no golden cases in testdata/expectations/%s", d.Name)
	}
}

// TestGoldenFolders finds cases of expectations that do not exist.
func TestGoldenFolders(t *testing.T) {
	entries, err := os.ReadDir(filepath.Join("..", "testdata", "expectations"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if d, ok := expectations.Builtin().Lookup(e.Name()); !ok || d.Name != e.Name() {
			t.Errorf("testdata/expectations/%s: no expectation has this native name", e.Name())
		}
	}
}

func TestNamesAreUnique(t *testing.T) {
	seen := make(map[string]string)
	for _, d := range expectations.Builtin().All() {
		for _, name := range []string{d.Name, d.Alias} {
			if name == "" {
				continue
			}
			if other, taken := seen[name]; taken {
				t.Errorf("%s is the name of %s and of %s", name, other, d.Name)
			}
			seen[name] = d.Name
		}
	}
	if got := len(expectations.Builtin().Names()); got != len(seen) {
		t.Errorf("Names lists %d names, the declarations have %d", got, len(seen))
	}
}

func TestExtraDeclarations(t *testing.T) {
	type params struct {
		Column expectations.Column `param:"column,bare,required" doc:"the column"`
	}
	own := expectations.Declare(expectations.Def[params]{Name: "not-null", Title: "Mine"})
	fresh := expectations.Declare(expectations.Def[params]{Name: "my-own", Alias: "expect_my_own"})
	c := expectations.NewCatalogue(own, fresh)
	if d, _ := c.Lookup("not-null"); d != own {
		t.Error("an extra declaration does not replace the built-in one of its name")
	}
	if _, found := c.Lookup("expect_column_values_to_not_be_null"); found {
		t.Error("the alias of a declaration that was replaced is still known")
	}
	if d, _ := c.Lookup("expect_my_own"); d != fresh {
		t.Error("an extra declaration is not found by its alias")
	}
	if d, _ := expectations.Builtin().Lookup("not-null"); d == own {
		t.Error("the built-in catalogue changed")
	}
	if got, want := len(c.All()), len(expectations.Builtin().All())+1; got != want {
		t.Errorf("%d declarations, want %d", got, want)
	}
}

func TestEmbeddedParamsAreFlattened(t *testing.T) {
	d, _ := expectations.Builtin().Lookup("between")
	var names []string
	params := d.NewParams()
	for _, p := range d.Params() {
		names = append(names, p.Name+"="+p.Alias)
		p.Value(params).Set(reflect.Zero(p.Type))
	}
	got := strings.Join(names, " ")
	want := "column=column min=min_value max=max_value strict_min=strict_min strict_max=strict_max"
	if got != want {
		t.Errorf("parameters are\n%s, want\n%s", got, want)
	}
}
