package dvc_test

import (
	"fmt"
	"strings"
	"testing"

	"assay/readers/dvc"
)

// TestDamage has pointers and objects that are not what they should be.
func TestDamage(t *testing.T) {
	good := sumOf(first)
	cases := []struct {
		name    string
		pointer string
		says    string
	}{
		{"no object", pointerTo("d.csv", strings.Repeat("0", 32)), "neither in DVC's cache nor in the remote store"},
		{"no md5", "outs:\n- path: d.csv\n", "records no MD5"},
		{"an import that was not downloaded", "deps:\n- path: x\n  repo: {url: https://example.com/r, rev_lock: abc}\nouts:\n- path: d.csv\n", "imports from https://example.com/r"},
		{"an etag", "outs:\n- etag: abc\n  path: d.csv\n", "records no MD5"},
		{"another hash", "outs:\n- md5: " + good + "\n  hash: blake3\n  path: d.csv\n", `"blake3"`},
		{"a path for an md5", pointerTo("d.csv", "../../../../etc/passwd"), "is no MD5"},
		{"a short md5", pointerTo("d.csv", "ab"), "is no MD5"},
		{"empty", "", "has no outputs"},
		{"half", "outs:\n- md5: ", "has no path"},
		{"not YAML", "outs: [", "no YAML of DVC's"},
		{"a list", "- 1\n- 2\n", "no YAML of DVC's"},
		{"two outputs", "outs:\n- {md5: " + good + ", hash: md5, path: a.csv}\n- {md5: " + good + ", hash: md5, path: b.csv}\n", "name one of them as in dvc://a.csv"},
		{"an alias bomb", bomb(), "no YAML of DVC's"},
		{"a wrong size", "outs:\n- {md5: " + sumOf("not this") + ", size: 3, hash: md5, path: d.csv}\n", "neither in"},
	}
	p := newProject(t)
	p.store(cache, first, "")
	for _, c := range cases {
		p.write("d.csv.dvc", c.pointer)
		t.Run(c.name, func(t *testing.T) {
			p.t = t
			p.refuses("d.csv.dvc", "", dvc.Options{}, c.says)
		})
	}
}

// bomb is YAML whose aliases stand for a billion values.
func bomb() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x]\n")
	for i := range 30 {
		fmt.Fprintf(&b, "a%d: &a%d [*a%d, *a%d]\n", i+1, i+1, i, i)
	}
	return b.String() + "outs: *a30\n"
}

// TestObjects has objects whose bytes are not what their names say.
func TestObjects(t *testing.T) {
	p := newProject(t)
	sum := p.add(cache, "d.csv", first)
	object := fmt.Sprintf("files/md5/%s/%s", sum[:2], sum[2:])
	p.write(cache+"/"+object, "id\n2\n")
	p.refuses("d.csv.dvc", "", dvc.Options{}, "in DVC's cache is damaged: its MD5 is "+sumOf("id\n2\n"))
	p.write("d.csv.dvc", pointerTo("d.csv", sum)+"  size: 5\n")
	p.write(cache+"/"+object, "id")
	p.refuses("d.csv.dvc", "", dvc.Options{}, "is damaged: it has 2 bytes, and the pointer says 5")

	sum = p.add(remote, "r.csv", second)
	p.write(fmt.Sprintf("%s/files/md5/%s/%s", remote, sum[:2], sum[2:]), "")
	p.refuses("r.csv.dvc", "", dvc.Options{}, "in the remote store")
	p.write(fmt.Sprintf("%s/files/md5/%s/%s/x", cache, strings.Repeat("1", 2), strings.Repeat("1", 30)), "")
	p.write("dir.csv.dvc", pointerTo("dir.csv", strings.Repeat("1", 32)))
	p.refuses("dir.csv.dvc", "", dvc.Options{}, "no regular file")
}

