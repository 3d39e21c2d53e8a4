package assay_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/engine"
	"assay/engine/vector"
	"assay/readers"
	"assay/readers/csv"
	"assay/reports/quarantine"
	"assay/suites"
)

// bookRow is a row of random data, as text; a cell of nil is missing.
type bookRow struct {
	line  string // as it stands in the file, with its line end
	cells [5]*string
	bad   bool // malformed, or with a cell that does not fit
}

const bookTypes = "data: {types: {id: int, price: \"decimal(9,2)\", name: string, day: date, at: timestamptz}}\n"

// randomBook makes rows of the columns id, price, name, day and at.
func randomBook(rng *rand.Rand, rows int) []bookRow {
	names := []string{"a", "Äpfel", "", "x,y", `say "hi"`, "two\nlines", " blank ", "007", "NULL"}
	book := make([]bookRow, rows)
	for i := range book {
		cells := []string{
			strconv.Itoa(rng.IntN(rows + 1)), fmt.Sprintf("%d.%02d", rng.IntN(300)-100, rng.IntN(100)), names[rng.IntN(len(names))],
			fmt.Sprintf("20%02d-0%d-1%d", rng.IntN(90), 1+rng.IntN(9), rng.IntN(9)), fmt.Sprintf("2024-01-0%dT0%d:00:00+02:00", 1+rng.IntN(9), rng.IntN(9)),
		}
		r := &book[i]
		if rng.IntN(12) == 0 {
			cells[[]int{0, 1, 3}[rng.IntN(3)]], r.bad = "n/a", true
		}
		for j, c := range cells {
			if rng.IntN(15) == 0 {
				cells[j] = ""
			} else if c != "" {
				r.cells[j] = &c
			}
		}
		r.bad = slices.Contains(cells, "n/a")
		quoted := make([]string, len(cells))
		for j, c := range cells {
			quoted[j] = c
			if strings.ContainsAny(c, ",\"\n") || c != "" && rng.IntN(5) == 0 {
				quoted[j] = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			}
		}
		switch rng.IntN(25) {
		case 0:
			quoted, r.bad = quoted[:4], true
			r.cells[4] = nil
		case 1:
			quoted, r.bad = append(quoted, "surplus"), true
		}
		r.line = strings.Join(quoted, ",") + []string{"\n", "\r\n"}[rng.IntN(2)]
	}
	return book
}

// bookRule is an expectation and what it means, told in the plainest way.
type bookRule struct {
	yaml   string
	alone  bool // judges each row by itself
	failed func(rows []bookRow) map[int]bool
}

func numberOf(c *string) (float64, bool) {
	if c == nil {
		return 0, false
	}
	f, err := strconv.ParseFloat(*c, 64)
	return f, err == nil
}

// each makes a rule of a predicate about one cell, to which cells that do not fit
// are unexpected.
func each(column int, expected func(f float64) bool, where func(r bookRow) bool) func(rows []bookRow) map[int]bool {
	return func(rows []bookRow) map[int]bool {
		out := make(map[int]bool)
		for i, r := range rows {
			if r.cells[column] == nil || where != nil && !where(r) {
				continue
			}
			f, fits := numberOf(r.cells[column])
			out[i] = !fits || !expected(f)
		}
		return out
	}
}

