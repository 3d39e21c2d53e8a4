package quarantine

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

func options(dir string) Options {
	return Options{
		Accepted: filepath.Join(dir, "good.csv"), Rejected: filepath.Join(dir, "bad.csv"),
		Schema: arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Int64}}, nil),
		Files:  []engine.File{{Path: "a.csv", Format: "csv"}},
		CSV:    Dialect{Quote: '"'},
	}
}

// textPiece is encoded rows of CSV on both sides.
func textPiece(good, bad string) *piece {
	return &piece{encoded: [2]any{&textRows{text: []byte(good)}, &textRows{text: []byte(bad)}}, rows: [2]int64{1, 1}}
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return strings.Join(list, " ")
}

func content(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestFilesAppearTogether(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "good.csv"), []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := New(options(dir))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Write(textPiece("1\n", "2,x\n"), engine.Base{}); err != nil {
		t.Fatal(err)
	}
	for _, name := range strings.Fields(names(t, dir)) {
		if !strings.HasSuffix(name, ".tmp") && content(t, filepath.Join(dir, name)) != "old" {
			t.Errorf("%s is there before the end", name)
		}
	}
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); got != "bad.csv good.csv" || content(t, filepath.Join(dir, "good.csv")) != "n\n1\n" {
		t.Errorf("there are %s", got)
	}
	if accepted, rejected := s.Written(); accepted != 1 || rejected != 1 {
		t.Errorf("%d and %d rows were written", accepted, rejected)
	}
	if err := s.Discard(); err != nil || names(t, dir) != "bad.csv good.csv" {
		t.Errorf("discarding what was committed: %v, %s", err, names(t, dir))
	}
}

// TestNeitherFileWhereOneCannotAppear has the second file's place taken by a
// folder when both are complete.
func TestNeitherFileWhereOneCannotAppear(t *testing.T) {
	for name, old := range map[string]string{"nothing was there": "", "a file was there": "old\n"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			o := options(dir)
			want := "bad.csv"
			if old != "" {
				want = "bad.csv good.csv"
				if err := os.WriteFile(o.Accepted, []byte(old), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			s, err := New(o)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Write(textPiece("1\n", "2,x\n"), engine.Base{}); err != nil {
				t.Fatal(err)
			}
			if err := os.MkdirAll(filepath.Join(o.Rejected, "inside"), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := s.Commit(); err == nil || !strings.Contains(err.Error(), "cannot write the rows to "+o.Rejected) {
				t.Errorf("got %v", err)
			}
			if got := names(t, dir); got != want {
				t.Errorf("there are %s, want %s", got, want)
			}
			if old != "" && content(t, o.Accepted) != old {
				t.Errorf("the old file holds %q", content(t, o.Accepted))
			}
		})
	}
}

// full is a disk without room.
type full struct{ path string }

func (f full) Write([]byte) (int, error) {
	return 0, &fs.PathError{Op: "write", Path: f.path + ".ABCDEFGH.tmp", Err: errors.New("no space left on device")}
}

func TestFullDisk(t *testing.T) {
	for _, ending := range []string{".csv", ".parquet"} {
		t.Run(ending, func(t *testing.T) {
			dir := t.TempDir()
			o := options(dir)
			o.Accepted = filepath.Join(dir, "good"+ending)
			s, err := New(o)
			if err != nil {
				t.Fatal(err)
			}
			switch w := s.sides[accepted].format.(type) {
			case *text:
				w.w = full{o.Accepted}
			case *table:
				w.w.Reset(full{o.Accepted})
			}
			if err := s.Commit(); err == nil || err.Error() != "cannot write the rows: write "+o.Accepted+": no space left on device" {
				t.Errorf("got %v", err)
			}
			if got := names(t, dir); got != "" {
				t.Errorf("there are %s", got)
			}
		})
	}
}

func TestPlacesThatCannotBeReplaced(t *testing.T) {
	dir := t.TempDir()
	o := options(dir)
	if err := os.Mkdir(o.Rejected, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := New(o); err == nil || !strings.HasSuffix(err.Error(), "bad.csv: that is no regular file, which alone can appear whole or not at all") {
		t.Errorf("got %v", err)
	}
	if got := names(t, dir); got != "bad.csv" {
		t.Errorf("there are %s", got)
	}
}

func TestEndings(t *testing.T) {
	for path, want := range map[string]bool{
		"a.csv": true, "A.CSV": true, "a.tsv.gz": true, "a.csv.zst": true, "a.parquet": true, "a.parquet.gz": false,
		"a.gz": false, "a": false, "-": false, "a.json": false,
	} {
		if got := Writes(path); got != want {
			t.Errorf("%s: %t", path, got)
		}
	}
}

func TestDialectQuotes(t *testing.T) {
	rfc := Dialect{Delimiter: ',', Quote: '"'}
	odd := Dialect{Delimiter: '\t', Quote: '\'', Escape: '\\', Comment: '#', Trim: true}
	for _, c := range []struct {
		d          Dialect
		cell, want string
	}{
		{rfc, "", `""`}, {rfc, "a", "a"}, {rfc, "a,b", `"a,b"`}, {rfc, `a"b`, `"a""b"`}, {rfc, "a\rb", "\"a\rb\""}, {rfc, " a ", " a "}, {rfc, "#a", "#a"},
		{odd, "a,b", "a,b"}, {odd, "a\tb", "'a\tb'"}, {odd, `it's`, `'it\'s'`}, {odd, `a\`, `a\`}, {odd, `a'\`, `'a\'\\'`}, {odd, "#a", "'#a'"}, {odd, " a", "' a'"}, {odd, "a\t", "'a\t'"},
	} {
		if got := string(c.d.append(nil, c.cell)); got != c.want {
			t.Errorf("%q is written as %s, want %s", c.cell, got, c.want)
		}
	}
}
