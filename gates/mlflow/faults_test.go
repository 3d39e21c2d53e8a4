package mlflow_test

import (
	"context"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"assay/gates/mlflow"
	"assay/integrations/tools"
)

// quick are settings under which a faulty server is given up soon.
var quick = []string{"MLFLOW_HTTP_REQUEST_MAX_RETRIES=1", "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR=0", "MLFLOW_HTTP_REQUEST_TIMEOUT=1"}

// TestFaults logs to servers that do not answer as MLflow does. Each ends in one
// sentence that names the server and shows no secret.
func TestFaults(t *testing.T) {
	r := record(t, "a\n1\n", "version: 1\nexpectations: [not-null: a]\n")
	answers := func(code int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(code)
			_, _ = w.Write([]byte(body))
		}
	}
	cases := map[string]struct {
		serve http.HandlerFunc
		env   []string
		want  string
		calls int64
	}{
		"no credentials":    {answers(401, "who?"), nil, "it asks for credentials (401): set MLFLOW_TRACKING_USERNAME", 1},
		"wrong credentials": {answers(401, "who?"), []string{"MLFLOW_TRACKING_TOKEN=hush"}, "does not accept the given credentials (401)", 1},
		"forbidden":         {answers(403, `{"error_code":"PERMISSION_DENIED","message":"Permission denied"}`), nil, "do not permit this (403): /api/2.0/mlflow/runs/create", 1},
		"no such path":      {answers(404, "<html>nothing here</html>"), nil, "knows no /api/2.0/mlflow/runs/create (404)", 1},
		"MLflow's own 404":  {answers(404, `{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"No Experiment with id=0 exists"}`), nil, "No Experiment with id=0 exists (404)", 1},
		"too many requests": {answers(429, "slow down"), nil, `429 Too Many Requests: "slow down"`, 2},
		"broken":            {answers(500, "Traceback"), nil, `500 Internal Server Error: "Traceback"`, 2},
		"a page":            {answers(200, "<html>Welcome</html>"), nil, `the answer is none of MLflow: "<html>Welcome</html>"`, 1},
		"nothing":           {answers(200, ""), nil, `the answer is none of MLflow: ""`, 1},
		"another JSON":      {answers(200, `{"hello": 1}`), nil, "it has no run_id", 1},
		"null":              {answers(200, `null`), nil, "it has no run_id", 1},
		"a redirect":        {answers(302, ""), nil, "the answer was 302 Found", 1},
		"half an answer": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte(`{"run": {`))
		}, nil, "the answer broke off", 2},
		"slow": {func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // only then is it seen that the client went away
			<-r.Context().Done()
		}, []string{"MLFLOW_HTTP_REQUEST_MAX_RETRIES=0"}, "it cannot be reached: there was no answer within 1s", 1},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var calls atomic.Int64
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				calls.Add(1)
				c.serve(w, r)
			}))
			defer server.Close()
			address := strings.Replace(server.URL, "http://", "http://user:sesame@", 1)
			_, err := clientOf(t, address, append(c.env, quick...)...).Log(context.Background(), r, false)
			switch {
			case err == nil:
				t.Fatal("it is logged")
			case !strings.Contains(err.Error(), c.want), !strings.Contains(err.Error(), server.URL), strings.Contains(err.Error(), "sesame"), strings.Contains(err.Error(), "hush"):
				t.Errorf("got %v, want %s", err, c.want)
			}
			if n := calls.Load(); n != c.calls {
				t.Errorf("%d calls, want %d", n, c.calls)
			}
		})
	}
}

func TestServerIsDown(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	address := server.URL
	server.Close()
	_, err := clientOf(t, address, quick...).Log(context.Background(), record(t, "a\n1\n", "version: 1\nexpectations: [not-null: a]\n"), false)
	if err == nil || !strings.Contains(err.Error(), address+": it cannot be reached: ") || !strings.Contains(err.Error(), "refused") {
		t.Errorf("got %v", err)
	}
}