func bookRules() []bookRule {
	return []bookRule{
		{"between: {column: price, min: -50, max: 150}", true, each(1, func(f float64) bool { return f >= -50 && f <= 150 }, nil)},
		{"between: {column: id, min: 2}\n    where: price > 0\n    mostly: 0.1", true, each(0, func(f float64) bool { return f >= 2 }, func(r bookRow) bool {
			f, fits := numberOf(r.cells[1])
			return fits && f > 0
		})},
		{"not-null: name", true, func(rows []bookRow) map[int]bool {
			out := make(map[int]bool)
			for i, r := range rows {
				out[i] = r.cells[2] == nil
			}
			return out
		}},
		{"unique: id", false, func(rows []bookRow) map[int]bool {
			out, first := make(map[int]bool), make(map[float64]int)
			for i, r := range rows {
				f, fits := numberOf(r.cells[0])
				switch at, seen := first[f]; {
				case r.cells[0] == nil:
				case !fits:
					out[i] = true
				case seen:
					out[at], out[i] = true, true
				default:
					first[f] = i
				}
			}
			return out
		}},
		{"increasing: price\n    mostly: 0.01", false, func(rows []bookRow) map[int]bool {
			out := make(map[int]bool)
			var last *float64
			for i, r := range rows {
				f, fits := numberOf(r.cells[1])
				if r.cells[1] == nil {
					continue
				}
				if !fits {
					out[i] = true
					continue
				}
				out[i] = last != nil && f < *last
				last = &f
			}
			return out
		}},
		{"between: {column: price, max: 100}\n    segments: [name]", true, each(1, func(f float64) bool { return f <= 100 }, nil)},
	}
}

// TestQuarantineDividesRandomData checks every row of random data against rules
// told anew, for every format of the two files, and that neither workers, batches
// nor the pieces in which the data are read change a byte.
func TestQuarantineDividesRandomData(t *testing.T) {
	const seed = 20260
	for round := range 60 {
		rng := rand.New(rand.NewPCG(seed, uint64(round)))
		rows := randomBook(rng, rng.IntN(60))
		if round%10 == 0 {
			rows = randomBook(rng, 300)
		}
		rules := bookRules()
		rng.Shuffle(len(rules), func(i, j int) { rules[i], rules[j] = rules[j], rules[i] })
		rules = rules[:1+rng.IntN(4)]
		name := fmt.Sprintf("seed %d round %d", seed, round)
		dir := t.TempDir()
		checkBook(t, name, dir, rng, rows, rules)
	}
}

func checkBook(t *testing.T, name, dir string, rng *rand.Rand, rows []bookRow, rules []bookRule) {
	t.Helper()
	text := "id,price,name,day,at\n"
	for _, r := range rows {
		text += r.line
	}
	data := filepath.Join(dir, "book.csv")
	write(t, data, text)
	yaml, alone := "version: 1\n"+bookTypes+"expectations:\n", "version: 1\n"+bookTypes+"expectations:\n  - row-count-between: {min: 0}\n"
	for _, r := range rules {
		yaml += "  - " + r.yaml + "\n"
		if r.alone {
			alone += "  - " + r.yaml + "\n"
		}
	}
	var good, bad []bookRow
	for i, r := range rows {
		if r.bad || slices.ContainsFunc(rules, func(rule bookRule) bool { return rule.failed(rows)[i] }) {
			bad = append(bad, r)
		} else {
			good = append(good, r)
		}
	}
	ext := [2]string{[]string{"csv", "parquet"}[rng.IntN(2)], []string{"csv", "parquet"}[rng.IntN(2)]}
	var before [2][]byte
	// Keys of no row at all have the rows divided in a pass of their own.
	late := yaml + "  - unique: id\n    where: id > 1000000\n"
	folds := ""
	for _, fold := range bookFolds {
		folds += "  - " + fold + "\n"
	}
	for run, how := range []engine.RunOptions{{Workers: 1}, {Workers: 3, BatchRows: 1}, {Workers: 2, BatchRows: 77, Memory: 1}, {Workers: 2, BatchRows: 5}, {Workers: 3, BatchRows: 2}} {
		paths := [2]string{filepath.Join(dir, fmt.Sprintf("good%d.%s", run, ext[0])), filepath.Join(dir, fmt.Sprintf("bad%d.%s", run, ext[1]))}
		res := divide(t, name, data, []string{yaml, yaml, yaml, late, yaml + folds}[run], []int{0, 40, 0, 64, 50}[run], paths, how, run == 4)
		if q := res.Quarantine; q.Withheld != "" || q.Accepted != int64(len(good)) || q.Rejected != int64(len(bad)) {
			t.Fatalf("%s: %+v, want %d and %d rows\n%s%s", name, q, len(good), len(bad), yaml, text)
		}
		for side := range paths {
			got, err := os.ReadFile(paths[side])
			if err != nil {
				t.Fatal(err)
			}
			if run > 0 && !bytes.Equal(got, before[side]) {
				t.Fatalf("%s: %s differs from run to run:\n%q\n%q", name, paths[side], got, before[side])
			}
			before[side] = got
		}
		checkSides(t, name, data, paths, [2][]bookRow{good, bad}, alone)
		if run == 4 {
			checkFolds(t, name, paths[0], "version: 1\n"+bookTypes+"expectations:\n"+folds, res.Outcomes[len(rules):])
		}
	}
}

