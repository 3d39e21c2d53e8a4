package dvc_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"assay/integrations/tools"
	"assay/readers/dvc"
)

// TestWebRemote fetches objects from a web server.
func TestWebRemote(t *testing.T) {
	p := newProject(t)
	p.add(remote, "data.csv", first)
	p.addDir(remote, "raw", "a.csv", first, "sub/b.csv", second)
	files := http.FileServer(http.Dir(p.path(remote)))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, ok := r.BasicAuth(); !ok || user != "u" || password != "hidden" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		files.ServeHTTP(w, r)
	}))
	defer server.Close()
	config := "[core]\nremote = web\n['remote \"web\"']\nurl = " + server.URL + "/\nauth = basic\nuser = u\n"
	p.write(".dvc/config", config)
	p.refuses("data.csv.dvc", "", dvc.Options{}, "cannot be fetched: the server does not accept the credentials (401)")
	p.write(".dvc/config.local", "['remote \"web\"']\npassword = hidden\n")
	if got := p.texts("data.csv.dvc", "", dvc.Options{}); got[""] != first {
		t.Errorf("%q", got)
	}
	if got := p.texts("raw.dvc", "", dvc.Options{}); !maps.Equal(got, map[string]string{"a.csv": first, "sub/b.csv": second}) {
		t.Errorf("%q", got)
	}

	p.write("none.csv.dvc", pointerTo("none.csv", strings.Repeat("0", 32)))
	p.refuses("none.csv.dvc", "", dvc.Options{}, "in the remote web ("+server.URL+"/) cannot be fetched: there is no such file on the server (404)")
	sum := sumOf(first)
	object := fmt.Sprintf("%s/files/md5/%s/%s", remote, sum[:2], sum[2:])
	p.write(object, "id\n2\n")
	p.refuses("data.csv.dvc", "", dvc.Options{}, "is damaged: its MD5 is "+sumOf("id\n2\n"))
	p.write("data.csv.dvc", pointerTo("data.csv", sum)+"  size: 5\n")
	p.write(object, strings.Repeat("id\n", 10))
	p.refuses("data.csv.dvc", "", dvc.Options{}, "is damaged: it has 30 bytes, more than 5")
	p.write(object, "id")
	p.refuses("data.csv.dvc", "", dvc.Options{}, "is damaged: it has 2 bytes, and the pointer says 5")
}

// TestUnreadRemotes has remotes that only DVC itself reads.
func TestUnreadRemotes(t *testing.T) {
	p := newProject(t)
	p.write("data.csv.dvc", pointerTo("data.csv", sumOf(first)))
	for settings, says := range map[string]string{
		"url = gdrive://folder":                         "remotes of gdrive:// are not read; run dvc fetch",
		"url = https://example.com/x\nauth = digest":    `its remote wants the authentication "digest"`,
		"url = ssh://example.com/x\nport = many":        `the port of the remote store is "many"`,
		"url = s3://bucket/x\nversion_aware = true":     "keeps versions of its own (version_aware), which are not read: run dvc fetch",
		"url = remote://base/x":                         `based on "base", which has no url`,
		"url = webdavs://u:hidden@example.com/x?a=more": "the remote store (webdavs://example.com/x)",
	} {
		p.write(".dvc/config", "[core]\nremote = store\n['remote \"store\"']\n"+settings+"\n")
		p.refuses("data.csv.dvc", "", dvc.Options{}, says)
	}
}

// TestAgainstDVC lets DVC add and push to an object store, and finds what it
// gets.
func TestAgainstDVC(t *testing.T) {
	real, moto := tools.Path(t, "dvc"), tools.Path(t, "moto_server")
	p := newProject(t)
	port := tools.FreePort(t)
	endpoint := fmt.Sprintf("http://127.0.0.1:%d", port)
	tools.Start(t, exec.Command(moto, "-H", "127.0.0.1", "-p", fmt.Sprint(port)), tools.Answers(endpoint))
	t.Setenv("DVC_NO_ANALYTICS", "1")
	t.Setenv("DVC_SITE_CACHE_DIR", t.TempDir())
	req, err := http.NewRequest(http.MethodPut, endpoint+"/store", nil)
	if err != nil {
		t.Fatal(err)
	}
	// Without credentials moto takes every request.
	if res, err := http.DefaultClient.Do(req); err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("make a bucket: %v, %v", res, err)
	}
	p.write(".dvc/config", "[core]\n    remote = s3r\n['remote \"s3r\"']\n    url = s3://store/proj\n    endpointurl = "+endpoint+"\n    region = us-east-1\n")
	p.write(".dvc/config.local", "['remote \"s3r\"']\n    access_key_id = key\n    secret_access_key = secret\n")
	p.write("data.csv", first)
	p.write("raw/a.csv", first)
	p.write("raw/in ä/b.csv", second)
	p.write("dvc.yaml", "stages:\n  make:\n    cmd: cp data.csv made.csv\n    deps: [data.csv]\n    outs: [made.csv]\n")
	run := func(args ...string) string {
		t.Helper()
		cmd := exec.Command(real, args...)
		cmd.Dir = p.root
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("dvc %v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	run("add", "-q", "data.csv", "raw")
	run("repro", "-q")
	run("push", "-q")
	p.commit("v1")
	p.write("data.csv", "id\nnot pushed\n")
	run("add", "-q", "data.csv")
	p.commit("v2")
	if err := os.RemoveAll(p.path(cache)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		address string
		want    map[string]string
	}{
		{"data.csv", map[string]string{"": first}},
		{"made.csv", map[string]string{"": first}},
		{"raw", map[string]string{"a.csv": first, "in ä/b.csv": second}},
		{"raw/in ä/b.csv", map[string]string{"": second}},
	} {
		if got := p.texts(c.address, "v1", dvc.Options{}); !maps.Equal(got, c.want) {
			t.Errorf("%s: %q", c.address, got)
		}
		to := filepath.Join(t.TempDir(), "got")
		run("get", "-q", p.root, c.address, "--rev", "v1", "-o", to)
		for within, want := range c.want {
			if got, err := os.ReadFile(filepath.Join(to, within)); err != nil || string(got) != want {
				t.Errorf("dvc get %s: %q, %v", c.address, got, err)
			}
		}
	}
	p.refuses("data.csv", "v2", dvc.Options{}, "there is no such object in the bucket")
}
