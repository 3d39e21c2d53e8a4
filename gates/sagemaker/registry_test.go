package sagemaker_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay"
	"assay/gates/promote"
	"assay/gates/sagemaker"
	"assay/gates/verdict"
	"assay/integrations/tools"
	"assay/readers"
	"assay/suites"
)

// accepted is the verdict on a table.
func accepted(t *testing.T) *verdict.Verdict {
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
	return v
}

func credentials(t *testing.T) {
	t.Setenv("AWS_ACCESS_KEY_ID", "test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "sesame")
}

func gateWith(t *testing.T, evidence ...promote.Evidence) promote.Gate {
	return promote.Gate{Policy: &suites.Policy{}, Extra: evidence, Approver: "ann", Now: time.Now, Audit: filepath.Join(t.TempDir(), "audit.jsonl")}
}

// moto makes model packages in a server that plays SageMaker.
type moto struct {
	t       *testing.T
	address string
}

func (m moto) call(operation string, in map[string]any) map[string]any {
	m.t.Helper()
	body, err := json.Marshal(in)
	if err != nil {
		m.t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, m.address, strings.NewReader(string(body)))
	if err != nil {
		m.t.Fatal(err)
	}
	req.Header.Set("X-Amz-Target", "SageMaker."+operation)
	req.Header.Set("Content-Type", "application/x-amz-json-1.1")
	req.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/sagemaker/aws4_request, SignedHeaders=host, Signature=0")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		m.t.Fatal(err)
	}
	defer res.Body.Close()
	said, err := io.ReadAll(res.Body)
	var out map[string]any
	if err != nil || res.StatusCode != http.StatusOK || len(said) > 0 && json.Unmarshal(said, &out) != nil {
		m.t.Fatalf("%s: %s %s", operation, res.Status, said)
	}
	return out
}

func TestSageMaker(t *testing.T) {
	server := tools.Path(t, "moto_server")
	port := tools.FreePort(t)
	m := moto{t, fmt.Sprintf("http://127.0.0.1:%d", port)}
	tools.Start(t, exec.Command(server, "-H", "127.0.0.1", "-p", fmt.Sprint(port)), tools.Healthy(m.address+"/moto-api/"))
	credentials(t)
	v := accepted(t)
	m.call("CreateModelPackageGroup", map[string]any{"ModelPackageGroupName": "fraud"})
	create := func(metadata map[string]string) string {
		return m.call("CreateModelPackage", map[string]any{
			"ModelPackageGroupName": "fraud", "ModelApprovalStatus": "PendingManualApproval", "CustomerMetadataProperties": metadata,
			"InferenceSpecification": map[string]any{"Containers": []any{map[string]any{"Image": "i"}}, "SupportedContentTypes": []string{"text/csv"}, "SupportedResponseMIMETypes": []string{"text/csv"}},
		})["ModelPackageArn"].(string)
	}
	status := func(arn string) (string, map[string]any) {
		p := m.call("DescribeModelPackage", map[string]any{"ModelPackageName": arn})
		metadata, _ := p["CustomerMetadataProperties"].(map[string]any)
		return p["ModelApprovalStatus"].(string), metadata
	}
	evidence := promote.Evidence{Place: "verdict.json", Verdict: v}
	for name, c := range map[string]struct {
		metadata map[string]string
		evidence []promote.Evidence
		want     string // the reason; "" for approval
	}{
		"accepted data": {map[string]string{sagemaker.DataKey: v.Data.MD5}, []promote.Evidence{evidence}, ""},
		"other data":    {map[string]string{sagemaker.DataKey: strings.Repeat("a", 32)}, []promote.Evidence{evidence}, "there is no verdict on the data"},
		"no verdict":    {map[string]string{sagemaker.DataKey: v.Data.MD5}, nil, "there is no verdict on the data"},
		"no data named": {map[string]string{"other": "x"}, []promote.Evidence{evidence}, "has no assay.data.md5"},
	} {
		arn := create(c.metadata)
		r := &sagemaker.Registry{ARN: arn, Endpoint: m.address}
		if err := r.Check(); err != nil {
			t.Fatal(err)
		}
		g := gateWith(t, c.evidence...)
		d, err := g.Run(t.Context(), r)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, metadata := status(arn)
		switch reasons := strings.Join(d.Reasons, "; "); {
		case c.want == "" && (got != "Approved" || metadata["assay.gate"] != "passed" || metadata["assay.verdict.1"] != v.Digest || d.Candidate.Model != "fraud"):
			t.Errorf("%s: the status is %s, %v: %s", name, got, metadata, reasons)
		case c.want != "" && (got != "PendingManualApproval" || !strings.Contains(reasons, c.want)):
			t.Errorf("%s: the status is %s: %s", name, got, reasons)
		}
	}
	// Somebody else rejects it while the gate is at work.
	arn := create(map[string]string{sagemaker.DataKey: v.Data.MD5})
	r := &sagemaker.Registry{ARN: arn, Endpoint: m.address}
	if err := r.Check(); err != nil {
		t.Fatal(err)
	}
	g := gateWith(t, evidence)
	_, err := g.Run(t.Context(), meddled{r, func() {
		m.call("UpdateModelPackage", map[string]any{"ModelPackageArn": arn, "ModelApprovalStatus": "Rejected"})
	}})
	if got, _ := status(arn); err == nil || !strings.Contains(err.Error(), "somebody else changed the status") || got != "Rejected" {
		t.Errorf("a race: the status is %s: %v", got, err)
	}
	absent := &sagemaker.Registry{ARN: arn + "77", Endpoint: m.address}
	if err := absent.Check(); err != nil {
		t.Fatal(err)
	}
	g = gateWith(t, evidence)
	if _, err := g.Run(t.Context(), absent); err == nil || !strings.Contains(err.Error(), "SageMaker at "+m.address) || !strings.Contains(err.Error(), "400") {
		t.Errorf("an absent package: %v", err)
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

const arn = "arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud/1"

// TestFaults asks servers that do not answer as SageMaker does.
func TestFaults(t *testing.T) {
	credentials(t)
	for want, c := range map[string]struct {
		code int
		body string
	}{
		"not authorized (AccessDeniedException, 403)": {403, `{"__type":"AccessDeniedException","message":"not authorized"}`},
		"the answer was 404 Not Found":                {404, "nothing"},
		"the answer is none of SageMaker":             {200, "<html>"},
		"about another model package":                 {200, `{"ModelPackageArn": "arn:other"}`},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if target := r.Header.Get("X-Amz-Target"); target != "SageMaker.DescribeModelPackage" || !strings.Contains(r.Header.Get("Authorization"), "Credential=test/") {
				t.Errorf("the gate asked for %s by %s", target, r.Header.Get("Authorization"))
			}
			w.WriteHeader(c.code)
			_, _ = io.WriteString(w, c.body)
		}))
		r := &sagemaker.Registry{ARN: arn, Endpoint: server.URL}
		if err := r.Check(); err != nil {
			t.Fatal(err)
		}
		g := gateWith(t)
		if _, err := g.Run(t.Context(), r); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "sesame") {
			t.Errorf("got %v, want %s", err, want)
		}
		server.Close()
	}
	for _, bad := range []string{"", "fraud/1", "arn:aws:s3:::bucket", "arn:aws:sagemaker:us-east-1:1:model/x"} {
		if err := (&sagemaker.Registry{ARN: bad}).Check(); err == nil {
			t.Errorf("%q is taken for a model package", bad)
		}
	}
}
