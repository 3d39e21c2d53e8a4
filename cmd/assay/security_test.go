package main

import (
	"context"
	"io"
	"io/fs"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/reports"
)

// runIn runs the command and returns its code and all that it prints.
func runIn(args ...string) (exitCode, string) {
	var printed strings.Builder
	code := execute(context.Background(), std{in: strings.NewReader(""), out: &printed, err: &printed}, args)
	return code, printed.String()
}

// write writes files below the working directory.
func write(t *testing.T, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// everyReport asks for a report of every format, each in a file of its name.
func everyReport() (args []string) {
	for _, f := range reports.All() {
		args = append(args, "--report", f.Name+"=out/"+f.Name)
	}
	return args
}

// TestOutputPathsAreNotTakenFromData checks data whose cells, columns, folders
// and suite are paths that lead elsewhere, and looks for what was written: only
// what the command line names.
func TestOutputPathsAreNotTakenFromData(t *testing.T) {
	outer := t.TempDir()
	if err := os.Mkdir(filepath.Join(outer, "work"), 0o777); err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Join(outer, "work"))
	evil := filepath.Join(outer, "evil")
	write(t, map[string]string{
		"data/a=..%2F..%2Fevil/b=%2Ftmp%2Fevil/part.csv": "../evil," + evil + "\n../../evil," + evil + ".csv\n~/evil,$HOME/evil\n",
		"suite.yaml": "version: 1\nsuite: ../../evil\nexpectations:\n  - not-null: ../evil\n  - matches-regex: {column: ../evil, regex: x}\n    name: ../../evil\n",
		"out/keep":   "",
	})
	code, said := runIn(append([]string{"check", "data", "-s", "suite.yaml", "-q"}, everyReport()...)...)
	if code != exitRejected {
		t.Fatalf("exit code %d: %s", code, said)
	}
	if code, said := runIn("site", "site", "out/json"); code != exitAccepted {
		t.Fatalf("exit code %d: %s", code, said)
	}
	known := []string{"work/out", "work/site", "work/data", "work/suite.yaml"}
	if err := filepath.WalkDir(outer, func(path string, d fs.DirEntry, err error) error {
		name, _ := filepath.Rel(outer, path)
		name = filepath.ToSlash(name)
		inside := slices.ContainsFunc(known, func(k string) bool { return name == k || strings.HasPrefix(name, k+"/") })
		if err == nil && !d.IsDir() && !inside {
			t.Errorf("%s was written", name)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir("out")
	if err != nil || len(entries) != len(reports.All())+1 {
		t.Errorf("%d files in out, want one for each of %d formats: %v", len(entries), len(reports.All()), err)
	}
}

// secret stands in every place where secrets stand.
const secret = "hunter2"

// credentials are the variables of the environment that hold secrets.
var credentials = []string{
	"AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "OPENLINEAGE_API_KEY", "MLFLOW_TRACKING_PASSWORD", "MLFLOW_TRACKING_TOKEN",
	"AZURE_STORAGE_KEY", "GITHUB_TOKEN", "CI_JOB_TOKEN", "DATABASE_PASSWORD",
}

// TestSecretsAreNeverShown gives secrets to the command in every way there is,
// has services refuse them, and looks for them in all that is printed and
// written.
func TestSecretsAreNeverShown(t *testing.T) {
	for _, name := range credentials {
		t.Setenv(name, secret)
	}
	t.Chdir(t.TempDir())
	write(t, map[string]string{
		"orders.csv": "id\n1\n1\n", "orders.yaml": "version: 1\nexpectations: [{unique: id}]\n", "out/keep": "",
		"both.yaml": "version: 1\nexpectations: [{unique: id}, {row-count-equals-other: \"http://user:" + secret + "@127.0.0.1:1/x.csv?token=" + secret + "\"}]\n",
		"env.yaml":  "version: 1\nexpectations: [{unique: \"${env.NO_SUCH_VARIABLE}\"}]\n",
	})
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, r.URL.String()+" "+r.Header.Get("Authorization"), http.StatusForbidden)
	}))
	defer echo.Close()
	address := strings.Replace(echo.URL, "http://", "http://user:"+secret+"@", 1) + "/" + secret + "?token=" + secret
	check := []string{"check", "orders.csv", "-s", "orders.yaml"}
	for _, args := range [][]string{
		append([]string{"check", "orders.csv", "-s", "both.yaml", "--timing", "--verbose"}, everyReport()...),
		append(slices.Clone(check), "--notify", "webhook="+address, "--notify", "slack="+address, "--notify", "teams="+address, "--notify-required"),
		append(slices.Clone(check), "--openlineage-url", address),
		append(slices.Clone(check), "--notify", "webhook="+secret+"://"+secret),
		append(slices.Clone(check), "--notify", "http://"+secret+"\x7f"),
		append(slices.Clone(check), "--plan"),
		{"check", "orders.csv", "-s", "env.yaml"},
		{"check", "http://user:" + secret + "@127.0.0.1:1/orders.csv?token=" + secret, "-s", "orders.yaml"},
		{"check", "https://user:" + secret + "@127.0.0.1:1/orders.csv?token=" + secret, "-s", "orders.yaml", "--plan"},
		{"check", "ftp://user:" + secret + "@127.0.0.1:1/orders.csv?token=" + secret, "-s", "orders.yaml"},
		{"lint", "orders.yaml", "--data", "http://user:" + secret + "@127.0.0.1:1/orders.csv?token=" + secret},
		{"check", "s3://key:" + secret + "@bucket/orders.csv?endpoint_url=http://127.0.0.1:1&secret_access_key=" + secret, "-s", "orders.yaml"},
	} {
		code, said := runIn(args...)
		if code == exitAccepted && args[len(args)-1] != "--plan" {
			t.Errorf("%v: accepted", args)
		}
		if strings.Contains(said, secret) {
			t.Errorf("%v: exit code %d, says\n%s", args, code, said)
		}
	}
	files, err := filepath.Glob("out/*")
	if err != nil || len(files) != len(reports.All())+1 {
		t.Errorf("%d files: %v", len(files), err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), secret) {
			t.Errorf("%s holds the secret", name)
		}
	}
}

// TestTLSIsVerified sends nothing to a service whose certificate is nobody's.
func TestTLSIsVerified(t *testing.T) {
	asked := 0
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	t.Chdir(t.TempDir())
	write(t, map[string]string{"orders.csv": "id\n1\n", "orders.yaml": "version: 1\nexpectations: [{unique: id}]\n"})
	for _, args := range [][]string{
		{"check", "orders.csv", "-s", "orders.yaml", "--openlineage-url", server.URL},
		{"check", server.URL + "/orders.csv", "-s", "orders.yaml"},
	} {
		code, said := runIn(args...)
		if code != exitReport && code != exitData || asked > 0 {
			t.Errorf("%v: exit code %d, asked %d times: %s", args, code, asked, said)
		}
	}
}
