package reports_test

import (
	"bytes"
	"strings"
	"testing"

	"assay/engine"
	"assay/integrations/bounded"
	"assay/reports"
)

// reread is what a saved result comes back as.
func reread(t *testing.T, r *engine.Result) *engine.Result {
	t.Helper()
	saved, err := reports.ReadJSON(bytes.NewReader(render(t, "json", r, reports.Options{})))
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

// TestReadJSONGivesTheSameReports renders every fixture before and after it was
// saved.
func TestReadJSONGivesTheSameReports(t *testing.T) {
	for name, r := range fixtures() {
		if name == "hostile" || name == "empty" {
			continue // see below
		}
		r.Columns = append(r.Columns, engine.ColumnInfo{Name: "day", Type: "date32", Read: true})
		saved := reread(t, r)
		for _, f := range reports.All() {
			spec := reports.Spec{Format: f, Path: reports.Stdout}
			if spec.Lacks(saved, reports.Options{}) != nil {
				continue
			}
			if want, got := render(t, f.Name, r, reports.Options{}), render(t, f.Name, saved, reports.Options{}); f.Name != "parquet" && !bytes.Equal(got, want) {
				t.Errorf("%s.%s differs:\n%s\nwant\n%s", name, f.Name, got, want)
			}
		}
	}
}

// TestReadJSONGivesTheSameJSON includes what no text can tell apart any more:
// bytes that are no UTF-8, and the null that was observed.
func TestReadJSONGivesTheSameJSON(t *testing.T) {
	for name, r := range fixtures() {
		want := render(t, "json", r, reports.Options{})
		if got := render(t, "json", reread(t, r), reports.Options{}); !bytes.Equal(got, want) {
			t.Errorf("%s differs:\n%s\nwant\n%s", name, got, want)
		}
	}
}

func TestLacks(t *testing.T) {
	hundred := 100
	saved := reread(t, rejected())
	timeless := reread(t, accepted())
	cases := []struct {
		result  *engine.Result
		spec    string
		options reports.Options
		want    string // "" for nothing
	}{
		{saved, "junit", reports.Options{}, ""},
		{saved, "openlineage", reports.Options{}, ""},
		{timeless, "openlineage", reports.Options{}, "--timing"},
		{timeless, "csv", reports.Options{}, ""},
		{saved, "csv", reports.Options{}, "all 312 unexpected rows of between.age, and 20 were saved"},
		{saved, "parquet", reports.Options{}, "--max-examples"},
		{saved, "text", reports.Options{MaxExamples: &hundred}, "and 20 were saved"},
		{saved, "gx", reports.Options{}, "write it with assay check"},
	}
	for _, c := range cases {
		spec, err := reports.ParseSpec(c.spec)
		if err != nil {
			t.Fatal(err)
		}
		err = spec.Lacks(c.result, c.options)
		if (c.want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.spec, err, c.want)
		}
	}
}

// FuzzReadJSON reads anything, and renders what could be read.
func FuzzReadJSON(f *testing.F) {
	for _, name := range []string{"accepted", "rejected", "hostile", "empty"} {
		var b bytes.Buffer
		spec, _ := reports.ParseSpec("json")
		if err := spec.Write(&b, fixtures()[name], reports.Options{}); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Add([]byte(strings.Repeat("[", 20_000)))
	f.Add([]byte(strings.Repeat(`{"outcomes":`, 5_000)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if len(raw) <= 64<<10 {
			bounded.Run(t, readBytes, func() { readAndRender(raw) })
		}
	})
}

// readBytes is what reading a result of a few kilobytes, and writing it in all
// formats, may take.
const readBytes = 256 << 20

func readAndRender(raw []byte) {
	r, err := reports.ReadJSON(bytes.NewReader(raw))
	if err != nil {
		return
	}
	for _, format := range reports.All() {
		spec := reports.Spec{Format: format, Path: reports.Stdout}
		if spec.Lacks(r, reports.Options{}) == nil {
			_ = spec.Write(&bytes.Buffer{}, r, reports.Options{})
		}
	}
}
