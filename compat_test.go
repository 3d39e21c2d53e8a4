package assay_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"assay/engine"
	"assay/expectations"
	"assay/reports"
	"assay/suites"
)

// compat holds what the first version made: suites and their plans, the schema
// of suites, and results. No later version changes these files; -freeze writes
// them anew, which is for before the first release alone.
const compat = "testdata/compat/v1"

var freeze = flag.Bool("freeze", false, "write testdata/compat anew")

// TestOldSuitesKeepTheirPlan loads the suites of the first version, which must
// come to the same checks.
func TestOldSuitesKeepTheirPlan(t *testing.T) {
	path := filepath.Join(compat, "suites.txtar")
	if *freeze {
		freezeSuites(t, path)
	}
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	plans := 0
	for _, f := range archive.Files {
		name, isPlan := strings.CutSuffix(f.Name, "/plan")
		if !isPlan {
			continue
		}
		plans++
		if got := planOf(t, archive, name); got != string(f.Data) {
			t.Errorf("%s: the plan is\n%s\nand was\n%s", name, got, f.Data)
		}
	}
	if plans < 100 {
		t.Errorf("%d suites", plans)
	}
}

// freezeSuites keeps the first golden case of each expectation.
func freezeSuites(t *testing.T, path string) {
	t.Helper()
	archive := &txtar.Archive{Comment: []byte("Suites of version 1, data for them, and the checks that they came to.\n")}
	seen := make(map[string]bool)
	for _, p := range goldenPaths(t) {
		name := filepath.Base(filepath.Dir(p))
		if seen[name] {
			continue
		}
		seen[name] = true
		c := readCase(t, p)
		for _, f := range c.archive.Files {
			if f.Name != "want" {
				archive.Files = append(archive.Files, txtar.File{Name: name + "/" + f.Name, Data: f.Data})
			}
		}
		plan := planOf(t, archive, name)
		archive.Files = append(archive.Files, txtar.File{Name: name + "/plan", Data: []byte(plan)})
	}
	writeFile(t, path, txtar.Format(archive))
}

// planOf is what the suite of that name comes to over its data.
func planOf(t *testing.T, archive *txtar.Archive, name string) string {
	t.Helper()
	c := &goldenCase{path: name, archive: &txtar.Archive{}, dir: t.TempDir()}
	for _, f := range archive.Files {
		if own, ok := strings.CutPrefix(f.Name, name+"/"); ok {
			c.archive.Files = append(c.archive.Files, txtar.File{Name: own, Data: f.Data})
		}
	}
	loader := suites.Loader{ReadFile: func(path string) ([]byte, error) { return c.file(path).Data, nil }}
	suite, mistakes := loader.Load("suite.yaml")
	if len(mistakes) > 0 {
		t.Errorf("%s does not load any more: %v", name, mistakes)
		return ""
	}
	c.suite = suite
	if err := os.WriteFile(filepath.Join(c.dir, "csv.csv"), c.file("data.csv").Data, 0o666); err != nil {
		t.Fatal(err)
	}
	src := c.open(t, "csv")
	defer src.Close()
	bound := suite.Bind(c.env(t, src))
	var b strings.Builder
	for _, check := range slices.Concat(bound.Checks, bound.Findings) {
		describeCheck(&b, check)
	}
	return b.String()
}

// describeCheck writes what a check is, but for what is said of it in words.
func describeCheck(b *strings.Builder, c *engine.Check) {
	fmt.Fprintf(b, "%s (%s) %s of %q", c.ID, c.Alias, c.Severity, c.Columns)
	for _, p := range c.Params {
		fmt.Fprintf(b, " %s=%v", p.Name, p.Value)
	}
	if c.MostlyGiven {
		fmt.Fprintf(b, " mostly %v", c.Mostly)
	}
	if c.MaxUnexpected != nil {
		fmt.Fprintf(b, " at most %d", *c.MaxUnexpected)
	}
	if c.WarnAt != nil {
		fmt.Fprintf(b, " warns at %s", c.WarnAt)
	}
	if c.FailAt != nil {
		fmt.Fprintf(b, " fails at %s", c.FailAt)
	}
	if c.Where != nil {
		fmt.Fprintf(b, " where %s", c.Where.Text)
	}
	if len(c.Segments) > 0 {
		fmt.Fprintf(b, " for each group of %q from %d rows", c.Segments, c.MinGroupSize)
	}
	if c.Err != nil {
		fmt.Fprintf(b, " error %s\n", c.Err.Code)
		return
	}
	fmt.Fprintf(b, " by %T reading %q\n", c.Kind, c.Reads())
}

