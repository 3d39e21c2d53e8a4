// Package promote decides whether a model may be promoted in a registry: by the
// verdicts on the data that it was trained on, and by a policy.
package promote

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"assay/gates/verdict"
	"assay/suites"
)

// Candidate is what is to be promoted, as its registry tells it.
type Candidate struct {
	Registry string // mlflow, sagemaker or vertex
	Model    string
	Version  string
	Target   string // what promotion gives it: "alias champion"
	Run      string // the training run; "" where it is not known
	// Data are the digests of the data that it was trained on, as DVC computes
	// them, and DataFrom who says so.
	Data     []string
	DataFrom string
	Metrics  map[string]float64 // of the training run
}

// Evidence is a verdict that was found.
type Evidence struct {
	Place   string    // where: a run of MLflow, a file
	Time    time.Time // when the data were checked; zero where nothing says so
	Verdict *verdict.Verdict
	Err     error // why there is no verdict at Place
}

// Registry is where models are registered.
type Registry interface {
	// Candidate finds the model's version. With an error it says at least what
	// was looked for.
	Candidate(ctx context.Context) (*Candidate, error)
	// Evidence finds verdicts on the candidate's data, the newest first.
	Evidence(ctx context.Context, c *Candidate) ([]Evidence, error)
	// Promote carries out a decision. It returns what was done, in a sentence.
	Promote(ctx context.Context, c *Candidate, d *Decision) (done string, err error)
}

// Gate decides, keeps record, and promotes.
type Gate struct {
	Policy   *suites.Policy
	Trusted  []ed25519.PublicKey // those of Policy.Trust
	Approver string              // who wants it; nobody checks that it is so
	Version  string              // of this assay
	Extra    []Evidence          // beside what the registry finds
	Audit    string              // the file that decisions are appended to
	DryRun   bool
	Now      func() time.Time
}

// Decision is what the gate decided.
type Decision struct {
	Candidate *Candidate
	Promote   bool
	Reasons   []string // why not
	Evidence  []Evidence
	Policy    string // the policy's digest; "" without one
	Approver  string
	Done      string // what was done, in a sentence; "" where nothing was
}

// AuditError is a decision that could not be recorded. Nothing was promoted, or,
// where the record of the outcome is meant, it says so.
type AuditError struct{ err error }

// Error is one sentence.
func (e *AuditError) Error() string { return e.err.Error() }

// Unwrap returns the cause.
func (e *AuditError) Unwrap() error { return e.err }

// Run decides and, unless it is a dry run, promotes. Errors are those of the
// registry, and an *AuditError; where the registry failed, the decision says how
// far it came.
func (g *Gate) Run(ctx context.Context, r Registry) (*Decision, error) {
	record := entry{ID: rand.Text()[:12], Approver: g.Approver, Policy: g.Policy.Digest, PolicyPath: g.Policy.Path, Assay: g.Version, DryRun: g.DryRun}
	d, err := g.decide(ctx, r)
	record.of(d)
	if err != nil {
		record.Event, record.Error = eventFailed, err.Error()
		return d, errors.Join(err, g.record(record))
	}
	if err := g.record(record); err != nil {
		return d, fmt.Errorf("nothing is promoted: %w", err)
	}
	if !d.Promote || g.DryRun {
		return d, nil
	}
	d.Done, err = r.Promote(ctx, d.Candidate, d)
	record.Event, record.Done = eventPromoted, d.Done
	if err != nil {
		record.Event, record.Error = eventFailed, err.Error()
	}
	return d, errors.Join(err, g.record(record))
}

func (g *Gate) decide(ctx context.Context, r Registry) (*Decision, error) {
	c, err := r.Candidate(ctx)
	if err != nil {
		return &Decision{Candidate: c}, err
	}
	found, err := r.Evidence(ctx, c)
	if err != nil {
		return &Decision{Candidate: c}, err
	}
	d := g.judge(c, append(found, g.Extra...))
	d.Policy, d.Approver = g.Policy.Digest, g.Approver
	return d, nil
}
