package assay_test

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/rogpeppe/go-internal/txtar"

	"assay/engine"
	"assay/readers"
	"assay/readers/csv"
	"assay/suites"
)

// goldenNow is what now() is in every case.
var goldenNow = func() time.Time { return time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC) }

// goldenCase is one file: a suite, data, and what comes of them.
type goldenCase struct {
	path    string
	archive *txtar.Archive
	suite   *suites.Suite
	dir     string // holds the data
	csvOnly bool
}

func readCase(t *testing.T, path string) *goldenCase {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c := &goldenCase{path: path, archive: archive, dir: t.TempDir()}
	for line := range strings.Lines(string(archive.Comment)) {
		if formats, ok := strings.CutPrefix(line, "formats:"); ok {
			if c.csvOnly = strings.TrimSpace(formats) == "csv"; !c.csvOnly {
				t.Fatalf("%s: formats may be csv, not %s", path, formats)
			}
		}
	}
	loader := suites.Loader{ReadFile: func(name string) ([]byte, error) {
		if f := c.file(name); f != nil {
			return f.Data, nil
		}
		return nil, os.ErrNotExist
	}}
	suite, mistakes := loader.Load("suite.yaml")
	if len(mistakes) > 0 {
		t.Fatalf("%s: %v", path, mistakes)
	}
	c.suite = suite
	data := c.file("data.csv")
	if data == nil || c.file("want") == nil {
		t.Fatalf("%s: a case has the files suite.yaml, data.csv and want", path)
	}
	if err := os.WriteFile(filepath.Join(c.dir, "csv.csv"), data.Data, 0o666); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *goldenCase) file(name string) *txtar.File {
	i := slices.IndexFunc(c.archive.Files, func(f txtar.File) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &c.archive.Files[i]
}

// rewrite makes what a run comes to what is wanted.
func (c *goldenCase) rewrite(t *testing.T, combination []int) {
	t.Helper()
	c.file("want").Data = []byte(wantText(c.run(t, combination)))
	if err := os.WriteFile(c.path, txtar.Format(c.archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// check compares one run with what is wanted.
func (c *goldenCase) check(t *testing.T, combination []int) {
	t.Helper()
	if format := axes[0][combination[0]]; c.csvOnly && !strings.HasPrefix(format, "csv") {
		return
	}
	got := wantText(c.run(t, combination))
	if want := string(c.file("want").Data); got != want {
		t.Errorf("%v\ngot:\n%s\nwant:\n%s", values(combination), got, want)
	}
}

// values are the words of a combination.
func values(combination []int) []string {
	words := make([]string, len(combination))
	for i, at := range combination {
		words[i] = axes[i][at]
	}
	return words
}

// run carries out the case in one combination of the axes.
func (c *goldenCase) run(t *testing.T, combination []int) *engine.Result {
	t.Helper()
	src := c.open(t, axes[0][combination[0]])
	defer src.Close()
	bound := c.suite.Bind(c.env(t, src))
	plan, err := engine.Compile(src.Schema(), bound.Checks, bound.Findings, engine.PlanOptions{AlsoRead: bound.AlsoRead})
	if err != nil {
		t.Fatal(err)
	}
	res, err := engine.Run(context.Background(), plan, src, engine.RunOptions{
		BatchRows: number(t, axes[1][combination[1]]), Workers: number(t, axes[2][combination[2]]),
		NoStatistics: combination[3] == 1, Memory: int64(number(t, axes[4][combination[4]])),
		Profile:     combination[5] == 1,
		MaxExamples: 20, Timing: true, AllowEmpty: c.suite.AllowEmpty, Suite: c.suite.Info(),
	})
	if err != nil {
		t.Fatalf("%v: %v", values(combination), err)
	}
	if err := res.Close(); err != nil {
		t.Fatal(err)
	}
	return res
}

// env is what the case's suite is bound to. Other data are the files of the case
// beside data.csv, which are written once: they are not to change while they are
// read.
func (c *goldenCase) env(t *testing.T, src engine.Source) *engine.Env {
	return &engine.Env{
		Schema: src.Schema(), Zone: c.suite.Data.Timezone, Now: goldenNow,
		Open: func(path string, like map[string]arrow.DataType) (engine.Source, error) {
			name := filepath.Join(c.dir, filepath.Base(path))
			if f := c.file(filepath.Base(path)); f != nil && !exists(name) {
				if err := os.WriteFile(name, f.Data, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			other, err := readers.Open(context.Background(), readers.Request{Paths: []string{name}, CSV: c.csvOptions(t), Types: like})
			if err == nil {
				t.Cleanup(func() { other.Close() })
			}
			return other, err
		},
	}
}

// number is that behind the equals sign of an axis value.
func number(t *testing.T, value string) int {
	t.Helper()
	_, digits, _ := strings.Cut(value, "=")
	n, err := strconv.Atoi(digits)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// open opens the case's data in one format, which is made of the CSV file when
// it is first asked for.
func (c *goldenCase) open(t *testing.T, format string) engine.Source {
	t.Helper()
	name, opt := filepath.Join(c.dir, "csv.csv"), c.csvOptions(t)
	switch format {
	case "arrow":
		c.open(t, "parquet-groups").Close()
		return readRecords(t, filepath.Join(c.dir, "parquet-groups.parquet"))
	case "csv-chunks":
		opt.ChunkBytes = 16
	case "parquet", "parquet-groups", "parquet-plain":
		name = filepath.Join(c.dir, format+".parquet")
		if !exists(name) {
			whole := c.open(t, "csv")
			groupRows := int64(1 << 20)
			if format == "parquet-groups" {
				groupRows = 2
			}
			writeParquet(t, name, whole, groupRows, format != "parquet-plain")
			whole.Close()
		}
	}
	src, err := readers.Open(context.Background(), readers.Request{Paths: []string{name}, CSV: opt, Types: c.suite.Data.Types, Hint: c.suite.Hints})
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return src
}

// csvOptions are the options that cases may use.
func (c *goldenCase) csvOptions(t *testing.T) csv.Options {
	t.Helper()
	said := c.suite.Data.CSV
	if !reflect.DeepEqual(said, suites.CSV{NullValues: said.NullValues}) {
		t.Fatalf("%s: of data.csv, cases may use null_values", c.path)
	}
	return csv.Options{NullValues: said.NullValues}
}
