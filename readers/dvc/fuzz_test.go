package dvc

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzParse feeds the readers of every text that comes from a repository or a
// remote. What they let through must stay below the directory and the cache.
func FuzzParse(f *testing.F) {
	sum := strings.Repeat("ab", 16)
	for _, seed := range []string{
		"outs:\n- md5: " + sum + "\n  size: 65\n  hash: md5\n  path: data.csv\n",
		"outs:\n- md5: " + sum + ".dir\n  nfiles: 2\n  path: data\nwdir: ../x\n",
		"outs:\n- path: d\n  files:\n  - {relpath: a/b.csv, md5: " + sum + ", size: 1, cloud: {r: {etag: x, version_id: y}}}\n",
		"frozen: true\ndeps:\n- path: x\n  repo: {url: u, rev_lock: y}\nouts:\n- md5: " + sum + "\n  path: x\n",
		"schema: '2.0'\nstages:\n  validate@train:\n    cmd: x\n    outs:\n    - {path: o.csv, hash: md5, md5: " + sum + ", size: 3}\n",
		"stages:\n  validate:\n    foreach: [train]\n    do: {cmd: x, wdir: 'of/${item}'}\n",
		`[{"md5": "` + sum + `", "relpath": "a.txt"}, {"md5": "` + sum + `", "relpath": "b/c.txt"}]`,
		"[core]\n    remote = r\n['remote \"r\"']\n    url = ../../x # y\n[cache]\ndir = '~/c'\n",
		"a: &a [*a]\nouts: *a\n", "outs:\n- md5: 1e10\n  path: ../../x\n", "[[\n", "[", "\x00",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		outs, err := parsePointer(text, "/repo")
		if err == nil && len(outs) == 0 {
			t.Error("a pointer to nothing, and no error")
		}
		locked, _ := parseLock(text, text, "/repo")
		for _, o := range append(outs, locked...) {
			if o.object.md5 != "" {
				safeKey(t, o.object)
			}
			checkEntries(t, o.files)
		}
		entries, err := parseDir(bytes.NewReader(text), false)
		if err == nil {
			checkEntries(t, entries)
		}
		c := config{make(sections)}
		if c.merge(string(text), "/repo/.dvc") == nil {
			_, _, _ = c.remoteNamed("")
		}
	})
}

func checkEntries(t *testing.T, entries []entry) {
	for _, e := range entries {
		safeKey(t, e.object)
		if at := filepath.Join("/repo/data", filepath.FromSlash(e.within)); !strings.HasPrefix(at, "/repo/data/") {
			t.Errorf("%q leads to %s", e.within, at)
		}
	}
}

func safeKey(t *testing.T, x object) {
	if key := x.key(); strings.Contains(key, "..") || strings.HasPrefix(key, "/") || len(key) > 64 {
		t.Errorf("an object at %q", key)
	}
}
