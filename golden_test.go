package assay_test

import (
	"flag"
	"path/filepath"
	"strings"
	"testing"
)

var (
	update = flag.Bool("update", false, "rewrite what the golden cases want")
	full   = flag.Bool("full", false, "run every golden case in every combination of the axes")
)

// TestGolden runs testdata/expectations/*/*.txtar: a suite over data must come
// to the wanted result in whatever format, batch size and number of workers. A
// line "formats: csv" above a case's files leaves Parquet out, which cannot
// hold what the case is about.
func TestGolden(t *testing.T) {
	combinations := pairwise(axes)
	if *full {
		combinations = product(axes)
	}
	for _, path := range goldenPaths(t) {
		name := strings.TrimPrefix(filepath.ToSlash(path), "testdata/expectations/")
		t.Run(strings.TrimSuffix(name, ".txtar"), func(t *testing.T) {
			t.Parallel()
			c := readCase(t, path)
			if *update {
				c.rewrite(t, combinations[0])
			}
			for _, combination := range combinations {
				c.check(t, combination)
			}
		})
	}
}

func goldenPaths(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/expectations/*/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	return paths
}
