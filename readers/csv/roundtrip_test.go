package csv

import (
	stdcsv "encoding/csv"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// randomTable makes cells of all that may need quotes.
func randomTable(rng *rand.Rand) [][]string {
	pieces := []string{"", "a", "1", ",", `"`, `""`, "\n", "\r", "\r\n", " ", "é", "\u2028", "\ufeff", "a long text that fills more than one block of sixty-four bytes", "#", "\\", "'"}
	columns := 1 + rng.IntN(5)
	table := make([][]string, 1+rng.IntN(30))
	for i := range table {
		for range columns {
			var cell strings.Builder
			for range rng.IntN(5) {
				cell.WriteString(pieces[rng.IntN(len(pieces))])
			}
			table[i] = append(table[i], cell.String())
		}
	}
	for i := range table[0] {
		table[0][i] = fmt.Sprintf("%s%d", table[0][i], i) // names must differ
	}
	return table
}

// write spells a table as RFC 4180 has it. Quotes stand where they must, and by
// chance elsewhere.
func write(rng *rand.Rand, table [][]string) string {
	var b strings.Builder
	eol := []string{"\n", "\r\n"}[rng.IntN(2)]
	for n, record := range table {
		for i, cell := range record {
			if i > 0 {
				b.WriteByte(',')
			}
			if strings.ContainsAny(cell, "\",\r\n") || strings.HasPrefix(cell, "\ufeff") || rng.IntN(4) == 0 {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			b.WriteString(cell)
		}
		if n < len(table)-1 || len(record) == 1 || rng.IntN(3) > 0 {
			b.WriteString(eol)
		}
	}
	return b.String()
}

// TestWhatIsWrittenIsRead checks that cells come back byte for byte, whatever
// stands in them.
func TestWhatIsWrittenIsRead(t *testing.T) {
	const seed = 4180
	for round := range 1500 {
		rng := rand.New(rand.NewPCG(seed, uint64(round)))
		table := randomTable(rng)
		text := write(rng, table)
		opt := Options{ChunkBytes: 1 + rng.IntN(300), NullValues: []string{"no cell is this"}}
		in := fileInput(text)
		if round%2 == 1 {
			in = streamInput(text)
		}
		rows, err := readAll(t, in, opt, 1+rng.IntN(3), rng.IntN(4))
		if err != nil || len(rows) != len(table)-1 {
			t.Fatalf("seed %d round %d: %d rows (%v), want %d\n%q", seed, round, len(rows), err, len(table)-1, text)
		}
		for i, r := range rows {
			if !slices.Equal(r.cells, table[i+1]) || r.reason != "" {
				t.Fatalf("seed %d round %d row %d: got %q %s, want %q\n%q", seed, round, i, r.cells, r.reason, table[i+1], text)
			}
		}
		if p, err := NewProbe(t.Context(), in, opt); err != nil || !slices.Equal(p.Names(), table[0]) {
			t.Fatalf("seed %d round %d: names %v, want %q", seed, round, err, table[0])
		}
		checkAgainstStandard(t, text, rows)
	}
}

// checkAgainstStandard compares with encoding/csv, which reads \r\n within
// quotes as \n, and leaves out blank lines.
func checkAgainstStandard(t *testing.T, text string, rows []row) {
	t.Helper()
	if strings.HasPrefix(text, "\ufeff") || len(rows) > 0 && len(rows[0].cells) == 1 {
		return
	}
	want, err := stdcsv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(want) != len(rows)+1 {
		t.Fatalf("encoding/csv reads %d records (%v), this package %d rows\n%q", len(want), err, len(rows), text)
	}
	for i, r := range rows {
		cells := slices.Clone(r.cells)
		for c := range cells {
			cells[c] = strings.ReplaceAll(cells[c], "\r\n", "\n")
		}
		if !slices.Equal(cells, want[i+1]) {
			t.Fatalf("row %d: got %q, encoding/csv reads %q\n%q", i, cells, want[i+1], text)
		}
	}
}
