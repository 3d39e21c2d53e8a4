package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"assay/gates/mlflow"
	"assay/gates/verdict"
	"assay/integrations/tools"
)

// TestMLflow is all that needs a tracking server: one serves them all.
func TestMLflow(t *testing.T) {
	t.Setenv("MLFLOW_TRACKING_URI", tools.MLflow(t))
	t.Run("check", testCheckLogs)
	t.Run("log", testLogSaved)
	t.Run("run", testRun)
	t.Run("gate", testGate)
	t.Run("gate to a stage", testGateStage)
	t.Run("gate refuses", testGateRefuses)
	t.Run("gate and an edited verdict", testGateEdited)
	t.Run("gate by a commit", testGateCommit)
	t.Run("gate loses a race", testGateRace)
	t.Run("gates at once", testGatesAtOnce)
	t.Run("gate of a trained model", testGateTrained)
}

// ordersDir is a folder with a table, a worse one, and a suite, in which the
// test goes on.
func ordersDir(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"good.csv":   "user_id,age\n1,18\n2,42\n",
		"bad.csv":    "user_id,age\n1,18\n2,142\n",
		"suite.yaml": "version: 1\nsuite: orders\nexpectations:\n  - between: {column: age, min: 18, max: 99}\n",
	} {
		writeText(t, name, text)
	}
}

