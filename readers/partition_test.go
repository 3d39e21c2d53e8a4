package readers

import (
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/readers/csv"
)

func TestFoldersBecomeColumns(t *testing.T) {
	const none = hiveNull
	for name, c := range map[string]struct {
		files   files
		paths   []string
		types   map[string]arrow.DataType
		columns string
		rows    string
	}{
		"numbers and text": {
			files{"d/year=2023/country=FR/a.csv": "x\n1\n", "d/year=2024/country=DE/a.csv": "x\n2\n3\n"}, []string{"d"}, nil,
			"x:int64 year:int64 country:utf8",
			`d/year=2023/country=FR/a.csv#1 1|2023|FR
			 d/year=2024/country=DE/a.csv#1 2|2024|DE
			 d/year=2024/country=DE/a.csv#2 3|2024|DE`,
		},
		"percent escapes": {
			files{"d/place=a%2Fb%20c/a.csv": "x\n1\n", "d/place=50%/a.csv": "x\n2\n", "d/place=%C3%A9%22,/a.csv": "x\n3\n"}, []string{"d"}, nil,
			"x:int64 place:utf8",
			`d/place=%C3%A9%22,/a.csv#1 3|é",
			 d/place=50%/a.csv#1 2|50%
			 d/place=a%2Fb%20c/a.csv#1 1|a/b c`,
		},
		"null": {
			files{"d/k=1/a.csv": "x\n1\n", "d/k=" + none + "/a.csv": "x\n2\n", "d/k=/a.csv": "x\n3\n"}, []string{"d"}, nil,
			"x:int64 k:int64",
			`d/k=/a.csv#1 3|∅
			 d/k=1/a.csv#1 1|1
			 d/k=` + none + `/a.csv#1 2|∅`,
		},
		"nothing but null": {
			files{"d/k=" + none + "/a.csv": "x\n1\n"}, []string{"d"}, nil,
			"x:int64 k:null", `d/k=` + none + `/a.csv#1 1|∅`,
		},
		"leading zeros": {
			files{"d/m=01/a.csv": "x\n1\n", "d/m=12/a.csv": "x\n2\n"}, []string{"d"}, nil,
			"x:int64 m:utf8", "d/m=01/a.csv#1 1|01\nd/m=12/a.csv#1 2|12",
		},
		"dates": {
			files{"d/day=2024-01-31/a.csv": "x\n1\n"}, []string{"d"}, nil,
			"x:int64 day:date32", "d/day=2024-01-31/a.csv#1 1|2024-01-31",
		},
		"floats": {
			files{"d/rate=0.5/a.csv": "x\n1\n", "d/rate=1/a.csv": "x\n2\n"}, []string{"d"}, nil,
			"x:int64 rate:float64", "d/rate=0.5/a.csv#1 1|0.5\nd/rate=1/a.csv#1 2|1.0",
		},
		"one that is no number among numbers": {
			mostlyNumbers(40), []string{"d"}, nil, "x:int64 k:utf8", mostlyNumbersRows(40),
		},
		"a declared type": {
			files{"d/m=01/a.csv": "x\n1\n", "d/m=x/a.csv": "x\n2\n"}, []string{"d"}, map[string]arrow.DataType{"m": arrow.PrimitiveTypes.Int64},
			"x:int64 m:int64", "d/m=01/a.csv#1 1|1\nd/m=x/a.csv#1 2|‹x›",
		},
		"declared as text": {
			files{"d/m=1/a.csv": "x\n1\n"}, []string{"d"}, map[string]arrow.DataType{"m": stringType},
			"x:int64 m:utf8", "d/m=1/a.csv#1 1|1",
		},
		"below a glob's first wildcard": {
			files{"k=1/d/l=2/a.csv": "x\n1\n", "k=1/d/l=3/a.csv": "x\n2\n"}, []string{"k=1/d/*/a.csv"}, nil,
			"x:int64 l:int64", "k=1/d/l=2/a.csv#1 1|2\nk=1/d/l=3/a.csv#1 2|3",
		},
		"directories by glob": {
			files{"d/k=1/l=2/a.csv": "x\n1\n", "d/k=2/l=3/a.csv": "x\n2\n"}, []string{"d/k=*"}, nil,
			"x:int64 k:int64 l:int64", "d/k=1/l=2/a.csv#1 1|1|2\nd/k=2/l=3/a.csv#1 2|2|3",
		},
		"not above what is named": {
			files{"d/k=1/a.csv": "x\n1\n"}, []string{"d/k=1"}, nil, "x:int64", "d/k=1/a.csv#1 1",
		},
		"not of a file that is named": {
			files{"d/k=1/a.csv": "x\n1\n"}, []string{"d/k=1/a.csv"}, nil, "x:int64", "d/k=1/a.csv#1 1",
		},
		"no key": {
			files{"d/=1/a.csv": "x\n1\n", "d/=/a.csv": "x\n2\n"}, []string{"d"}, nil, "x:int64", "d/=/a.csv#1 2\nd/=1/a.csv#1 1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.files.write(t)
			got, err := read(t, Request{Paths: c.paths, Types: c.types}, 2)
			if err != nil {
				t.Fatal(err)
			}
			wantTable(t, got, c.columns, c.rows)
		})
	}
}

