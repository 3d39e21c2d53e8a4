package dvc_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/readers/dvc"
)

const (
	first  = "id\n1\n"
	second = "id\n1\n2\n"
)

// TestLocate goes through every way to name versioned data.
func TestLocate(t *testing.T) {
	p := newProject(t)
	p.add(cache, "data.csv", first)
	p.addDir(cache, "raw", "a.csv", first, "sub/b.csv", second, "README", "no data")
	p.write("plain.csv", "id\n9\n")
	p.write("lists/x.csv", "id\n8\n")
	p.add(cache, "lists/y.csv", second)
	p.store(cache, "id\n7\n", "")
	p.write("dvc.yaml", "stages:\n  prep:\n    cmd: x\n  in:\n    wdir: work\n    cmd: x\n  each:\n    foreach: [a]\n    do:\n      wdir: of-${item}\n      cmd: x\n")
	p.write("dvc.lock", "schema: '2.0'\nstages:\n"+
		"  prep:\n    cmd: x\n    outs:\n"+lockOut("out.csv", "id\n7\n")+
		"  in:\n    cmd: x\n    outs:\n"+lockOut("w.csv", "id\n7\n")+
		"  each@a:\n    cmd: x\n    outs:\n"+lockOut("e.csv", "id\n7\n"))
	p.commit("v1")
	p.add(cache, "data.csv", second)
	p.git("rm", "-q", "plain.csv", "dvc.lock", "dvc.yaml")
	p.commit("v2")
	whole := func(text string) map[string]string { return map[string]string{"": text} }
	raw := map[string]string{"a.csv": first, "sub/b.csv": second, "README": "no data"}
	cases := []struct {
		address, rev string
		want         map[string]string
	}{
		{"data.csv.dvc", "", whole(second)},
		{"data.csv", "v1", whole(first)},
		{"data.csv", "HEAD~1", whole(first)},
		{"data.csv.dvc", "v1", whole(first)},
		{"dvc://data.csv", "", whole(second)},
		{"dvc://data.csv@v1", "", whole(first)},
		{"dvc://data.csv@main@{0}", "", whole(second)},
		{"raw.dvc", "", raw},
		{"raw", "v1", raw},
		{"raw/", "v1", raw},
		{"raw/sub", "v1", map[string]string{"b.csv": second}},
		{"raw/sub/b.csv", "v1", whole(second)},
		{"plain.csv", "v1", whole("id\n9\n")},
		{"lists", "v1", map[string]string{"x.csv": "id\n8\n", "y.csv": second}},
		{"out.csv", "v1", whole("id\n7\n")},
		{"work/w.csv", "v1", whole("id\n7\n")},
		{"of-a/e.csv", "v1", whole("id\n7\n")},
	}
	data := func(name string) bool { return strings.HasSuffix(name, ".csv") || name == "README" }
	for _, c := range cases {
		if got := p.texts(c.address, c.rev, dvc.Options{Wanted: data}); !maps.Equal(got, c.want) {
			t.Errorf("%s at %q: %q, want %q", c.address, c.rev, got, c.want)
		}
	}
	p.refuses("plain.csv", "v2", dvc.Options{}, "neither git nor DVC has data by this name in v2")
	p.refuses("out.csv", "v2", dvc.Options{}, "neither git nor DVC")
	p.refuses("raw/none.csv", "v1", dvc.Options{}, "the directory raw has no such file in this version")
	p.refuses("none.csv.dvc", "", dvc.Options{}, "there is no such file")
	p.refuses("none.csv.dvc", "v1", dvc.Options{}, "there is no such pointer in v1")
	p.refuses("dvc://none.csv", "", dvc.Options{}, "no pointer and no dvc.lock records data by this name")
}

func lockOut(path, text string) string {
	return "    - path: " + path + "\n      hash: md5\n      md5: " + sumOf(text) + "\n"
}

// TestWhatIsTold checks how files are called, and by what they are known.
func TestWhatIsTold(t *testing.T) {
	p := newProject(t)
	sum := p.add(cache, "data.csv", first)
	p.addDir(cache, "raw", "k=1/a.csv", second)
	id := p.commit("v1")
	files, err := p.locate("data.csv", "v1", dvc.Options{})
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	if f := files[0]; f.Name != filepath.ToSlash(p.path("data.csv"))+"@v1" || f.RealName != "data.csv" || f.MD5 != sum || f.Revision != id {
		t.Errorf("%+v", f)
	}
	if files, err = p.locate("raw.dvc", "", dvc.Options{}); err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	if f := files[0]; f.Name != filepath.ToSlash(p.path("raw.dvc"))+"/k=1/a.csv" || f.RealName != "a.csv" || f.Within != "k=1/a.csv" || f.MD5 != sumOf(second) || f.Revision != "" {
		t.Errorf("%+v", f)
	}
}

// TestStores looks for objects in the cache, then in remotes.
func TestStores(t *testing.T) {
	p := newProject(t)
	p.add(remote, "data.csv", first)
	p.addDir(remote, "raw", "a.csv", first, "b.csv", second)
	if got := p.texts("data.csv.dvc", "", dvc.Options{}); got[""] != first {
		t.Errorf("from the remote: %q", got)
	}
	if got := p.texts("raw.dvc", "", dvc.Options{}); got["b.csv"] != second {
		t.Errorf("from the remote: %q", got)
	}
	p.write(".dvc/config.local", "['remote \"Other\"']\n    url = "+p.path("elsewhere")+" # a comment\n[cache]\n    dir = ../moved\n")
	p.store("moved", second, "")
	p.write("moved.csv.dvc", pointerTo("moved.csv", sumOf(second)))
	if got := p.texts("moved.csv.dvc", "", dvc.Options{}); got[""] != second {
		t.Errorf("from a cache elsewhere: %q", got)
	}
	p.refuses("data.csv.dvc", "", dvc.Options{Remote: "other"}, "neither in DVC's cache nor in the remote other")
	p.refuses("data.csv.dvc", "", dvc.Options{Remote: "third"}, `no remote "third"; it has other, store`)
	p.write(".dvc/config", "")
	p.refuses("data.csv.dvc", "", dvc.Options{}, "no remote is configured")
	p.write(".dvc/config", "[core]\nremote = bare\n['remote \"bare\"']\n")
	p.refuses("data.csv.dvc", "", dvc.Options{}, `no remote "bare"`)
}

// TestSubdirectory has a DVC repository below the top of the git one.
func TestSubdirectory(t *testing.T) {
	p := newProject(t)
	p.write("inner/.dvc/config", "[cache]\n    dir = store\n")
	sum := p.store("inner/.dvc/store", second, "")
	p.write("inner/deep/data.csv.dvc", pointerTo("data.csv", sum))
	p.commit("v1")
	if got := p.texts("inner/deep/data.csv", "v1", dvc.Options{}); got[""] != second {
		t.Errorf("%q", got)
	}
	if err := os.RemoveAll(p.path("inner/deep")); err != nil {
		t.Fatal(err)
	}
	if got := p.texts("inner/deep/data.csv", "v1", dvc.Options{}); got[""] != second {
		t.Errorf("without the folder: %q", got)
	}
}
