package readers

import (
	"crypto/md5"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/engine"
	"assay/readers/digest"
)

// wantDigest compares the digests of a dataset of one file with those of bytes.
func wantDigest(t *testing.T, got DataDigest, bytes string) {
	t.Helper()
	want := digest.Sum{Bytes: int64(len(bytes)), MD5: fmt.Sprintf("%x", md5.Sum([]byte(bytes))), SHA256: fmt.Sprintf("%x", sha256.Sum256([]byte(bytes)))}
	if len(got.Files) != 1 || got.Files[0].Sum != want || got.MD5 != want.MD5 {
		t.Errorf("the digests are %+v, want %+v", got, want)
	}
}

// manyRows is CSV of several chunks.
func manyRows() string {
	var b strings.Builder
	b.WriteString("a,b\n")
	for i := range 300_000 {
		fmt.Fprintf(&b, "%d,%d\n", i, i*7)
	}
	return b.String()
}

// TestDigestsWhileReading hashes every layout while it is read once and twice,
// at rest and passing by.
func TestDigestsWhileReading(t *testing.T) {
	text := manyRows()
	for format, bytes := range map[string]string{
		"csv": text, "csv.gz": gzipped(t, text), "csv.zst": zstandard(t, text),
		"parquet": parquetFileOf(t, "a:int b:string", `{"a":1,"b":"x"}`, `{"a":2,"b":"y"}`),
	} {
		for _, passes := range []int{1, 2} {
			path := filepath.Join(t.TempDir(), "data."+format)
			if err := os.WriteFile(path, []byte(bytes), 0o600); err != nil {
				t.Fatal(err)
			}
			t.Run(fmt.Sprintf("%s/file/%d", format, passes), func(t *testing.T) {
				wantDigest(t, digestsOf(t, Request{Paths: []string{path}}, passes), bytes)
			})
			t.Run(fmt.Sprintf("%s/stdin/%d", format, passes), func(t *testing.T) {
				temp := tempFiles{dir: t.TempDir()}
				req := Request{Paths: []string{"-"}, InputFormat: format, Stdin: strings.NewReader(bytes), TempFile: temp.create}
				wantDigest(t, digestsOf(t, req, passes), bytes)
			})
			t.Run(fmt.Sprintf("%s/unread/%d", format, passes), func(t *testing.T) {
				got, err := new(Digests).Read(t.Context(), Request{Paths: []string{path}})
				if err != nil {
					t.Fatal(err)
				}
				wantDigest(t, got, bytes)
			})
		}
	}
}

// digestsOf reads a dataset several times by four workers.
func digestsOf(t *testing.T, req Request, passes int) DataDigest {
	t.Helper()
	req.Digests = new(Digests)
	src, err := Open(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	for n := range passes {
		if _, err := scanAll(t.Context(), src, engine.ScanRequest{Columns: allColumns(src), Again: n < passes-1}, 4); err != nil {
			t.Fatal(err)
		}
	}
	got, err := req.Digests.Finish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestChangedWhileReading changes a file between its opening and the end, and
// wants no digests.
func TestChangedWhileReading(t *testing.T) {
	for name, c := range map[string]struct {
		change func(path string) error
		says   string
	}{
		"replaced": {func(path string) error {
			if err := os.WriteFile(path+".new", []byte("a\n1\n"), 0o600); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		}, "replaced"},
		"grown": {func(path string) error {
			f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			_, err = io.WriteString(f, "2\n")
			return errors.Join(err, f.Close())
		}, "became longer"},
		"cut":     {func(path string) error { return os.Truncate(path, 2) }, "became shorter"},
		"written": {func(path string) error { return os.Chtimes(path, time.Time{}, time.Unix(1, 0)) }, "was written to"},
		"removed": {os.Remove, "there is no such file"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "data.csv")
			if err := os.WriteFile(path, []byte("a\n1\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			digests := new(Digests)
			src, err := Open(t.Context(), Request{Paths: []string{path}, Digests: digests})
			if err != nil {
				t.Fatal(err)
			}
			defer src.Close()
			if err := c.change(path); err != nil {
				t.Fatal(err)
			}
			_, err = scanAll(t.Context(), src, engine.ScanRequest{Columns: allColumns(src)}, 1)
			if err == nil {
				_, err = digests.Finish(t.Context())
			}
			var data *engine.DataError
			if !errors.As(err, &data) || !strings.Contains(err.Error(), c.says) || data.Path != path {
				t.Errorf("the error is %v, want one of %s that says %q", err, path, c.says)
			}
		})
	}
}

// TestFolderDigest names a folder as DVC does: by all that is in it.
func TestFolderDigest(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.csv": "a\n1\n", "sub/b.csv": "a\n2\n", "notes \"é🙂\".txt": "x", ".git/config": "y"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	sum := func(text string) string { return fmt.Sprintf("%x", md5.Sum([]byte(text))) }
	list := fmt.Sprintf(`[{"md5": "%s", "relpath": "a.csv"}, {"md5": "%s", "relpath": "notes \"\u00e9\ud83d\ude42\".txt"}, {"md5": "%s", "relpath": "sub/b.csv"}]`,
		sum("a\n1\n"), sum("x"), sum("a\n2\n"))
	got := digestsOf(t, Request{Paths: []string{dir}}, 1)
	if want := sum(list) + ".dir"; got.MD5 != want || len(got.Files) != 2 {
		t.Errorf("the folder is %s with %d files, want %s with 2", got.MD5, len(got.Files), want)
	}
}