// mostlyNumbers are n folders of which one is not named by a number.
func mostlyNumbers(n int) files {
	f := files{"d/k=x/a.csv": "x\n7\n"}
	for i := range n {
		f["d/k="+itoa(100+i)+"/a.csv"] = "x\n7\n"
	}
	return f
}

func mostlyNumbersRows(n int) string {
	var rows string
	for i := range n {
		k := itoa(100 + i)
		rows += "d/k=" + k + "/a.csv#1 7|" + k + "\n"
	}
	return rows + "d/k=x/a.csv#1 7|x"
}

func TestFoldersThatDoNotFit(t *testing.T) {
	for name, c := range map[string]struct {
		files files
		path  string
		says  []string
	}{
		"a column of the file": {
			files{"d/k=1/a.csv": "x\n1\n", "d/k=2/a.csv": "x\n1\n", "d/k=3/a.csv": "k\n1\n"}, "d/k=3/a.csv",
			[]string{`"k"`, "in the file and in the name of a folder"},
		},
		"other keys":    {files{"d/k=1/a.csv": "x\n1\n", "d/l=1/a.csv": "x\n1\n"}, "d/l=1/a.csv", []string{"d/k=1/a.csv", "other columns"}},
		"no folder":     {files{"d/k=1/a.csv": "x\n1\n", "d/z.csv": "x\n1\n"}, "d/z.csv", []string{"d/k=1/a.csv", "other columns"}},
		"more folders":  {files{"d/a.csv": "x\n1\n", "d/k=1/a.csv": "x\n1\n"}, "d/k=1/a.csv", []string{"d/a.csv", "other columns"}},
		"the key twice": {files{"d/k=1/k=2/a.csv": "x\n1\n"}, "d/k=1/k=2/a.csv", []string{"two of its folders", `"k"`}},
	} {
		t.Run(name, func(t *testing.T) {
			c.files.write(t)
			_, err := read(t, Request{Paths: []string{"d"}, Union: true}, 1)
			wantDataError(t, err, c.path, c.says...)
		})
	}
}

// TestFoldersAreAskedFor checks that hints reach folders' columns, and that
// they see every column's name.
func TestFoldersAreAskedFor(t *testing.T) {
	files{"d/k=x/a.csv": "v,w\n1,z\n", "d/k=7/a.csv": "v,w\n2,z\n"}.write(t)
	var asked []string
	req := Request{Paths: []string{"d"}, CSV: csv.Options{NullValues: []string{"z"}}, Hint: func(names []string) func(string) engine.Hint {
		asked = names
		return func(column string) engine.Hint {
			if column == "k" {
				return engine.HintNumber
			}
			return engine.NoHint
		}
	}}
	got, err := read(t, req, 1)
	if err != nil {
		t.Fatal(err)
	}
	wantTable(t, got, "v:int64 w:null k:int64", "d/k=7/a.csv#1 2|∅|7\nd/k=x/a.csv#1 1|∅|‹x›")
	if len(asked) != 3 || asked[0] != "v" || asked[2] != "k" {
		t.Errorf("hints were asked for %q", asked)
	}
}

// TestFoldersAsText checks that text is asked for as it is written.
func TestFoldersAsText(t *testing.T) {
	files{"d/k=1.50/a.csv": "v\n1.50\n", "d/k=/a.csv": "v\n2.0\n"}.write(t)
	src, err := Open(t.Context(), Request{Paths: []string{"d"}})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	rows, err := scanAll(t.Context(), src, engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: 1, Text: true}, {Index: 0, Text: true}, {Index: 1}}}, 1)
	if err != nil {
		t.Fatal(err)
	}
	wantTable(t, table{rows: rows}, "", "d/k=/a.csv#1 ∅|2.0|∅\nd/k=1.50/a.csv#1 1.50|1.50|1.5")
}
