package main

import (
	"bytes"
	"context"
	md5sum "crypto/md5"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"assay/gates/mlflow"
	"assay/integrations/tools"
)

// mlflowServer asks the tracking server what assay itself does not.
type mlflowServer struct {
	t       *testing.T
	address string
}

func (s mlflowServer) post(path string, body map[string]any) map[string]any {
	s.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	res, err := http.Post(s.address+"/api/2.0/mlflow/"+path, "application/json", bytes.NewReader(raw))
	if err != nil {
		s.t.Fatal(err)
	}
	return s.answer(path, res)
}

func (s mlflowServer) get(path string, query url.Values) map[string]any {
	s.t.Helper()
	res, err := http.Get(s.address + "/api/2.0/mlflow/" + path + "?" + query.Encode())
	if err != nil {
		s.t.Fatal(err)
	}
	return s.answer(path, res)
}

func (s mlflowServer) answer(path string, res *http.Response) map[string]any {
	s.t.Helper()
	defer res.Body.Close()
	said, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %s %s %v", path, res.Status, said, err)
	}
	var out map[string]any
	if err := json.Unmarshal(said, &out); err != nil {
		s.t.Fatalf("%s: %s", path, said)
	}
	return out
}

// model registers a model without versions, and returns its name.
func (s mlflowServer) model() string {
	s.t.Helper()
	name := "model " + rand.Text()[:8]
	s.post("registered-models/create", map[string]any{"name": name})
	return name
}

// run makes a training run with tags and the metric accuracy.
func (s mlflowServer) run(accuracy float64, tags map[string]string) string {
	s.t.Helper()
	var list []map[string]string
	for key, value := range tags {
		list = append(list, map[string]string{"key": key, "value": value})
	}
	info := s.post("runs/create", map[string]any{"experiment_id": "0", "tags": list})["run"].(map[string]any)["info"].(map[string]any)
	id := info["run_id"].(string)
	s.post("runs/log-metric", map[string]any{"run_id": id, "key": "accuracy", "value": accuracy, "timestamp": 1})
	return id
}

// version registers what a run trained.
func (s mlflowServer) version(model, run string) string {
	s.t.Helper()
	source := s.get("runs/get", url.Values{"run_id": {run}})["run"].(map[string]any)["info"].(map[string]any)["artifact_uri"].(string) + "/model"
	answer := s.post("model-versions/create", map[string]any{"name": model, "source": source, "run_id": run})
	return answer["model_version"].(map[string]any)["version"].(string)
}

// aliased is the version that an alias stands for, "" for none.
func (s mlflowServer) aliased(model, alias string) string {
	s.t.Helper()
	list, _ := s.get("registered-models/get", url.Values{"name": {model}})["registered_model"].(map[string]any)["aliases"].([]any)
	for _, a := range list {
		if a := a.(map[string]any); a["alias"] == alias {
			return a["version"].(string)
		}
	}
	return ""
}

func (s mlflowServer) versionInfo(model, version string) (stage string, tags map[string]string) {
	s.t.Helper()
	v := s.get("model-versions/get", url.Values{"name": {model}, "version": {version}})["model_version"].(map[string]any)
	tags = make(map[string]string)
	list, _ := v["tags"].([]any)
	for _, t := range list {
		t := t.(map[string]any)
		tags[t["key"].(string)] = t["value"].(string)
	}
	stage, _ = v["current_stage"].(string)
	return stage, tags
}

// checked checks data and returns the run and the MD5.
func checked(t *testing.T, data string, args ...string) *mlflow.Run {
	t.Helper()
	code, said := assayRun(append([]string{"check", data, "-s", "suite.yaml", "-q", "--mlflow"}, args...)...)
	if code != exitAccepted && code != exitRejected {
		t.Fatalf("%s: exit code %d: %s", data, code, said)
	}
	return loggedRun(t, said)
}

// gateRun runs assay gate mlflow and returns what it printed, too.
func gateRun(args ...string) (code exitCode, out, complaints string) {
	var printed, said strings.Builder
	code = execute(context.Background(), std{in: strings.NewReader(""), out: &printed, err: &said}, append([]string{"gate", "mlflow"}, args...))
	return code, printed.String(), said.String()
}

