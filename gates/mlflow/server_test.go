package mlflow_test

import (
	"context"
	"crypto/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"assay"
	"assay/gates/mlflow"
	"assay/gates/verdict"
	"assay/integrations/tools"
	"assay/readers"
)

// TestServer is all that needs a tracking server: one serves them all.
func TestServer(t *testing.T) {
	address := tools.MLflow(t)
	for name, test := range map[string]func(*testing.T, string){
		"a rejected table":     testRejected,
		"beyond a request":     testBatches,
		"joining a run":        testJoin,
		"an absent run":        testAbsentRun,
		"experiments":          testExperiments,
		"artifacts elsewhere":  testArtifactsElsewhere,
		"what Python logs too": testPython,
	} {
		t.Run(name, func(t *testing.T) { test(t, address) })
	}
}

// clientOf is a client with settings from an environment of name=value.
func clientOf(t *testing.T, address string, env ...string) *mlflow.Client {
	t.Helper()
	s, err := mlflow.FromEnvironment(environment(append(env, "MLFLOW_TRACKING_URI="+address)...), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	c, err := mlflow.NewClient(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func environment(pairs ...string) func(string) string {
	return func(name string) string {
		for _, p := range pairs {
			if value, ok := strings.CutPrefix(p, name+"="); ok {
				return value
			}
		}
		return ""
	}
}

// record is what came of checking a table by a suite.
func record(t *testing.T, table, suite string) mlflow.Record {
	t.Helper()
	path := filepath.Join(t.TempDir(), "orders.csv")
	if err := os.WriteFile(path, []byte(table), 0o666); err != nil {
		t.Fatal(err)
	}
	s, err := assay.Loader{}.Parse("suite.yaml", []byte(suite))
	if err != nil {
		t.Fatal(err)
	}
	r, err := assay.Check(context.Background(), s, assay.Files(path), assay.Options{
		BindOptions: assay.BindOptions{Digests: new(readers.Digests)}, Reports: []string{"json"},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	v, err := verdict.Of(r)
	if err != nil {
		t.Fatal(err)
	}
	return mlflow.Record{Result: r, Verdict: v, Commit: strings.Repeat("c", 40)}
}

func logged(t *testing.T, c *mlflow.Client, r mlflow.Record) *mlflow.Run {
	t.Helper()
	l, err := c.Log(context.Background(), r, false)
	if err != nil {
		t.Fatal(err)
	}
	run, err := c.Run(context.Background(), l.RunID)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

const awkward = `version: 1
suite: a/b ∀ ../x
params: {limit: 10, name: köln}
expectations:
  - between: {column: naïve, min: 0, max: "${limit}"}
    name: naïve
  - between: {column: naïve, min: 0}
    name: na_ve
  - between: {column: naïve, min: 1}
    name: NA_VE
  - mean-between: {column: naïve, min: 0}
    name: ../mean
`

func testRejected(t *testing.T, address string) {
	r := record(t, "naïve\n1\n25\n\n4\n", awkward)
	r.Documents = []mlflow.Document{{"report.html", []byte("<p>ü</p>")}}
	md5 := r.Verdict.Data.MD5
	run := logged(t, clientOf(t, address), r)
	if run.Status != mlflow.Failed {
		t.Errorf("the run of rejected data is %s", run.Status)
	}
	for tag, want := range map[string]string{
		mlflow.TagStatus: verdict.Rejected, mlflow.TagDataMD5: md5, mlflow.TagSuite: "a/b ∀ ../x",
		mlflow.TagSuiteDigest: r.Result.Suite.Digest, "mlflow.source.git.commit": strings.Repeat("c", 40),
	} {
		if run.Tags[tag] != want {
			t.Errorf("the tag %s is %q, want %q", tag, run.Tags[tag], want)
		}
	}
	for metric, want := range map[string]float64{
		"assay/rows": 4, "assay/passed": 6, "assay/failed": 1, "assay/errors": 0,
		"assay/na_ve/passed": 0, "assay/na_ve/unexpected": 1, "assay/na_ve/missing": 1, "assay/na_ve/unexpected_percent": 100.0 / 3,
		"assay/na_ve_2/passed": 1, "assay/NA_VE_3/passed": 1, "assay/_../mean/observed": 10,
	} {
		if got, ok := run.Metrics[metric]; !ok || got != want {
			t.Errorf("the metric %s is %v (%v), want %v", metric, got, ok, want)
		}
	}
	if run.Params["assay.param.limit"] != "10" || run.Params["assay.param.name"] != "köln" || run.Params["assay.fail_on"] != "critical" {
		t.Errorf("the parameters are %v", run.Params)
	}
	if want := (mlflow.Input{Name: "orders.csv", Digest: md5, Context: "validation"}); len(run.Inputs) != 1 || run.Inputs[0] != want {
		t.Errorf("the inputs are %v, want %v", run.Inputs, want)
	}
	sealed, err := r.Verdict.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"report.html": "<p>ü</p>", mlflow.VerdictFile: string(sealed)} {
		got, err := clientOf(t, address).Artifact(context.Background(), run, "assay/a_b___.._x-"+md5[:12]+"/"+name)
		if err != nil || string(got) != want {
			t.Errorf("the artifact %s is %q (%v)", name, got, err)
		}
	}
}

func testBatches(t *testing.T, address string) {
	var suite, params strings.Builder
	suite.WriteString("version: 1\nexpectations:\n")
	params.WriteString("params:\n")
	const n = 350
	for i := range n {
		id := "e" + strings.Repeat("x", i)
		suite.WriteString("  - not-null: a\n    name: " + id + "\n")
		params.WriteString("  p" + id + ": [" + strings.Repeat("value, ", 2000) + "1]\n")
	}
	run := logged(t, clientOf(t, address), record(t, "a\n1\n", suite.String()+params.String()))
	// Those of findings come to those of the expectations.
	if got := len(run.Metrics); got < n*4 {
		t.Errorf("%d metrics of %d expectations arrived", got, n)
	}
	if got := len(run.Params); got != n+4 {
		t.Errorf("%d parameters of %d arrived", got, n+4)
	}
}

func testJoin(t *testing.T, address string) {
	ctx := context.Background()
	c := clientOf(t, address)
	good, bad := "version: 1\nsuite: one\nexpectations: [not-null: a]\n", "version: 1\nsuite: two\nexpectations: [between: {column: a, max: 0}]\n"
	first := record(t, "a\n1\n", good)
	begun, err := c.Log(ctx, first, true)
	if err != nil || begun.Joined || begun.Ended {
		t.Fatalf("got %+v, %v", begun, err)
	}
	second := record(t, "a\n2\n", bad)
	joining := clientOf(t, address, "MLFLOW_RUN_ID="+begun.RunID)
	// A second time adds nothing that is there already.
	for range 2 {
		l, err := joining.Log(ctx, second, false)
		if err != nil || !l.Joined || l.RunID != begun.RunID {
			t.Fatalf("got %+v, %v", l, err)
		}
	}
	run, err := c.Run(ctx, begun.RunID)
	if err != nil {
		t.Fatal(err)
	}
	if run.Status != "RUNNING" || len(run.Inputs) != 2 {
		t.Errorf("the run is %s with %d inputs", run.Status, len(run.Inputs))
	}
	if run.Tags[mlflow.TagStatus] != verdict.Rejected || run.Tags[mlflow.TagDataMD5] != first.Verdict.Data.MD5+","+second.Verdict.Data.MD5 || run.Tags[mlflow.TagSuite] != "one,two" {
		t.Errorf("the tags are %v", run.Tags)
	}
	if run.Params["assay.suite"] != "one" || run.Params["assay.suite_2"] != "two" || run.Params["assay.suite_3"] != "" || run.Params["assay.fail_on_2"] != "" {
		t.Errorf("the parameters are %v", run.Params)
	}
	if err := c.EndRun(ctx, run.ID, mlflow.Finished, run.Started); err != nil {
		t.Error(err)
	}
}

func testAbsentRun(t *testing.T, address string) {
	_, err := clientOf(t, address, "MLFLOW_RUN_ID=0123").Log(context.Background(), record(t, "a\n1\n", "version: 1\nexpectations: [not-null: a]\n"), false)
	if err == nil || !strings.Contains(err.Error(), "MLFLOW_RUN_ID") || !strings.Contains(err.Error(), "0123") {
		t.Errorf("got %v", err)
	}
}

func testExperiments(t *testing.T, address string) {
	name := "fraud / ünit " + rand.Text()
	r := record(t, "a\n1\n", "version: 1\nexpectations: [not-null: a]\n")
	first := logged(t, clientOf(t, address, "MLFLOW_EXPERIMENT_NAME="+name), r)
	second := logged(t, clientOf(t, address, "MLFLOW_EXPERIMENT_NAME="+name, "MLFLOW_EXPERIMENT_ID="+first.Experiment), r)
	third := logged(t, clientOf(t, address, "MLFLOW_EXPERIMENT_ID="+first.Experiment), r)
	if first.Experiment == "0" || first.Experiment != second.Experiment || second.Experiment != third.Experiment {
		t.Errorf("the experiments are %s, %s and %s", first.Experiment, second.Experiment, third.Experiment)
	}
	_, err := clientOf(t, address, "MLFLOW_EXPERIMENT_NAME="+name, "MLFLOW_EXPERIMENT_ID=0").Log(context.Background(), r, false)
	if err == nil || !strings.Contains(err.Error(), "MLFLOW_EXPERIMENT_ID") {
		t.Errorf("two experiments: got %v", err)
	}
}

// testArtifactsElsewhere logs into an experiment whose artifacts the server does
// not pass on: what can be logged is there, without the tag that says so.
func testArtifactsElsewhere(t *testing.T, address string) {
	name := "elsewhere " + rand.Text()
	python(t, address, `
import mlflow, os
mlflow.MlflowClient().create_experiment(os.environ["NAME"], artifact_location="s3://bucket/prefix")`, "NAME="+name)
	r := record(t, "a\n1\n", "version: 1\nexpectations: [not-null: a]\n")
	r.Documents = []mlflow.Document{{"report.json", []byte("{}")}}
	c := clientOf(t, address, "MLFLOW_EXPERIMENT_NAME="+name)
	l, err := c.Log(context.Background(), r, false)
	if err == nil || !strings.Contains(err.Error(), "s3://bucket/prefix") || !strings.Contains(err.Error(), "--serve-artifacts") {
		t.Fatalf("got %v", err)
	}
	run, err := c.Run(context.Background(), l.RunID)
	if err != nil || run.Status != mlflow.Failed || run.Tags[mlflow.TagStatus] != "" || run.Metrics["assay/rows"] != 1 {
		t.Errorf("got %+v, %v", run, err)
	}
}

// testPython lets MLflow's own client join the run and read it.
func testPython(t *testing.T, address string) {
	c := clientOf(t, address)
	r := record(t, "a,when\n1,2024-01-01\n", "version: 1\nsuite: one\nexpectations: [not-null: a]\n")
	r.Documents = []mlflow.Document{{"report.json", []byte("{}")}}
	begun, err := c.Log(context.Background(), r, true)
	if err != nil {
		t.Fatal(err)
	}
	out := python(t, address, `
import json, mlflow, os
with mlflow.start_run() as run:
    mlflow.log_metric("accuracy", 0.9)
    id = run.info.run_id
run = mlflow.get_run(id)
d = run.inputs.dataset_inputs[0]
print(json.dumps({
  "id": id, "status": run.info.status, "md5": run.data.tags["assay.data.md5"], "passed": run.data.metrics["assay/not-null.a/passed"],
  "digest": d.dataset.digest, "context": d.tags[0].value, "columns": [c["type"] for c in json.loads(d.dataset.schema)["mlflow_colspec"]],
  "artifacts": [a.path for a in mlflow.MlflowClient().list_artifacts(id, "assay")],
}))`, "MLFLOW_RUN_ID="+begun.RunID)
	md5 := r.Verdict.Data.MD5
	want := `{"id": "` + begun.RunID + `", "status": "FINISHED", "md5": "` + md5 + `", "passed": 1.0, "digest": "` + md5 + `", "context": "validation", ` +
		`"columns": ["long", "datetime"], "artifacts": ["assay/one-` + md5[:12] + `"]}`
	if out != want {
		t.Errorf("Python sees\n%s\nwant\n%s", out, want)
	}
}

// python runs a program with MLflow's client, and returns the last line that it
// prints.
func python(t *testing.T, address, program string, env ...string) string {
	t.Helper()
	cmd := exec.Command(tools.Path(t, "python3"), "-c", program)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), append(env, "MLFLOW_TRACKING_URI="+address, "MLFLOW_DISABLE_TELEMETRY=true")...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("python: %v\n%s", err, stderr(err))
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return lines[len(lines)-1]
}

func stderr(err error) string {
	if exit, ok := err.(*exec.ExitError); ok {
		return string(exit.Stderr)
	}
	return ""
}
