package vertex_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay"
	"assay/gates/promote"
	"assay/gates/verdict"
	"assay/gates/vertex"
	"assay/readers"
	"assay/suites"
)

// fake plays the part of the documented API that the gate needs: models of one
// project with versions, labels and aliases. It was written from the API's
// description, and nothing here was run against Google.
type fake struct {
	t      *testing.T
	labels map[string]map[string]string // by version
	alias  map[string]string            // alias → version
	answer func(w http.ResponseWriter) bool
	merged func() // after aliases were merged
}

const models = "/v1/projects/p/locations/europe-west1/models/m@"

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/token" {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"access_token": "given", "token_type": "Bearer", "expires_in": 3600}`)
		return
	}
	if r.Header.Get("Authorization") != "Bearer given" {
		f.t.Errorf("a request by %q", r.Header.Get("Authorization"))
	}
	if f.answer != nil && f.answer(w) {
		return
	}
	at, ok := strings.CutPrefix(r.URL.Path, models)
	if !ok {
		f.t.Errorf("a request for %s", r.URL.Path)
	}
	at, merge := strings.CutSuffix(at, ":mergeVersionAliases")
	version := at
	if v, ok := f.alias[at]; ok {
		version = v
	}
	labels, ok := f.labels[version]
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, `{"error": {"code": 404, "message": "The Model does not exist.", "status": "NOT_FOUND"}}`)
		return
	}
	if merge {
		f.merge(r, version)
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"name": "projects/p/locations/europe-west1/models/m", "versionId": version, "labels": labels})
}

func (f *fake) merge(r *http.Request, version string) {
	var in struct {
		VersionAliases []string `json:"versionAliases"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || r.Method != http.MethodPost {
		f.t.Errorf("%s: %v", r.Method, err)
	}
	for _, alias := range in.VersionAliases {
		f.alias[alias] = version
	}
	if f.merged != nil {
		f.merged()
	}
}

// serve runs the fake, with a service account whose tokens it gives.
func (f *fake) serve(t *testing.T) (address string) {
	t.Helper()
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	account, err := json.Marshal(map[string]string{
		"type": "service_account", "client_email": "gate@p.iam.gserviceaccount.com", "token_uri": server.URL + "/token",
		"private_key": string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})),
	})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "account.json")
	if err := os.WriteFile(path, account, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", path)
	return server.URL
}

func accepted(t *testing.T) promote.Evidence {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data.csv")
	if err := os.WriteFile(path, []byte("a\n1\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	s, err := assay.Loader{}.Parse("suite.yaml", []byte("version: 1\nexpectations: [not-null: a]\n"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := assay.Check(t.Context(), s, assay.Files(path), assay.Options{BindOptions: assay.BindOptions{Digests: new(readers.Digests)}})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	v, err := verdict.Of(r)
	if err != nil {
		t.Fatal(err)
	}
	return promote.Evidence{Place: "verdict.json", Verdict: v}
}

func registry(t *testing.T, address, version string) *vertex.Registry {
	t.Helper()
	r := &vertex.Registry{Project: "p", Location: "europe-west1", Model: "m", Version: version, Alias: "champion", Endpoint: address}
	if err := r.Check(); err != nil {
		t.Fatal(err)
	}
	return r
}

func run(t *testing.T, r promote.Registry, evidence ...promote.Evidence) (*promote.Decision, error) {
	g := promote.Gate{Policy: &suites.Policy{}, Extra: evidence, Now: time.Now, Audit: filepath.Join(t.TempDir(), "audit.jsonl")}
	return g.Run(t.Context(), r)
}

func TestVertex(t *testing.T) {
	e := accepted(t)
	md5 := e.Verdict.Data.MD5
	f := &fake{t: t, alias: map[string]string{"champion": "1"}, labels: map[string]map[string]string{
		"1": {}, "2": {vertex.DataLabel: md5}, "3": {vertex.DataLabel: strings.Repeat("a", 32) + "-dir"},
	}}
	address := f.serve(t)
	d, err := run(t, registry(t, address, "2"), e)
	if err != nil || !d.Promote || f.alias["champion"] != "2" || d.Done != "the alias champion moved from version 1 to version 2" {
		t.Errorf("got %+v, %v; the alias is at version %s", d, err, f.alias["champion"])
	}
	for version, want := range map[string]string{"1": "no label assay-data-md5", "3": strings.Repeat("a", 32) + ".dir"} {
		d, err := run(t, registry(t, address, version), e)
		if err != nil || d.Promote || !strings.Contains(strings.Join(d.Reasons, ";"), want) || f.alias["champion"] != "2" {
			t.Errorf("version %s: got %+v, %v", version, d, err)
		}
	}
	if _, err := run(t, registry(t, address, "9"), e); err == nil || !strings.Contains(err.Error(), "The Model does not exist. (NOT_FOUND)") {
		t.Errorf("an absent version: %v", err)
	}
	// Somebody else moves the alias, before and after the gate does.
	f.alias["champion"] = "1"
	if _, err := run(t, meddled{registry(t, address, "2"), func() { f.alias["champion"] = "3" }}, e); err == nil || !strings.Contains(err.Error(), "somebody else moved") || f.alias["champion"] != "3" {
		t.Errorf("a race before: %v", err)
	}
	f.merged = func() { f.alias["champion"] = "1" }
	if _, err := run(t, registry(t, address, "2"), e); err == nil || !strings.Contains(err.Error(), "somebody else moved") {
		t.Errorf("a race after: %v", err)
	}
}

// meddled does something after the candidate was found.
type meddled struct {
	promote.Registry
	meddle func()
}

func (m meddled) Evidence(ctx context.Context, c *promote.Candidate) ([]promote.Evidence, error) {
	m.meddle()
	return m.Registry.Evidence(ctx, c)
}

func TestFaults(t *testing.T) {
	f := &fake{t: t}
	address := f.serve(t)
	for want, c := range map[string]struct {
		code int
		body string
	}{
		"Permission denied (PERMISSION_DENIED)": {403, `{"error": {"code": 403, "message": "Permission denied", "status": "PERMISSION_DENIED"}}`},
		"the answer was 401 Unauthorized":       {401, ""},
		"the answer is none of Vertex AI":       {200, "<html>"},
		"about another version":                 {200, `{"versionId": "7"}`},
	} {
		f.answer = func(w http.ResponseWriter) bool {
			w.WriteHeader(c.code)
			_, _ = io.WriteString(w, c.body)
			return true
		}
		if _, err := run(t, registry(t, address, "2")); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "given") {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	for _, r := range []vertex.Registry{
		{Project: "../x", Location: "l", Model: "m", Version: "1", Alias: "champion"},
		{Project: "p", Location: "l", Model: "m", Version: "1", Alias: "Champion"},
		{Project: "p", Location: "l", Model: "", Version: "1", Alias: "champion"},
	} {
		if err := r.Check(); err == nil {
			t.Errorf("%+v is taken for a version", r)
		}
	}
}
