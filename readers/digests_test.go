package readers

import (
	"crypto/md5"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/engine"
	"assay/integrations/changes"
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

// TestChangedWhileReading changes a file between its opening and the end, before
// and after it is scanned, and wants no digests and no acceptance.
func TestChangedWhileReading(t *testing.T) {
	const text = "a,b\n1,x\n2,y\n"
	for format, bytes := range map[string]string{
		"csv": text, "csv.gz": gzipped(t, text), "parquet": parquetFileOf(t, "a:int b:string", `{"a":1,"b":"x"}`, `{"a":2,"b":"y"}`),
	} {
		for _, c := range changes.All {
			for _, hashed := range []bool{false, true} {
				for _, after := range []bool{false, true} {
					t.Run(fmt.Sprintf("%s/%s/hashed=%t/after=%t", format, c.Name, hashed, after), func(t *testing.T) {
						path := filepath.Join(t.TempDir(), "data."+format)
						if err := changes.Write(path, []byte(bytes)); err != nil {
							t.Fatal(err)
						}
						err := readChanging(t, path, hashed, after, c.Make)
						var data *engine.DataError
						if !errors.As(err, &data) || !strings.Contains(err.Error(), c.Says) || data.Path != path {
							t.Errorf("the error is %v, want one of %s that says %q", err, path, c.Says)
						}
					})
				}
			}
		}
	}
}

// readChanging reads a file, changes it before or after, and returns what is said
// of it.
func readChanging(t *testing.T, path string, hashed, after bool, change func(path string) error) error {
	t.Helper()
	req := Request{Paths: []string{path}}
	if hashed {
		req.Digests = new(Digests)
	}
	src, err := Open(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	if !after {
		if err := change(path); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := scanAll(t.Context(), src, engine.ScanRequest{Columns: allColumns(src)}, 1); err != nil {
		return err
	}
	if after {
		if err := change(path); err != nil {
			t.Fatal(err)
		}
	}
	if hashed {
		_, err := req.Digests.Finish(t.Context())
		return err
	}
	return src.(engine.LastingSource).Lasts(t.Context())
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