// uniqueTable writes a table that no other test has, so that nothing was checked
// of it.
func uniqueTable(t *testing.T, path string, age string) {
	t.Helper()
	writeText(t, path, "user_id,age\n"+rand.Text()+","+age+"\n")
}

func testGate(t *testing.T) {
	ordersDir(t)
	s := mlflowServer{t, os.Getenv("MLFLOW_TRACKING_URI")}
	uniqueTable(t, "train.csv", "40")
	md5 := checked(t, "train.csv").Tags[mlflow.TagDataMD5]
	model := s.model()
	first := s.version(model, s.run(0.9, map[string]string{mlflow.TagDataMD5: md5}))
	second := s.version(model, s.run(0.9, map[string]string{mlflow.TagDataMD5: md5}))
	writeText(t, "policy.yaml", "version: 1\nsuites: [orders]\nmax_age: 1d\nfail_on: warning\nmetrics:\n  - {name: accuracy, min: 0.8}\napprovers: [ann@example.com]\naudit: audit.jsonl\n")
	gate := func(version string, args ...string) (exitCode, string, string) {
		return gateRun(append([]string{"--model", model, "--version", version, "--alias", "champion", "--policy", "policy.yaml", "--approver", "ann@example.com"}, args...)...)
	}

	code, out, said := gate(first, "--dry-run")
	if code != exitAccepted || !strings.Contains(out, "APPROVED") || s.aliased(model, "champion") != "" {
		t.Errorf("a dry run: exit code %d: %s %s", code, out, said)
	}
	code, out, said = gate(first)
	if code != exitAccepted || !strings.Contains(out, "PROMOTED  "+model+" version 1 · alias champion") || s.aliased(model, "champion") != first {
		t.Errorf("exit code %d: %s %s", code, out, said)
	}
	if code, out, said = gate(second); code != exitAccepted || !strings.Contains(out, "moved from version 1 to version 2") || s.aliased(model, "champion") != second {
		t.Errorf("exit code %d: %s %s", code, out, said)
	}
	if code, out, said = gate(second); code != exitAccepted || !strings.Contains(out, "at version 2 already") {
		t.Errorf("once more: exit code %d: %s %s", code, out, said)
	}
	if _, tags := s.versionInfo(model, first); tags["assay.superseded"] != "by version 2" {
		t.Errorf("the former version has the tags %v", tags)
	}
	if _, tags := s.versionInfo(model, second); tags["assay.gate"] != "passed" || tags[mlflow.TagDataMD5] != md5 || tags["assay.evidence"] == "" || tags["assay.approver"] != "ann@example.com" {
		t.Errorf("the version has the tags %v", tags)
	}
	var events []string
	audit, err := os.ReadFile("audit.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(audit)) {
		var e struct {
			Event, Version, Approver string
			Data                     []string
		}
		if err := json.Unmarshal([]byte(line), &e); err != nil || e.Approver != "ann@example.com" || len(e.Data) != 1 || e.Data[0] != md5 {
			t.Errorf("%v: %s", err, line)
		}
		events = append(events, e.Event+" "+e.Version)
	}
	if got := strings.Join(events, ", "); got != "approved 1, approved 1, promoted 1, approved 2, promoted 2, approved 2, promoted 2" {
		t.Errorf("the audit has %s", got)
	}
	// What cannot be recorded is not done.
	if code, out, said = gate(first, "--audit", filepath.Join("absent", "audit.jsonl")); code != exitReport || !strings.Contains(said, "nothing is promoted: the audit cannot be written") || s.aliased(model, "champion") != second {
		t.Errorf("without an audit: exit code %d: %s %s", code, out, said)
	}
}

func testGateStage(t *testing.T) {
	ordersDir(t)
	s := mlflowServer{t, os.Getenv("MLFLOW_TRACKING_URI")}
	uniqueTable(t, "train.csv", "40")
	md5 := checked(t, "train.csv").Tags[mlflow.TagDataMD5]
	model := s.model()
	run := s.run(0.9, map[string]string{mlflow.TagDataMD5: md5})
	for _, version := range []string{s.version(model, run), s.version(model, run)} {
		code, out, said := gateRun("--model", model, "--version", version, "--stage", "Production")
		if stage, _ := s.versionInfo(model, version); code != exitAccepted || stage != "Production" {
			t.Errorf("version %s is in %s: exit code %d: %s %s", version, stage, code, out, said)
		}
	}
	if stage, _ := s.versionInfo(model, "1"); stage != "Archived" {
		t.Errorf("the former version is in %s", stage)
	}
}