// bookFolds are expectations that are not about rows.
var bookFolds = []string{
	"mean-between: {column: price, min: 0}", "median-between: {column: price, min: 0}", "quantiles-between: {column: price, quantiles: {0.2: [0, 1]}}",
	"sum-between: {column: id, min: 0}\n    where: price > 10", "row-count-between: {min: 3}", "distinct-count-between: {column: name, max: 4}",
	"max-between: {column: day, max: 2050-01-01}", "min-between: {column: price, min: 5}\n    segments: [name]", "not-null-fraction-between: {column: price, min: 0.9}",
}

// checkFolds compares what was judged by the accepted rows with what their file
// comes to.
func checkFolds(t *testing.T, name, accepted, yaml string, got []engine.Outcome) {
	t.Helper()
	res := runBook(t, name, openBook(t, accepted, 0), loadBook(t, yaml), engine.RunOptions{AllowEmpty: true})
	defer res.Close()
	for i, want := range res.Outcomes {
		if g := got[i]; g.Status != want.Status || fmt.Sprint(g.Observed, g.Segments, g.Err) != fmt.Sprint(want.Observed, want.Segments, want.Err) {
			t.Fatalf("%s: %s: %s %v %v %v, of the accepted file %s %v %v %v", name, want.Check.ID, g.Status, g.Observed, g.Segments, g.Err, want.Status, want.Observed, want.Segments, want.Err)
		}
	}
}

// checkSides compares the files with the rows that they should hold.
func checkSides(t *testing.T, name, data string, paths [2]string, want [2][]bookRow, alone string) {
	t.Helper()
	whole := cellsOf(t, openBook(t, data, 0))
	byLine := make(map[string][]string) // cells as they were read, by line
	at := 0
	all := slices.Concat(want[0], want[1])
	text, err := os.ReadFile(data)
	if err != nil {
		t.Fatal(err)
	}
	rest := strings.TrimPrefix(string(text), "id,price,name,day,at\n")
	for range all {
		for _, r := range all {
			if strings.HasPrefix(rest, r.line) {
				byLine[r.line] = whole[at]
				rest = rest[len(r.line):]
				break
			}
		}
		at++
	}
	for side, path := range paths {
		source := openBook(t, path, 0)
		got := cellsOf(t, source)
		if len(got) != len(want[side]) {
			t.Fatalf("%s: %s has %d rows, want %d", name, path, len(got), len(want[side]))
		}
		for i, r := range want[side] {
			expect := byLine[r.line]
			for c, cell := range expect {
				if strings.HasPrefix(cell, "!") && strings.HasSuffix(path, "parquet") {
					cell = "null" // and in _assay_raw
				}
				if got[i][c] != cell {
					t.Fatalf("%s: row %d of %s is %q, want %q", name, i, path, got[i], expect)
				}
			}
		}
	}
	if strings.HasSuffix(paths[0], ".csv") {
		kept := "id,price,name,day,at\n"
		for _, r := range want[0] {
			kept += r.line
		}
		if got, err := os.ReadFile(paths[0]); err != nil || string(got) != kept {
			t.Fatalf("%s: accepted are %q (%v), want %q", name, got, err, kept)
		}
	}
	res := runBook(t, name, openBook(t, paths[0], 0), loadBook(t, alone), engine.RunOptions{AllowEmpty: true})
	if !res.Accepted {
		t.Fatalf("%s: the accepted rows are rejected by\n%s", name, alone)
	}
	res.Close()
}