// TestSuiteSchemaOnlyGrows holds the JSON Schema of suites against that of the
// first version.
func TestSuiteSchemaOnlyGrows(t *testing.T) {
	path := filepath.Join(compat, "suite.schema.json")
	now, err := suites.JSONSchema(expectations.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	if *freeze {
		var compact bytes.Buffer
		if err := json.Compact(&compact, now); err != nil {
			t.Fatal(err)
		}
		writeFile(t, path, append(compact.Bytes(), '\n'))
	}
	was, is := readJSON(t, path), decodeJSON(t, now)
	for _, narrower := range narrowed("", was, is) {
		t.Error(narrower)
	}
	clear(is.(map[string]any)["$defs"].(map[string]any))
	is.(map[string]any)["required"] = []any{"suite"}
	if len(narrowed("", was, is)) < 2 {
		t.Error("definitions that went and a key that is required are no loss")
	}
}

// words are keywords of a schema that constrain nothing.
var words = []string{"description", "title", "examples", "$schema"}

// narrowed says where a schema no longer has what it had. Properties, and what
// an enumeration or a choice lists, may be added; what is required may not.
func narrowed(at string, was, is any) (losses []string) {
	old, isMap := was.(map[string]any)
	if !isMap {
		return narrowedList(at, was, is)
	}
	now, ok := is.(map[string]any)
	if !ok {
		return []string{fmt.Sprintf("%s: was an object, and is %v", at, is)}
	}
	for key, value := range old {
		switch {
		case slices.Contains(words, key) && !strings.HasSuffix(at, "/properties"):
		case now[key] == nil && key == "required":
		case now[key] == nil:
			losses = append(losses, fmt.Sprintf("%s: %s went", at, key))
		default:
			losses = append(losses, narrowed(at+"/"+key, value, now[key])...)
		}
	}
	container := slices.ContainsFunc([]string{"/properties", "/$defs", "/patternProperties"}, func(end string) bool { return strings.HasSuffix(at, end) })
	for key := range now {
		if _, had := old[key]; !had && !container && !slices.Contains(words, key) {
			losses = append(losses, fmt.Sprintf("%s: %s came", at, key))
		}
	}
	return losses
}

// narrowedList compares what is no object. Of a choice each old alternative must
// still be there, or one that is wider.
func narrowedList(at string, was, is any) []string {
	old, isList := was.([]any)
	now, _ := is.([]any)
	required := strings.HasSuffix(at, "/required")
	switch {
	case !isList && !reflect.DeepEqual(was, is):
		return []string{fmt.Sprintf("%s: was %v, and is %v", at, was, is)}
	case !isList:
		return nil
	case required:
		old, now = now, old
	}
	var losses []string
	for _, v := range old {
		held := func(other any) bool {
			return reflect.DeepEqual(v, other) || !required && len(narrowed(at, v, other)) == 0
		}
		if !slices.ContainsFunc(now, held) {
			losses = append(losses, fmt.Sprintf("%s: %v is not in both", at, v))
		}
	}
	return losses
}

// oldResults are those that are kept: what reports show of the fixtures.
var oldResults = []string{"accepted", "empty", "hostile", "many", "rejected"}

// TestOldResultsAreRead reads the results of the first version, which are also
// valid under today's schema, and say the same when they are written again.
func TestOldResultsAreRead(t *testing.T) {
	if *freeze {
		for _, name := range oldResults {
			text, err := os.ReadFile("reports/testdata/" + name + ".json")
			if err != nil {
				t.Fatal(err)
			}
			writeFile(t, filepath.Join(compat, "results", name+".json"), text)
		}
	}
	schema, err := jsonschema.NewCompiler().Compile("docs/result.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range oldResults {
		path := filepath.Join(compat, "results", name+".json")
		if err := schema.Validate(readJSON(t, path)); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		result, err := reports.ReadJSON(f)
		f.Close()
		if err != nil {
			t.Errorf("%s is not read any more: %v", path, err)
			continue
		}
		again := decodeJSON(t, []byte(written(t, result, "json")))
		for _, loss := range lost("", readJSON(t, path), again) {
			t.Errorf("%s: %s", path, loss)
		}
	}
}

// lost says what a document had and another does not have.
func lost(at string, was, is any) (losses []string) {
	switch was := was.(type) {
	case map[string]any:
		now, _ := is.(map[string]any)
		for key, value := range was {
			losses = append(losses, lost(at+"/"+key, value, now[key])...)
		}
		return losses
	case []any:
		now, _ := is.([]any)
		if len(now) != len(was) {
			return []string{fmt.Sprintf("%s: %d members, and now %d", at, len(was), len(now))}
		}
		for i := range was {
			losses = append(losses, lost(fmt.Sprintf("%s/%d", at, i), was[i], now[i])...)
		}
		return losses
	}
	if !reflect.DeepEqual(was, is) {
		return []string{fmt.Sprintf("%s: %v, and now %v", at, was, is)}
	}
	return nil
}

func readJSON(t *testing.T, path string) any {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return decodeJSON(t, text)
}

func decodeJSON(t *testing.T, text []byte) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func writeFile(t *testing.T, path string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o666); err != nil {
		t.Fatal(err)
	}
}