func testGateRefuses(t *testing.T) {
	ordersDir(t)
	s := mlflowServer{t, os.Getenv("MLFLOW_TRACKING_URI")}
	uniqueTable(t, "train.csv", "40")
	uniqueTable(t, "worse.csv", "400")
	good, bad := checked(t, "train.csv"), checked(t, "worse.csv")
	md5 := good.Tags[mlflow.TagDataMD5]
	// The tags of a run that holds no verdict.
	unproven := fmt.Sprintf("%x", md5sum.Sum([]byte(rand.Text())))
	tagged := s.run(0, map[string]string{mlflow.TagDataMD5: unproven, mlflow.TagStatus: "accepted"})
	model := s.model()
	versions := map[string]string{}
	for name, tags := range map[string]map[string]string{
		"good":     {mlflow.TagDataMD5: md5},
		"rejected": {mlflow.TagDataMD5: bad.Tags[mlflow.TagDataMD5]},
		"both":     {mlflow.TagDataMD5: md5 + "," + bad.Tags[mlflow.TagDataMD5]},
		"unknown":  {mlflow.TagDataMD5: strings.Repeat("d", 32)},
		"tagged":   {mlflow.TagDataMD5: unproven},
		"hostile":  {mlflow.TagDataMD5: "%' or 1=1 --"},
		"nothing":  {},
		"commit":   {"mlflow.source.git.commit": strings.Repeat("c", 40)},
	} {
		versions[name] = s.version(model, s.run(0.5, tags))
	}
	cases := map[string]struct{ version, policy, want string }{
		"rejected data":     {"rejected", "", "it says that the data were rejected"},
		"one of two":        {"both", "", "are not accepted"},
		"nobody checked":    {"unknown", "", "there is no verdict on the data " + strings.Repeat("d", 32)},
		"a tag alone":       {"tagged", "", "run " + tagged + ": it has the tag and no verdict"},
		"a hostile tag":     {"hostile", "", "which is no MD5"},
		"no data":           {"nothing", "", "has no tag assay.data.md5, no input with an MD5, and no git commit"},
		"a commit":          {"commit", "", "say with --data which data"},
		"another suite":     {"good", "suites: [other]", "there is no verdict on the data " + md5 + " under the suite other"},
		"another text":      {"good", "suites: [{name: orders, digest: 'sha256:" + strings.Repeat("0", 64) + "'}]", "there is no verdict"},
		"a low metric":      {"good", "metrics: [{name: accuracy, min: 0.8}]", "the metric accuracy is 0.5, below 0.8"},
		"a high metric":     {"good", "metrics: [{name: accuracy, max: 0.1}]", "the metric accuracy is 0.5, above 0.1"},
		"no such metric":    {"good", "metrics: [{name: f1, min: 0.1}]", `the training run has no metric "f1"`},
		"somebody else":     {"good", "approvers: [bob]", `"ann" is none of those who may approve`},
		"nobody signed":     {"good", "trust: [key.pem]", "nobody has signed it"},
		"several reasons":   {"good", "approvers: [bob]\nmetrics: [{name: f1, min: 0.1}]", `the training run has no metric "f1"`},
		"nothing but a tag": {"tagged", "suites: [orders]", "under the suite orders that counts: run "},
	}
	writeText(t, "key.pem", "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n")
	for name, c := range cases {
		writeText(t, "policy.yaml", "version: 1\n"+c.policy+"\n")
		code, out, said := gateRun("--model", model, "--version", versions[c.version], "--alias", "champion", "--policy", "policy.yaml", "--approver", "ann")
		if code != exitRejected || !strings.Contains(out, "REFUSED") || !strings.Contains(out, c.want) || said != "" {
			t.Errorf("%s: exit code %d: %s %s", name, code, out, said)
		}
	}
	if at := s.aliased(model, "champion"); at != "" {
		t.Errorf("version %s was promoted", at)
	}
	audit, err := os.ReadFile(auditFile)
	if got := strings.Count(string(audit), `"event":"refused"`); err != nil || got != len(cases) {
		t.Errorf("%d of %d refusals were recorded (%v)", got, len(cases), err)
	}
	for want, args := range map[string][]string{
		"version=77) not found (404)":   {"--model", model, "--version", "77", "--alias", "champion"},
		"version=1) not found (404)":    {"--model", "absent", "--version", "1", "--alias", "champion"},
		"must be an integer, got 'one'": {"--model", model, "--version", "one", "--alias", "champion"},
	} {
		if code, _, said := gateRun(args...); code != exitReport || !strings.Contains(said, want) {
			t.Errorf("%v: exit code %d: %s", args, code, said)
		}
	}
}

