package readers

import (
	"os"
	"strings"
	"testing"
)

// TestWhichFilesAreRead checks what paths stand for.
func TestWhichFilesAreRead(t *testing.T) {
	const csv = "a\n1\n"
	tree := files{
		"one.csv": csv, "two.CSV": csv, "d/b.csv": csv, "d/a.tsv": csv, "d/sub/c.csv": csv, "d/readme.md": "no data",
		"d/_SUCCESS": "", "d/_tmp/x.csv": csv, "d/.hidden.csv": csv, "d/.git/x.csv": csv, "d/sub/_x.csv": csv,
		"g/1.csv": csv, "g/2.csv": csv, "g/10.csv": csv, "g/.3.csv": csv, "g/_4.csv": csv, "g/sub/5.csv": csv,
		"literal[1].csv": csv, "star*.csv": csv, "odd/data.bin": csv, "odd/x": csv, "odd/_x": csv,
		"deep/1/x.csv": csv, "deep/2/x.csv": csv, "deep/_3/x.csv": csv, "spark.csv/part-0.csv": csv,
	}
	tree.write(t)
	for name, c := range map[string]struct {
		paths  []string
		format string
		want   string
	}{
		"a file":                   {[]string{"one.csv"}, "", "one.csv"},
		"ending in capitals":       {[]string{"two.CSV"}, "", "two.CSV"},
		"files in the order given": {[]string{"two.CSV", "one.csv"}, "", "two.CSV one.csv"},
		"twice is once":            {[]string{"one.csv", "./one.csv", "o*.csv"}, "", "one.csv"},
		"a directory":              {[]string{"d"}, "", "d/a.tsv d/b.csv d/sub/c.csv"},
		"a directory with a slash": {[]string{"d/"}, "", "d/a.tsv d/b.csv d/sub/c.csv"},
		"a directory and a file":   {[]string{"d", "one.csv"}, "", "d/a.tsv d/b.csv d/sub/c.csv one.csv"},
		"named like a file":        {[]string{"spark.csv"}, "", "spark.csv/part-0.csv"},
		"the present directory":    {[]string{"./deep/1/."}, "", "deep/1/x.csv"},
		"a glob":                   {[]string{"g/*.csv"}, "", "g/1.csv g/10.csv g/2.csv"},
		"a glob of files and more": {[]string{"g/*"}, "", "g/1.csv g/10.csv g/2.csv g/sub/5.csv"},
		"a glob from here":         {[]string{"./g/*.csv"}, "", "g/1.csv g/10.csv g/2.csv"},
		"a glob for hidden names":  {[]string{"g/.*.csv"}, "", "g/.3.csv"},
		"a glob for underscores":   {[]string{"g/_*.csv"}, "", "g/_4.csv"},
		"a class":                  {[]string{"g/[12].csv"}, "", "g/1.csv g/2.csv"},
		"a glob of directories":    {[]string{"deep/*/x.csv"}, "", "deep/1/x.csv deep/2/x.csv"},
		"directories by glob":      {[]string{"dee?/*"}, "", "deep/1/x.csv deep/2/x.csv"},
		"brackets in a name":       {[]string{"literal[1].csv"}, "", "literal[1].csv"},
		"a star in a name":         {[]string{"star*.csv"}, "", "star*.csv"},
		"odd names":                {[]string{"odd/data.bin"}, "csv", "odd/data.bin"},
		"odd names in a directory": {[]string{"odd"}, "csv", "odd/data.bin odd/x"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := read(t, Request{Paths: c.paths, InputFormat: c.format}, 1)
			if have := strings.Join(got.files, " "); err != nil || have != c.want {
				t.Errorf("read %s (%v)\nwant %s", have, err, c.want)
			}
			if len(got.rows) != len(strings.Fields(c.want)) {
				t.Errorf("rows %q", got.rows)
			}
		})
	}
}