func openBook(t *testing.T, path string, chunk int) engine.Source {
	t.Helper()
	suite := loadBook(t, "version: 1\n"+bookTypes+"expectations:\n  - not-null: id\n")
	src, err := readers.Open(context.Background(), readers.Request{Paths: []string{path}, CSV: csv.Options{ChunkBytes: chunk}, Types: suite.Data.Types})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { src.Close() })
	return src
}

func loadBook(t *testing.T, yaml string) *suites.Suite {
	t.Helper()
	loader := suites.Loader{ReadFile: func(string) ([]byte, error) { return []byte(yaml), nil }}
	suite, diagnostics := loader.Load("book.yaml")
	if len(diagnostics) > 0 {
		t.Fatal(diagnostics)
	}
	return suite
}

func runBook(t *testing.T, name string, src engine.Source, suite *suites.Suite, opt engine.RunOptions) *engine.Result {
	t.Helper()
	bound := suite.Bind(&engine.Env{Schema: src.Schema()})
	if len(bound.Diagnostics) > 0 {
		t.Fatal(bound.Diagnostics)
	}
	plan, err := engine.Compile(src.Schema(), bound.Checks, bound.Findings, engine.PlanOptions{AlsoRead: bound.AlsoRead})
	if err != nil {
		t.Fatal(err)
	}
	res, err := engine.Run(context.Background(), plan, src, opt)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return res
}

func divide(t *testing.T, name, data, yaml string, chunk int, paths [2]string, opt engine.RunOptions, without bool) *engine.Result {
	t.Helper()
	src := openBook(t, data, chunk)
	layout, ok := src.(engine.TextSource).Text()
	if !ok {
		t.Fatal("one CSV file has no layout")
	}
	sink, err := quarantine.New(quarantine.Options{
		Accepted: paths[0], Rejected: paths[1], Schema: src.Schema(), Files: src.Files(),
		Text: &layout, CSV: quarantine.Dialect{Quote: '"'}, Version: "test",
	})
	if err != nil {
		t.Fatal(err)
	}
	defer sink.Discard()
	opt.Quarantine = &engine.Quarantine{Sink: sink}
	if without {
		opt.Quarantine.MaxRejected = &engine.Limit{Share: true, Value: 1}
	}
	res := runBook(t, name, src, loadBook(t, yaml), opt)
	if err := sink.Commit(); err != nil {
		t.Fatal(err)
	}
	res.Close()
	return res
}

// cellsOf reads all cells as text: "null" where there is no value, and behind "!"
// what does not fit its type.
func cellsOf(t *testing.T, src engine.Source) [][]string {
	t.Helper()
	ctx := context.Background()
	var req engine.ScanRequest
	for i, f := range src.Schema().Fields() {
		if !strings.HasPrefix(f.Name, "_assay_") {
			req.Columns = append(req.Columns, engine.ColumnRequest{Index: i})
		}
	}
	scan, err := src.Scan(ctx, req)
	if err != nil {
		t.Fatal(err)
	}
	defer scan.Close()
	var rows [][]string
	for {
		split, err := scan.Next(ctx)
		if err == io.EOF {
			return rows
		}
		for err == nil {
			var b *engine.Batch
			if b, err = split.Next(ctx); err == nil {
				rows = append(rows, batchCells(t, b)...)
			}
		}
		if err != io.EOF {
			t.Fatal(err)
		}
		split.Close()
	}
}

func batchCells(t *testing.T, b *engine.Batch) [][]string {
	t.Helper()
	rows := make([][]string, b.Rows)
	for _, c := range b.Columns {
		v, err := new(vector.Decoder).Decode(c.Array, c.Invalid, c.InvalidText)
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			cell := "null"
			switch s := v.At(i); {
			case s.Invalid:
				cell = "!" + s.Text()
			case !s.IsNull():
				cell = s.Text()
			}
			rows[i] = append(rows[i], strings.Clone(cell))
		}
	}
	return rows
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