// testGateEdited changes the verdict that a run holds, and signs another.
func testGateEdited(t *testing.T) {
	ordersDir(t)
	s := mlflowServer{t, os.Getenv("MLFLOW_TRACKING_URI")}
	uniqueTable(t, "worse.csv", "400")
	bad := checked(t, "worse.csv")
	client, err := mlflowClient()
	if err != nil {
		t.Fatal(err)
	}
	name := mlflow.Folder + "/orders-" + bad.Tags[mlflow.TagDataMD5][:12] + "/" + mlflow.VerdictFile
	raw, err := client.Artifact(t.Context(), bad, name)
	if err != nil {
		t.Fatal(err)
	}
	forged := strings.ReplaceAll(strings.ReplaceAll(string(raw), `"rejected"`, `"accepted"`), `"fail"`, `"pass"`)
	_, place, _ := strings.Cut(bad.ArtifactURI, "mlflow-artifacts:")
	req, err := http.NewRequest(http.MethodPut, s.address+"/api/2.0/mlflow-artifacts/artifacts"+place+"/"+name, strings.NewReader(forged))
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%v %v", res, err)
	}
	res.Body.Close()
	model := s.model()
	version := s.version(model, s.run(1, map[string]string{mlflow.TagDataMD5: bad.Tags[mlflow.TagDataMD5]}))
	code, out, said := gateRun("--model", model, "--version", version, "--alias", "champion")
	if code != exitRejected || !strings.Contains(out, "it was changed after it was written") {
		t.Errorf("exit code %d: %s %s", code, out, said)
	}
}

// testGateCommit finds the data by the commit of the training run, as DVC
// records them there.
func testGateCommit(t *testing.T) {
	ordersDir(t)
	s := mlflowServer{t, os.Getenv("MLFLOW_TRACKING_URI")}
	uniqueTable(t, "train.csv", "40")
	md5 := checked(t, "train.csv").Tags[mlflow.TagDataMD5]
	if err := os.Mkdir(".dvc", 0o777); err != nil {
		t.Fatal(err)
	}
	writeText(t, ".dvc/config", "")
	writeText(t, "train.csv.dvc", "outs:\n- md5: "+md5+"\n  hash: md5\n  path: train.csv\n")
	git := func(args ...string) string {
		out, err := exec.Command("git", append([]string{"-c", "user.name=Test", "-c", "user.email=test@example.com"}, args...)...).Output()
		if err != nil {
			t.Fatalf("git %v: %v", args, err)
		}
		return strings.TrimSpace(string(out))
	}
	git("init", "-q")
	git("add", "train.csv.dvc", ".dvc/config")
	git("commit", "-q", "-m", "data")
	commit := git("rev-parse", "HEAD")
	model := s.model()
	version := s.version(model, s.run(1, map[string]string{"mlflow.source.git.commit": commit}))
	code, out, said := gateRun("--model", model, "--version", version, "--alias", "champion", "--data", "train.csv")
	if code != exitAccepted || !strings.Contains(out, md5+", by the git commit "+commit) {
		t.Errorf("exit code %d: %s %s", code, out, said)
	}
	if code, out, _ = gateRun("--model", model, "--version", version, "--alias", "champion", "--data", "other.csv"); code != exitRejected || !strings.Contains(out, "does not tell") {
		t.Errorf("other data: exit code %d: %s", code, out)
	}
}