// TestWhatCannotBeListed checks the errors of paths.
func TestWhatCannotBeListed(t *testing.T) {
	files{"one.csv": "a\n1\n", "notes.txt": "x", "empty/readme.md": "", "odd/_x": "", "odd/.y": ""}.write(t)
	for name, c := range map[string]struct {
		path, format string
		says         []string
	}{
		"missing file":            {"none.csv", "", []string{"none.csv: there is no such file"}},
		"missing directory":       {"none/x.csv", "", []string{"there is no such file or directory"}},
		"no match":                {"x*.csv", "", []string{"x*.csv: no file matches the pattern"}},
		"no match in a directory": {"none/*.csv", "", []string{"no file matches the pattern"}},
		"bad pattern":             {"x[.csv", "", []string{"pattern", "syntax error"}},
		"double star":             {"**/x.csv", "", []string{"** is not understood", "name the directory"}},
		"no data in a directory":  {"empty", "", []string{"no data file below this directory", "csv.gz"}},
		"nothing in a directory":  {"odd", "csv", []string{"no file below this directory"}},
		"a path through a file":   {"one.csv/x.csv", "", []string{"one.csv/x.csv: cannot be read: not a directory"}},
		"a glob through a file":   {"one.csv/*.csv", "", []string{"cannot be read: not a directory"}},
		"unknown ending":          {"notes.txt", "", []string{"--input-format", "parquet", "csv.zst"}},
		"unknown ending, globbed": {"n*", "", []string{"notes.txt: ", "--input-format"}},
		"standard input":          {"-", "", []string{"--input-format"}},
		"a scheme of others":      {"hdfs://node/x.parquet", "", []string{"addresses of hdfs:// cannot be read, but those of az://, ", "s3://", "local copy"}},
		"a glob of theirs":        {"ftp://server/*.parquet", "", []string{"addresses of ftp:// cannot be read"}},
		"a drive":                 {`C:\x.csv`, "", []string{`C:\x.csv: there is no such file`}},
		"a drive with slashes":    {`C://x.csv`, "", []string{`C://x.csv: there is no such file`}},
		"a NUL byte":              {"a\x00.csv", "", []string{"cannot be read"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := read(t, Request{Paths: []string{c.path}, InputFormat: c.format}, 1)
			want := c.path
			if strings.HasSuffix(name, "globbed") {
				want = "notes.txt"
			}
			wantDataError(t, err, want, c.says...)
		})
	}
}

// TestWrongRequests checks the errors that are not the data's fault.
func TestWrongRequests(t *testing.T) {
	files{"one.csv": "a\n1\n"}.write(t)
	for name, c := range map[string]struct {
		req  Request
		says string
	}{
		"no path":           {Request{}, "no data is named"},
		"unknown format":    {Request{Paths: []string{"one.csv"}, InputFormat: "xls"}, `unknown input format "xls"; known are csv, tsv, parquet`},
		"a name for format": {Request{Paths: []string{"one.csv"}, InputFormat: "x.csv"}, "unknown input format"},
		"no standard input": {Request{Paths: []string{"-"}, InputFormat: "csv"}, "no standard input"},
		"nor as Parquet":    {Request{Paths: []string{"-"}, InputFormat: "parquet"}, "no standard input"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := read(t, c.req, 1); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want an error that says %q", err, c.says)
			}
		})
	}
}

func TestLinksAreFollowed(t *testing.T) {
	files{"store/1/a.csv": "a\n1\n", "store/2/b.csv": "a\n2\n"}.write(t)
	for link, to := range map[string]string{"all": "store", "store/1/more": "../2", "store/2/back": "..", "store/gone": "nowhere", "store/1/l.csv": "../2/b.csv"} {
		if err := os.Symlink(to, link); err != nil {
			t.Fatal(err)
		}
	}
	got, err := read(t, Request{Paths: []string{"all"}}, 1)
	want := "all/1/a.csv all/1/l.csv all/1/more/b.csv all/2/b.csv"
	if have := strings.Join(got.files, " "); err != nil || have != want {
		t.Errorf("read %s (%v)\nwant %s", have, err, want)
	}
	if err := os.Symlink("nowhere", "store/gone.csv"); err != nil {
		t.Fatal(err)
	}
	_, err = read(t, Request{Paths: []string{"store"}}, 1)
	wantDataError(t, err, "store/gone.csv", "there is no such file")
}
