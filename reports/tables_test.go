package reports_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"assay/engine"
	"assay/reports"
)

// TestTablesHoldEveryRow compares the two tables of unexpected rows with each
// other and with the counts.
func TestTablesHoldEveryRow(t *testing.T) {
	for name, result := range fixtures() {
		want := int64(0)
		for _, o := range append(result.Outcomes, result.Findings...) {
			if o.Counts != nil {
				want += o.Counts.Unexpected
			}
		}
		records, err := csv.NewReader(bytes.NewReader(render(t, "csv", result, reports.Options{}))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		rows := parquetRows(t, render(t, "parquet", result, reports.Options{}))
		if int64(len(records)-1) != want || int64(len(rows)) != want {
			t.Errorf("%s: %d rows in CSV, %d in Parquet, want %d", name, len(records)-1, len(rows), want)
			continue
		}
		for i, row := range rows {
			for j, column := range records[0] {
				if got := row[column]; got != records[i+1][j] {
					t.Errorf("%s, row %d, %s: %q in Parquet, %q in CSV", name, i, column, got, records[i+1][j])
				}
			}
		}
	}
}

// parquetRows reads a file back, every value as text.
func parquetRows(t *testing.T, file []byte) []map[string]string {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	rows := parquet.NewGenericReader[map[string]any](f, f.Schema())
	defer rows.Close()
	for range f.NumRows() {
		batch := []map[string]any{{}}
		if n, err := rows.Read(batch); n == 0 {
			t.Fatal(err)
		}
		row := make(map[string]string)
		for key, value := range batch[0] {
			switch value := value.(type) {
			case nil:
				row[key] = ""
			case []byte:
				row[key] = string(value)
			default:
				row[key] = fmt.Sprint(value)
			}
		}
		out = append(out, row)
	}
	return out
}

// TestParquetIsCutIntoGroups writes many rows, of which a bounded number is
// held at once.
func TestParquetIsCutIntoGroups(t *testing.T) {
	const rows, bound = 150_000, 1 << 16
	file := render(t, "parquet", base(between(rows, engine.Fail)), reports.Options{})
	f, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if f.NumRows() != rows {
		t.Errorf("%d rows, want %d", f.NumRows(), rows)
	}
	for _, g := range f.RowGroups() {
		if g.NumRows() > bound {
			t.Errorf("a row group of %d rows, want at most %d", g.NumRows(), bound)
		}
	}
}

func TestOpenLineageNeedsTheTime(t *testing.T) {
	spec, err := reports.ParseSpec("openlineage")
	if err != nil {
		t.Fatal(err)
	}
	if err := spec.Write(&bytes.Buffer{}, accepted(), reports.Options{}); err == nil || !strings.Contains(err.Error(), "--timing") {
		t.Errorf("got %v, want an error that names --timing", err)
	}
}

func TestOpenLineageSettings(t *testing.T) {
	out := render(t, "openlineage?namespace=food://shop&job=orders", rejected(), reports.Options{})
	var event struct {
		Job struct{ Namespace, Name string }
	}
	if err := json.Unmarshal(out, &event); err != nil {
		t.Fatal(err)
	}
	if event.Job.Namespace != "food://shop" || event.Job.Name != "orders" {
		t.Errorf("got %+v", event.Job)
	}
	compare(t, "testdata/rejected.openlineage.json", render(t, "openlineage", rejected(), reports.Options{}))
}