func writeText(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// assayRun runs a command line and returns its code and what it said on standard
// error.
func assayRun(args ...string) (exitCode, string) {
	var complaints strings.Builder
	code := execute(context.Background(), std{in: strings.NewReader(""), out: io.Discard, err: &complaints}, args)
	return code, complaints.String()
}

var runPage = regexp.MustCompile(`assay: logged to MLflow: http\S+/runs/([0-9a-f]{32})\n`)

// loggedRun is the run that a command said it logged to.
func loggedRun(t *testing.T, said string) *mlflow.Run {
	t.Helper()
	m := runPage.FindStringSubmatch(said)
	if m == nil {
		t.Fatalf("no run is named: %q", said)
	}
	client, err := mlflowClient()
	if err != nil {
		t.Fatal(err)
	}
	run, err := client.Run(context.Background(), m[1])
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func testCheckLogs(t *testing.T) {
	ordersDir(t)
	for data, want := range map[string]struct {
		code   exitCode
		status string
	}{"good.csv": {exitAccepted, verdict.Accepted}, "bad.csv": {exitRejected, verdict.Rejected}} {
		code, said := assayRun("check", data, "-s", "suite.yaml", "-q", "--mlflow", "--verdict", "verdict.json")
		if code != want.code {
			t.Errorf("%s: exit code %d: %s", data, code, said)
		}
		run := loggedRun(t, said)
		if run.Tags[mlflow.TagStatus] != want.status {
			t.Errorf("%s: the tags are %v", data, run.Tags)
		}
		client, err := mlflowClient()
		if err != nil {
			t.Fatal(err)
		}
		folder := "assay/orders-" + run.Tags[mlflow.TagDataMD5][:12] + "/"
		for name, holds := range map[string]string{
			"report.html": "<html", "report.json": `"assay_result": 1`, mlflow.VerdictFile: run.Tags[mlflow.TagSuiteDigest],
		} {
			body, err := client.Artifact(context.Background(), run, folder+name)
			if err != nil || !strings.Contains(string(body), holds) {
				t.Errorf("%s: %s does not hold %s: %v", data, name, holds, err)
			}
		}
		file, err := os.ReadFile("verdict.json")
		if err != nil {
			t.Fatal(err)
		}
		if body, err := client.Artifact(context.Background(), run, folder+mlflow.VerdictFile); err != nil || string(body) != string(file) {
			t.Errorf("%s: the artifact is not the verdict that was written: %v", data, err)
		}
	}
}

func testLogSaved(t *testing.T) {
	ordersDir(t)
	if code, said := assayRun("check", "bad.csv", "-s", "suite.yaml", "--digest", "--report", "json=result.json", "--verdict", "verdict.json"); code != exitRejected {
		t.Fatalf("exit code %d: %s", code, said)
	}
	for _, args := range [][]string{{}, {"--verdict", "verdict.json"}} {
		code, said := assayRun(append([]string{"log", "mlflow", "result.json"}, args...)...)
		if run := loggedRun(t, said); code != exitAccepted || run.Tags[mlflow.TagStatus] != verdict.Rejected || run.Status != mlflow.Failed {
			t.Errorf("%v: exit code %d, the run is %s with %v", args, code, run.Status, run.Tags)
		}
	}
	if code, said := assayRun("check", "good.csv", "-s", "suite.yaml", "--report", "json=other-result.json", "--verdict", "other.json"); code != exitAccepted {
		t.Fatalf("exit code %d: %s", code, said)
	}
	if code, said := assayRun("check", "good.csv", "-s", "suite.yaml", "--report", "json=bare.json"); code != exitAccepted {
		t.Fatalf("exit code %d: %s", code, said)
	}
	writeText(t, "half.json", `{"assay_result": 1, "fail_on": "crit`)
	for want, args := range map[string][]string{
		"other.json is of another run":                        {"result.json", "--verdict", "other.json"},
		"bare.json: it does not hold the digests of the data": {"bare.json"},
		"half.json: it is not JSON":                           {"half.json"},
		"absent.json: open absent.json: no":                   {"absent.json"},
	} {
		if code, said := assayRun(append([]string{"log", "mlflow"}, args...)...); code != exitUsage || !strings.Contains(said, want) {
			t.Errorf("%v: exit code %d, said %q", args, code, said)
		}
	}
}

// TestMLflowFails checks data and logs them to nobody.
func TestMLflowFails(t *testing.T) {
	ordersDir(t)
	t.Setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	t.Setenv("MLFLOW_TRACKING_URI", server.URL)
	code, said := assayRun("check", "good.csv", "-s", "suite.yaml", "-q", "--mlflow", "--report", "json=result.json")
	if want := "assay: cannot log to MLflow: MLflow at " + server.URL + ": it knows no /api/2.0/mlflow/runs/create (404): is this the address of a tracking server?\n"; code != exitReport || said != want {
		t.Errorf("exit code %d, said %q, want %q", code, said, want)
	}
	if _, err := os.Stat("result.json"); err != nil {
		t.Errorf("the report is not written: %v", err)
	}
	// A mistake is found before anything is checked.
	t.Setenv("MLFLOW_TRACKING_URI", filepath.Join(t.TempDir(), "mlruns"))
	if code, said = assayRun("check", "absent.csv", "-s", "suite.yaml", "--mlflow"); code != exitUsage || !strings.Contains(said, "MLFLOW_TRACKING_URI is a folder") {
		t.Errorf("exit code %d, said %q", code, said)
	}
}

// testRun trains by MLflow's own client in the run that the check began.
func testRun(t *testing.T) {
	ordersDir(t)
	writeText(t, "train.py", `
import mlflow, sys
with mlflow.start_run() as run:
    mlflow.log_metric("accuracy", 0.9)
`)
	python := tools.Path(t, "python3")
	for _, c := range []struct {
		data, script string
		code         exitCode
		status       string
	}{
		{"good.csv", "exec " + python + " train.py", 0, mlflow.Finished},
		{"good.csv", "test -n \"$MLFLOW_RUN_ID\" && exit 3", 3, mlflow.Failed},
		{"good.csv", "true", 0, mlflow.Finished},
		{"bad.csv", "true", exitRejected, mlflow.Failed},
	} {
		code, said := assayRun("run", "-q", "-s", "suite.yaml", "--data", c.data, "--mlflow", "--", "sh", "-c", c.script)
		run := loggedRun(t, said)
		if code != c.code || run.Status != c.status {
			t.Errorf("%s, %s: exit code %d, the run is %s: %s", c.data, c.script, code, run.Status, said)
		}
		if _, trained := run.Metrics["accuracy"]; trained != strings.Contains(c.script, "train.py") {
			t.Errorf("%s, %s: the metrics are %v", c.data, c.script, run.Metrics)
		}
	}
}