// TestCredentials logs to a server that demands them, with MLflow's own plugin.
func TestCredentials(t *testing.T) {
	address := tools.MLflow(t, "--app-name", "basic-auth")
	r := record(t, "a\n1\n", "version: 1\nexpectations: [not-null: a]\n")
	for name, c := range map[string]struct {
		env  []string
		want string // of the error; "" for none
	}{
		"none":  {nil, "it asks for credentials (401)"},
		"wrong": {[]string{"MLFLOW_TRACKING_USERNAME=admin", "MLFLOW_TRACKING_PASSWORD=sesame"}, "does not accept the given credentials (401)"},
		"right": {[]string{"MLFLOW_TRACKING_USERNAME=admin", "MLFLOW_TRACKING_PASSWORD=of the admin"}, ""},
	} {
		_, err := clientOf(t, address, c.env...).Log(context.Background(), r, false)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

// TestAuthorization looks at the headers that settings lead to.
func TestAuthorization(t *testing.T) {
	home := t.TempDir()
	if err := os.Mkdir(filepath.Join(home, ".mlflow"), 0o700); err != nil {
		t.Fatal(err)
	}
	file := "# from mlflow login\n[other]\nmlflow_tracking_username = nobody\n[mlflow]\nmlflow_tracking_username = filed\nmlflow_tracking_password = kept\n"
	if err := os.WriteFile(filepath.Join(home, ".mlflow", "credentials"), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		home string
		env  []string
		want string // user:password, or the header
	}{
		"nothing":                 {t.TempDir(), nil, ""},
		"a token":                 {t.TempDir(), []string{"MLFLOW_TRACKING_TOKEN=abc"}, "Bearer abc"},
		"a user before a token":   {t.TempDir(), []string{"MLFLOW_TRACKING_TOKEN=abc", "MLFLOW_TRACKING_USERNAME=u", "MLFLOW_TRACKING_PASSWORD=p"}, "u:p"},
		"a user and no password":  {t.TempDir(), []string{"MLFLOW_TRACKING_TOKEN=abc", "MLFLOW_TRACKING_USERNAME=u"}, "Bearer abc"},
		"the file":                {home, nil, "filed:kept"},
		"the variable before it":  {home, []string{"MLFLOW_TRACKING_USERNAME=u"}, "u:kept"},
		"the file before a token": {home, []string{"MLFLOW_TRACKING_TOKEN=abc"}, "filed:kept"},
	} {
		t.Run(name, func(t *testing.T) {
			got, workspace := "", ""
			server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				got, workspace = r.Header.Get("Authorization"), r.Header.Get("X-MLFLOW-WORKSPACE")
				if user, password, ok := r.BasicAuth(); ok {
					got = user + ":" + password
				}
			}))
			defer server.Close()
			s, err := mlflow.FromEnvironment(environment(append(c.env, "MLFLOW_TRACKING_URI="+server.URL, "MLFLOW_WORKSPACE=team")...), c.home)
			if err != nil {
				t.Fatal(err)
			}
			client, err := mlflow.NewClient(s)
			if err != nil {
				t.Fatal(err)
			}
			if err := client.EndRun(context.Background(), "r", mlflow.Failed, time.Now()); err == nil {
				t.Error("an empty answer is taken for one")
			}
			if got != c.want || workspace != "team" {
				t.Errorf("got %q in workspace %q, want %q", got, workspace, c.want)
			}
		})
	}
}

func TestTLS(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) }))
	defer server.Close()
	certs := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(certs, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		env  string
		want string
	}{
		"verified by default": {"", "certificate"},
		"a trusted file":      {"MLFLOW_TRACKING_SERVER_CERT_PATH=" + certs, ""},
		"a trusted folder":    {"MLFLOW_TRACKING_SERVER_CERT_PATH=" + filepath.Dir(certs), ""},
		"not verified":        {"MLFLOW_TRACKING_INSECURE_TLS=True", ""},
	} {
		err := clientOf(t, server.URL, append(quick, c.env)...).EndRun(context.Background(), "r", mlflow.Failed, time.Now())
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

func TestSettingsMistakes(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	const here = "MLFLOW_TRACKING_URI=http://127.0.0.1:5000"
	for want, env := range map[string][]string{
		"names no tracking server":                                    nil,
		"MLFLOW_TRACKING_URI is a folder":                             {"MLFLOW_TRACKING_URI=./mlruns"},
		"is a folder: assay reaches MLflow by its server":             {"MLFLOW_TRACKING_URI=file:///tmp/mlruns"},
		"is a database (sqlite)":                                      {"MLFLOW_TRACKING_URI=sqlite:///mlflow.db"},
		"is a database (postgresql+psycopg2)":                         {"MLFLOW_TRACKING_URI=postgresql+psycopg2://user:secret@host/db"},
		"knows no Databricks profiles":                                {"MLFLOW_TRACKING_URI=databricks://profile"},
		"begins with ftp:":                                            {"MLFLOW_TRACKING_URI=ftp://host/secret"},
		"MLFLOW_REGISTRY_URI is a database":                           {here, "MLFLOW_REGISTRY_URI=sqlite:///secret.db"},
		"MLFLOW_TRACKING_INSECURE_TLS is neither true nor false":      {here, "MLFLOW_TRACKING_INSECURE_TLS=secret"},
		"contradict each other":                                       {here, "MLFLOW_TRACKING_INSECURE_TLS=1", "MLFLOW_TRACKING_SERVER_CERT_PATH=secret"},
		"names a plugin":                                              {here, "MLFLOW_TRACKING_AUTH=secret"},
		"signed for AWS":                                              {here, "MLFLOW_TRACKING_AWS_SIGV4=true"},
		"MLFLOW_HTTP_REQUEST_TIMEOUT is no whole number":              {here, "MLFLOW_HTTP_REQUEST_TIMEOUT=secret"},
		"MLFLOW_HTTP_REQUEST_MAX_RETRIES is no whole number":          {here, "MLFLOW_HTTP_REQUEST_MAX_RETRIES=-1"},
		"MLFLOW_TRACKING_SERVER_CERT_PATH: it names no certificate":   {here, "MLFLOW_TRACKING_SERVER_CERT_PATH=" + empty},
		"MLFLOW_TRACKING_CLIENT_CERT_PATH must name a file with a ce": {here, "MLFLOW_TRACKING_CLIENT_CERT_PATH=" + empty},
	} {
		s, err := mlflow.FromEnvironment(environment(env...), t.TempDir())
		if err == nil {
			_, err = mlflow.NewClient(s)
		}
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: got %v, want %s", env, err, want)
		}
	}
}
