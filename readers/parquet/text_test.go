package parquet

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"assay/engine"
	"assay/engine/vector"
)

// TestText asks for every column of the fixtures as text and compares it with
// FormatText of the column as it is.
func TestText(t *testing.T) {
	for _, file := range fixtureFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".parquet"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			src, err := openBytes(data, Options{})
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range src.(*source).columns {
				if c.why != "" {
					continue
				}
				both := engine.ScanRequest{BatchRows: 7, Columns: []engine.ColumnRequest{{Index: i}, {Index: i, Text: true}}}
				err := eachBatch(src, both, func(b *engine.Batch) error {
					want, err := vector.FormatText(b.Columns[0].Array, memory.DefaultAllocator)
					if err != nil {
						return err
					}
					got := b.Columns[1]
					if lane := vector.LaneOf(got.Array.DataType()); lane != vector.Bytes && c.field.Type.ID() != arrow.NULL {
						t.Fatalf("column %q as text is %v", c.field.Name, got.Array.DataType())
					}
					for row := range b.Rows {
						w, g := cellText(engine.Column{Array: want}, row), cellText(got, row)
						if w != g {
							t.Fatalf("column %q as text is %q, want %q", c.field.Name, g, w)
						}
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