// testGateRace lets somebody else move the alias while the gate is at work.
func testGateRace(t *testing.T) {
	ordersDir(t)
	s := mlflowServer{t, os.Getenv("MLFLOW_TRACKING_URI")}
	uniqueTable(t, "train.csv", "40")
	run := s.run(1, map[string]string{mlflow.TagDataMD5: checked(t, "train.csv").Tags[mlflow.TagDataMD5]})
	to, err := url.Parse(s.address)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ before, after, want string }{
		"before the move": {"GET registered-models/get", "", "it was at version none and is at version 2"},
		"after the move":  {"", "POST registered-models/alias", "it went to version 2 right after"},
	} {
		model := s.model()
		mine, other := s.version(model, run), s.version(model, run)
		seen := 0
		meddle := func(at string, r *http.Request) {
			if at != r.Method+" "+strings.TrimPrefix(r.URL.Path, "/api/2.0/mlflow/") {
				return
			}
			// The gate reads the alias twice before it moves it.
			if seen++; seen == 2 || r.Method == http.MethodPost {
				s.post("registered-models/alias", map[string]any{"name": model, "alias": "champion", "version": other})
			}
		}
		proxy := httputil.NewSingleHostReverseProxy(to)
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			meddle(c.before, r)
			r.Host = to.Host
			proxy.ServeHTTP(w, r)
			meddle(c.after, r)
		}))
		t.Setenv("MLFLOW_TRACKING_URI", server.URL)
		code, out, said := gateRun("--model", model, "--version", mine, "--alias", "champion")
		server.Close()
		t.Setenv("MLFLOW_TRACKING_URI", s.address)
		if code != exitReport || !strings.Contains(said, "somebody else moved the alias champion of "+model) || !strings.Contains(said, c.want) || strings.Contains(out, "PROMOTED") {
			t.Errorf("%s: exit code %d: %s %s", name, code, out, said)
		}
		if at := s.aliased(model, "champion"); at != other {
			t.Errorf("%s: the alias is at version %s", name, at)
		}
	}
}

// testGatesAtOnce runs two gates on one alias. Whatever their order, who claims
// to have promoted did so, and the alias is at a version whose gate says so.
func testGatesAtOnce(t *testing.T) {
	ordersDir(t)
	s := mlflowServer{t, os.Getenv("MLFLOW_TRACKING_URI")}
	uniqueTable(t, "train.csv", "40")
	run := s.run(1, map[string]string{mlflow.TagDataMD5: checked(t, "train.csv").Tags[mlflow.TagDataMD5]})
	model := s.model()
	versions := []string{s.version(model, run), s.version(model, run)}
	codes, outs, saids := make([]exitCode, 2), make([]string, 2), make([]string, 2)
	var both sync.WaitGroup
	for i := range versions {
		both.Go(func() {
			codes[i], outs[i], saids[i] = gateRun("--model", model, "--version", versions[i], "--alias", "champion")
		})
	}
	both.Wait()
	for i, version := range versions {
		claims := strings.Contains(outs[i], "PROMOTED")
		switch {
		case claims != (codes[i] == exitAccepted):
			t.Errorf("version %s: exit code %d: %s %s", version, codes[i], outs[i], saids[i])
		case !claims && !strings.Contains(saids[i], "somebody else moved"):
			t.Errorf("version %s: exit code %d: %s", version, codes[i], saids[i])
		case s.aliased(model, "champion") == version && !claims && !strings.Contains(saids[1-i], "somebody else moved"):
			t.Errorf("the alias is at version %s, and nobody says so", version)
		}
	}
	audit, err := os.ReadFile(auditFile)
	if err != nil || strings.Count(string(audit), "\n") != 4 {
		t.Errorf("the audit has not two lines of each: %v\n%s", err, audit)
	}
}

