package sagemaker

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"assay/gates/promote"
)

// Registry is a model package that is to be approved.
type Registry struct {
	ARN      string
	Region   string // "" is that of the ARN
	Endpoint string // "" is that of the region
	Profile  string // of the shared credentials; "" is the default one

	client *client
	status string // at first
}

// DataKey is the key of CustomerMetadataProperties that names the data: their
// MD5 as DVC computes it, several with spaces between.
const DataKey = "assay.data.md5"

const approved = "Approved"

// Check says why there is no such model package.
func (r *Registry) Check() error {
	parts := strings.SplitN(r.ARN, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" || parts[2] != "sagemaker" || !strings.HasPrefix(parts[5], "model-package/") {
		return errors.New("--model-package must be the ARN of a model package: arn:aws:sagemaker:REGION:ACCOUNT:model-package/GROUP/VERSION")
	}
	if r.Region == "" {
		r.Region = parts[3]
	}
	r.client = newClient(r.Region, r.Endpoint, r.Profile)
	return nil
}

type modelPackage struct {
	Arn      string            `json:"ModelPackageArn"`
	Group    string            `json:"ModelPackageGroupName"`
	Version  int               `json:"ModelPackageVersion"`
	Status   string            `json:"ModelApprovalStatus"`
	Metadata map[string]string `json:"CustomerMetadataProperties"`
}

func (r *Registry) describe(ctx context.Context) (*modelPackage, error) {
	var p modelPackage
	if err := r.client.call(ctx, "DescribeModelPackage", map[string]string{"ModelPackageName": r.ARN}, &p); err != nil {
		return nil, err
	}
	if p.Arn != r.ARN {
		return nil, r.client.explain(errors.New("the answer is about another model package"))
	}
	return &p, nil
}

// Candidate finds the model package and the data that it names.
func (r *Registry) Candidate(ctx context.Context) (*promote.Candidate, error) {
	_, name, _ := strings.Cut(r.ARN, "model-package/")
	c := &promote.Candidate{Registry: "sagemaker", Model: name, Version: "?", Target: "status " + approved}
	p, err := r.describe(ctx)
	if err != nil {
		return c, err
	}
	r.status = p.Status
	c.Model, c.Version = p.Group, strconv.Itoa(p.Version)
	if c.Data = strings.Fields(p.Metadata[DataKey]); len(c.Data) == 0 {
		c.DataFrom = "the model package has no " + DataKey + " in its CustomerMetadataProperties"
		return c, nil
	}
	c.DataFrom = "its CustomerMetadataProperties"
	return c, nil
}

// Evidence is nothing: SageMaker keeps no verdicts.
func (r *Registry) Evidence(context.Context, *promote.Candidate) ([]promote.Evidence, error) {
	return nil, nil
}

// Promote approves the model package. That somebody else changed its status
// meanwhile is found out before and after.
func (r *Registry) Promote(ctx context.Context, c *promote.Candidate, d *promote.Decision) (done string, err error) {
	now, err := r.describe(ctx)
	switch {
	case err != nil:
		return "", err
	case now.Status != r.status:
		return "", r.raced(r.status, now.Status)
	}
	metadata := map[string]string{"assay.gate": "passed", DataKey: strings.Join(c.Data, " ")}
	for i, e := range d.Evidence {
		metadata[fmt.Sprintf("assay.verdict.%d", i+1)] = e.Verdict.Digest
	}
	request := map[string]any{
		"ModelPackageArn": r.ARN, "ModelApprovalStatus": approved, "CustomerMetadataProperties": metadata,
		"ApprovalDescription": "by " + d.Approver + " through assay",
	}
	var answer struct{}
	if err := r.client.call(ctx, "UpdateModelPackage", request, &answer); err != nil {
		return "", err
	}
	if now, err = r.describe(ctx); err != nil {
		return "", fmt.Errorf("the model package was approved, and it cannot be told whether it stayed so: %w", err)
	}
	if now.Status != approved {
		return "", r.raced(approved, now.Status)
	}
	return fmt.Sprintf("the status changed from %s to %s", r.status, approved), nil
}

func (r *Registry) raced(was, is string) error {
	return fmt.Errorf("somebody else changed the status of %s: it was %s and is %s; see why, and try again", r.ARN, was, is)
}
