package csv

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/integrations/tools"
)

// TestSpectrum reads the files of npm's csv-spectrum, and compares them with the
// JSON beside them.
func TestSpectrum(t *testing.T) {
	folder := filepath.Join(filepath.Dir(tools.Bin(t)), "node", "node_modules", "csv-spectrum")
	files, err := filepath.Glob(filepath.Join(folder, "csvs", "*.csv"))
	if err != nil || len(files) < 12 {
		t.Fatalf("%s has %d files, and should have 12; %v", folder, len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".csv")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			said, err := os.ReadFile(filepath.Join(folder, "json", name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			if said = bytes.TrimSpace(said); said[0] == '{' { // a table of one row
				said = slices.Concat([]byte("["), said, []byte("]"))
			}
			var want []map[string]string
			if err := json.Unmarshal(said, &want); err != nil {
				t.Fatal(err)
			}
			for _, in := range []Input{fileInput(string(text)), streamInput(string(text))} {
				compareSpectrum(t, in, want)
			}
		})
	}
}

// misprint is what stands in a CSV file where its JSON has another number.
var misprint = map[string]string{"1234567890": "2095257564"}

func compareSpectrum(t *testing.T, in Input, want []map[string]string) {
	t.Helper()
	p, err := NewProbe(t.Context(), in, Options{})
	if err != nil {
		t.Fatal(err)
	}
	names := p.Names()
	got, err := readAll(t, in, Options{}, 1, 0)
	if err != nil || len(got) != len(want) {
		t.Fatalf("%d rows, want %d; %v", len(got), len(want), err)
	}
	for i, row := range got {
		if len(names) != len(want[i]) || row.reason != "" {
			t.Errorf("row %d has %d cells, want %d; %s", i, len(names), len(want[i]), row.reason)
		}
		for c, name := range names {
			if row.cells[c] != want[i][name] && row.cells[c] != misprint[want[i][name]] {
				t.Errorf("row %d: %s is %q, want %q", i, name, row.cells[c], want[i][name])
			}
		}
	}
}