// TestGateFaults asks servers that do not answer as MLflow does. Nothing is
// promoted, and every failure is recorded.
func TestGateFaults(t *testing.T) {
	ordersDir(t)
	t.Setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
	t.Setenv("MLFLOW_HTTP_REQUEST_TIMEOUT", "1")
	answers := map[string]struct {
		code int
		body string
		want string
	}{
		"401":      {401, "", "it asks for credentials (401)"},
		"403":      {403, "", "do not permit this (403)"},
		"404":      {404, "", "is this the address of a tracking server?"},
		"429":      {429, "", "429 Too Many Requests"},
		"500":      {500, "", "500 Internal Server Error"},
		"nonsense": {200, "<html>", "the answer is none of MLflow"},
		"another":  {200, `{"model_version": {"name": "m", "version": "2"}}`, "it is about another version"},
	}
	for name, a := range answers {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodGet {
				t.Errorf("%s: the gate did %s %s", name, r.Method, r.URL)
			}
			w.WriteHeader(a.code)
			_, _ = io.WriteString(w, a.body)
		}))
		t.Setenv("MLFLOW_TRACKING_URI", server.URL)
		code, out, said := gateRun("--model", "m", "--version", "1", "--alias", "champion")
		if code != exitReport || out != "" || !strings.Contains(said, a.want) {
			t.Errorf("%s: exit code %d: %s %s", name, code, out, said)
		}
		server.Close()
	}
	if code, _, said := gateRun("--model", "m", "--version", "1", "--alias", "champion"); code != exitReport || !strings.Contains(said, "cannot be reached") {
		t.Errorf("a server that is down: exit code %d: %s", code, said)
	}
	audit, err := os.ReadFile(auditFile)
	if got := strings.Count(string(audit), `"event":"failed","dry_run":false,"registry":"mlflow","model":"m","version":"1"`); err != nil || got != len(answers)+1 {
		t.Errorf("%d of %d failures were recorded (%v)\n%s", got, len(answers)+1, err, audit)
	}
}

func TestGateMistakes(t *testing.T) {
	ordersDir(t)
	t.Setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:1")
	writeText(t, "policy.yaml", "version: 1\nsuites: [orders]\nmax_ages: 3d\n")
	for want, args := range map[string][]string{
		"--model is missing":                {"--version", "1", "--alias", "a"},
		"--version is missing":              {"--model", "m", "--alias", "a"},
		"with --alias or --stage":           {"--model", "m", "--version", "1"},
		"contradict each other":             {"--model", "m", "--version", "1", "--alias", "a", "--stage", "Production"},
		`--stage cannot be "Prod"`:          {"--model", "m", "--version", "1", "--stage", "Prod"},
		`--alias cannot be "latest"`:        {"--model", "m", "--version", "1", "--alias", "latest"},
		`--alias cannot be "v3"`:            {"--model", "m", "--version", "1", "--alias", "v3"},
		`did you mean "max_age"?`:           {"--model", "m", "--version", "1", "--alias", "a", "--policy", "policy.yaml"},
		"the policy cannot be read":         {"--model", "m", "--version", "1", "--alias", "a", "--policy", "absent.yaml"},
		"policy.yaml:3:1: a policy has no ": {"--model", "m", "--version", "1", "--alias", "a", "--policy", "policy.yaml"},
	} {
		if code, _, said := gateRun(args...); code != exitUsage || !strings.Contains(said, want) {
			t.Errorf("%v: exit code %d: %s", args, code, said)
		}
	}
}

// testGateTrained goes the whole way with scikit-learn and MLflow's own client.
func testGateTrained(t *testing.T) {
	ordersDir(t)
	s := mlflowServer{t, os.Getenv("MLFLOW_TRACKING_URI")}
	uniqueTable(t, "train.csv", "40")
	model := "trained-" + rand.Text()[:8]
	writeText(t, "train.py", `
import mlflow, sys
from sklearn.linear_model import LogisticRegression
with mlflow.start_run():
    model = LogisticRegression().fit([[0], [1]], [0, 1])
    mlflow.log_metric("accuracy", model.score([[0], [1]], [0, 1]))
    mlflow.sklearn.log_model(model, name="model", registered_model_name=sys.argv[1])
`)
	code, said := assayRun("run", "-q", "-s", "suite.yaml", "--data", "train.csv", "--mlflow", "--", tools.Path(t, "python3"), "train.py", model)
	if code != exitAccepted {
		t.Fatalf("exit code %d: %s", code, said)
	}
	writeText(t, "policy.yaml", "version: 1\nsuites: [orders]\nmetrics: [{name: accuracy, min: 0.9}]\n")
	code, out, said := gateRun("--model", model, "--version", "1", "--alias", "champion", "--policy", "policy.yaml")
	if code != exitAccepted || s.aliased(model, "champion") != "1" {
		t.Errorf("exit code %d: %s %s", code, out, said)
	}
}
