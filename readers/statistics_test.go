package readers

import (
	"fmt"
	"testing"

	"assay/engine"
)

// TestStatistics checks what is known of a table without reading it.
func TestStatistics(t *testing.T) {
	for name, c := range map[string]struct {
		files files
		want  []string // by column
	}{
		"several files": {
			files{"d/a.parquet": parquetFileOf(t, "x:int64", `{"x":3}`, `{}`), "d/b.parquet": parquetFileOf(t, "x:int64", `{"x":-7}`)},
			[]string{"x: 1 of 3 null, -7 to 3"},
		},
		"folders": {
			files{"d/k=1/a.parquet": parquetFileOf(t, "x:int64", `{"x":3}`), "d/k=/b.parquet": parquetFileOf(t, "x:int64", `{"x":3}`, `{"x":4}`)},
			[]string{"x: 0 of 3 null, 3 to 4", "k: 2 of 3 null"},
		},
		"a column that one file lacks": {
			files{"d/a.parquet": parquetFileOf(t, "x:int64 y:int64", `{"x":3,"y":5}`), "d/b.parquet": parquetFileOf(t, "x:int64", `{"x":4}`)},
			[]string{"x: 0 of 2 null, 3 to 4", "y: 1 of 2 null, 5 to 5"},
		},
		"null in one file": {
			files{"d/a.parquet": parquetFileOf(t, "x:int64", `{"x":3}`), "d/b.parquet": parquetFileOf(t, "x:null", `{}`)},
			[]string{"x: 1 of 2 null, 3 to 3"},
		},
		"a wider type": {
			files{"d/a.parquet": parquetFileOf(t, "x:int64", `{"x":9007199254740993}`), "d/b.parquet": parquetFileOf(t, "x:int32", `{"x":1}`)},
			[]string{"x: 0 of 2 null, to be read"},
		},
		"CSV": {files{"d/a.parquet": parquetFileOf(t, "x:int64", `{"x":3}`), "d/b.csv": "x\n1\n"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			c.files.write(t)
			src, err := Open(t.Context(), Request{Paths: []string{"d"}, Union: true})
			if err != nil {
				t.Fatal(err)
			}
			defer src.Close()
			known := src.(engine.StatisticsSource).Statistics()
			if (known == nil) != (c.want == nil) {
				t.Fatalf("statistics %+v, want %q", known, c.want)
			}
			for i, want := range c.want {
				if got := describe(src.Schema().Field(i).Name, known.Columns[i]); got != want {
					t.Errorf("known: %s\nwant   %s", got, want)
				}
			}
		})
	}
}

func describe(name string, c engine.ColumnStatistics) string {
	text := fmt.Sprintf("%s: %d of %d null", name, c.Nulls, c.Rows)
	if !c.Min.IsNull() {
		text += ", " + c.Min.Text() + " to " + c.Max.Text()
	}
	if c.Unverified {
		text += ", to be read"
	}
	return text
}

// TestFolderThatDoesNotFitIsRead checks that its cells are not taken for good.
func TestFolderThatDoesNotFitIsRead(t *testing.T) {
	files{"d/k=x/a.parquet": parquetFileOf(t, "x:int64", `{"x":3}`)}.write(t)
	hint := func([]string) func(string) engine.Hint { return func(string) engine.Hint { return engine.HintNumber } }
	src, err := Open(t.Context(), Request{Paths: []string{"d"}, Hint: hint})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	if got := describe("k", src.(engine.StatisticsSource).Statistics().Columns[1]); got != "k: 0 of 1 null, to be read" {
		t.Errorf("known: %s", got)
	}
}