// TestHostileDirectories has lists of files that lead elsewhere.
func TestHostileDirectories(t *testing.T) {
	p := newProject(t)
	good := p.store(cache, first, "")
	entry := func(path string) string { return fmt.Sprintf(`{"md5": %q, "relpath": %q}`, good, path) }
	for _, c := range []struct{ list, says string }{
		{"[" + entry("../x.csv") + "]", "no path below the directory"},
		{"[" + entry("/etc/passwd") + "]", "no path below the directory"},
		{"[" + entry("a/../../x.csv") + "]", "no path below the directory"},
		{"[" + entry("a//x.csv") + "]", "no path below the directory"},
		{"[" + entry(`..\x.csv`) + "]", "no path below the directory"},
		{"[" + entry(".") + "]", "no path below the directory"},
		{"[" + entry("") + "]", "no path below the directory"},
		{"[" + entry("a.csv") + ", " + entry("a.csv") + "]", "lists a.csv twice"},
		{`[{"md5": "../../x", "relpath": "a.csv"}]`, "no MD5"},
		{`[{"md5": 1, "relpath": "a.csv"}]`, "not one of DVC's"},
		{`{"a": 1}`, "not one of DVC's"},
		{"", "not one of DVC's"},
		{"[" + entry("a.csv"), "ends too early"},
	} {
		p.write("raw.dvc", pointerTo("raw", p.store(cache, c.list, ".dir")))
		p.refuses("raw.dvc", "", dvc.Options{}, c.says)
	}
}

// TestHostileRevisions must not reach git as options or commands.
func TestHostileRevisions(t *testing.T) {
	p := newProject(t)
	p.add(cache, "data.csv", first)
	p.commit("v1")
	for _, rev := range []string{"--output=pwned", "-x", "a\x00b", "a\nb"} {
		if _, _, err := dvc.ParseAddress("data.csv", rev); err == nil || !strings.Contains(err.Error(), "cannot be a git revision") {
			t.Errorf("%q: %v", rev, err)
		}
	}
	for _, rev := range []string{"v9", "HEAD:data.csv.dvc", "v1 v1", "$(touch pwned)", "v1..HEAD", "^v1", "@{99}", ":/nothing"} {
		p.refuses("data.csv", rev, dvc.Options{}, "git knows no revision")
	}
	t.Setenv("PATH", t.TempDir())
	p.refuses("data.csv", "v1", dvc.Options{}, "there is no git in PATH")
}

// TestWithoutRepositories has data that nothing versions.
func TestWithoutRepositories(t *testing.T) {
	isolate(t)
	p := &project{t, t.TempDir()}
	p.write("data.csv.dvc", pointerTo("data.csv", sumOf(first)))
	p.refuses("data.csv.dvc", "", dvc.Options{}, "there is no .dvc folder above it")
	p.refuses("data.csv", "v1", dvc.Options{}, "in no git repository")
}

// TestLegacy has pointers of DVC 2, whose MD5s are of texts with LF.
func TestLegacy(t *testing.T) {
	p := newProject(t)
	dos := "id,name\r\n1,a\r\n"
	binary := "\x00\x01\r\n\x02"
	big := strings.Repeat("0123456789abcdef\r\n", 100_000)
	for name, c := range map[string]struct{ bytes, hashed string }{
		"text.csv":    {dos, strings.ReplaceAll(dos, "\r\n", "\n")},
		"binary.dat":  {binary, binary},
		"big.csv":     {big, pieces(big)},
		"changed.csv": {dos, dos},
	} {
		sum := sumOf(c.hashed)
		p.write(fmt.Sprintf("%s/%s/%s", cache, sum[:2], sum[2:]), c.bytes)
		p.write(name+".dvc", fmt.Sprintf("outs:\n- md5: %s\n  size: %d\n  path: %s\n", sum, len(c.bytes), name))
		if name == "changed.csv" {
			p.refuses(name+".dvc", "", dvc.Options{}, "is damaged")
		} else if got := p.texts(name+".dvc", "", dvc.Options{}); got[""] != c.bytes {
			t.Errorf("%s: %d bytes, want %d", name, len(got[""]), len(c.bytes))
		}
	}
	list := fmt.Sprintf(`[{"md5": %q, "relpath": "a.csv"}]`, sumOf("id,name\n1,a\n"))
	sum := sumOf(list)
	p.write(fmt.Sprintf("%s/%s/%s.dir", cache, sum[:2], sum[2:]), list)
	p.write("raw.dvc", fmt.Sprintf("outs:\n- md5: %s.dir\n  path: raw\n", sum))
	if got := p.texts("raw.dvc", "", dvc.Options{}); got["a.csv"] != dos {
		t.Errorf("of a directory: %q", got)
	}
}

// pieces is a text with LF for CRLF, but for those that a piece of 1 MiB cuts.
func pieces(text string) string {
	var b strings.Builder
	for len(text) > 0 {
		n := min(len(text), 1<<20)
		b.WriteString(strings.ReplaceAll(text[:n], "\r\n", "\n"))
		text = text[n:]
	}
	return b.String()
}
