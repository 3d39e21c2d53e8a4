package assay_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/engine"
	"assay/readers"
	"assay/suites"
)

const (
	wideColumns      = 200
	wideExpectations = 500
)

// wideSuite has 500 expectations over 200 columns, of every kind that needs one
// pass, and unique, which needs a second one only where a value occurs twice.
func wideSuite(tb testing.TB) *suites.Suite {
	tb.Helper()
	kinds := []string{
		"not-null: c%d",
		"between: {column: c%d, min: 0, max: 100000}",
		"in-set: {column: c%d, values: [1, 2]}\n    max_unexpected: 1000000",
		"mean-between: {column: c%d, min: 0}",
		"max-between: {column: c%d, min: 0}",
		"distinct-count-between: {column: c%d, min: 1}",
		"length-between: {column: c%d, min: 1, max: 6}",
		"matches-format: {column: c%d, format: json}",
		"increasing: c%d",
		"unique: c%d",
	}
	var text strings.Builder
	text.WriteString("version: 1\nexpectations:\n")
	for i := range wideExpectations {
		kind := kinds[i/(wideExpectations/len(kinds))]
		fmt.Fprintf(&text, "  - "+kind+"\n", i*7%wideColumns)
	}
	loader := suites.Loader{ReadFile: func(string) ([]byte, error) { return []byte(text.String()), nil }}
	suite, diagnostics := loader.Load("wide.yaml")
	if len(diagnostics) > 0 {
		tb.Fatal(diagnostics)
	}
	return suite
}

func openWide(tb testing.TB) engine.Source {
	tb.Helper()
	const rows = 300
	var data strings.Builder
	for row := range rows + 1 {
		for c := range wideColumns {
			if c > 0 {
				data.WriteByte(',')
			}
			if row == 0 {
				fmt.Fprintf(&data, "c%d", c)
			} else {
				fmt.Fprintf(&data, "%d", row*(c+1))
			}
		}
		data.WriteByte('\n')
	}
	path := filepath.Join(tb.TempDir(), "wide.csv")
	if err := os.WriteFile(path, []byte(data.String()), 0o666); err != nil {
		tb.Fatal(err)
	}
	src, err := readers.Open(context.Background(), readers.Request{Paths: []string{path}, Hint: wideSuite(tb).Hints})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { src.Close() })
	return src
}

// countingSource counts the passes over a source, and the columns of each.
type countingSource struct {
	engine.Source
	scans []engine.ScanRequest
}

func (s *countingSource) Scan(ctx context.Context, req engine.ScanRequest) (engine.Scan, error) {
	s.scans = append(s.scans, req)
	return s.Source.Scan(ctx, req)
}

// compileWide binds and compiles the wide suite.
func compileWide(tb testing.TB, suite *suites.Suite, src engine.Source) *engine.Plan {
	tb.Helper()
	bound := suite.Bind(&engine.Env{Schema: src.Schema(), Now: goldenNow})
	plan, err := engine.Compile(src.Schema(), bound.Checks, bound.Findings, engine.PlanOptions{})
	if err != nil {
		tb.Fatal(err)
	}
	return plan
}

// TestWideSuiteScansOnce holds a suite of many expectations over many columns to
// one pass, in which no column is decoded twice in the same form.
func TestWideSuiteScansOnce(t *testing.T) {
	src := &countingSource{Source: openWide(t)}
	res, err := engine.Run(context.Background(), compileWide(t, wideSuite(t), src), src, engine.RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer res.Close()
	if !res.Accepted || len(res.Outcomes) != wideExpectations {
		t.Errorf("%d outcomes, accepted: %t", len(res.Outcomes), res.Accepted)
	}
	if len(src.scans) != 1 {
		t.Fatalf("%d passes over the data, want 1", len(src.scans))
	}
	seen := make(map[engine.ColumnRequest]bool)
	for _, c := range src.scans[0].Columns {
		if seen[c] {
			t.Errorf("column %d is asked for twice in one form", c.Index)
		}
		seen[c] = true
	}
	if len(seen) > 2*wideColumns {
		t.Errorf("%d columns are read of %d, each in two forms at most", len(seen), wideColumns)
	}
}

// BenchmarkCompile measures reading the suite, and laying it over the data.
func BenchmarkCompile(b *testing.B) {
	src := openWide(b)
	suite := wideSuite(b)
	name := fmt.Sprintf("expectations=%d,columns=%d", wideExpectations, wideColumns)
	b.Run("step=load,"+name, func(b *testing.B) {
		for b.Loop() {
			wideSuite(b)
		}
	})
	b.Run("step=compile,"+name, func(b *testing.B) {
		for b.Loop() {
			compileWide(b, suite, src)
		}
	})
}
