package dvc_test

import (
	"os"
	"path/filepath"
	"testing"

	"assay/readers/dvc"
)

// TestPointedMD5 puts pointers of several kinds beside a file.
func TestPointedMD5(t *testing.T) {
	const md5 = "0123456789abcdef0123456789abcdef"
	for text, want := range map[string]string{
		"outs:\n- md5: " + md5 + "\n  hash: md5\n  path: orders.csv\n":                          md5,
		"outs:\n- md5: " + md5 + "\n  path: orders.csv\n":                                       md5,
		"wdir: ..\nouts:\n- md5: " + md5 + "\n  path: data/orders.csv\n":                        md5,
		"outs:\n- md5: " + md5 + ".dir\n  path: others\n- md5: " + md5 + "\n  path: orders.csv": md5,
		"outs:\n- md5: " + md5 + "\n  path: others.csv\n":                                       "",
		"outs:\n- md5: \"<b>none</b>\"\n  path: orders.csv\n":                                   "",
		"outs: [": "",
		"":        "",
	} {
		dir := filepath.Join(t.TempDir(), "data")
		if err := os.Mkdir(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "orders.csv")
		if err := os.WriteFile(path+".dvc", []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if got := dvc.PointedMD5(t.Context(), path); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
	if got := dvc.PointedMD5(t.Context(), filepath.Join(t.TempDir(), "none.csv")); got != "" {
		t.Errorf("no pointer gives %q", got)
	}
}
