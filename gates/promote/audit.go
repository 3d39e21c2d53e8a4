package promote

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"
)

// The events of an audit.
const (
	eventRefused  = "refused"  // decided against
	eventApproved = "approved" // decided for; what came of it follows
	eventPromoted = "promoted"
	eventFailed   = "failed" // the registry failed, or somebody else was faster
)

// entry is a line of the audit; docs/gates.md says what each key holds.
type entry struct {
	Time       string          `json:"time"`
	ID         string          `json:"id"`
	Event      string          `json:"event"`
	DryRun     bool            `json:"dry_run"`
	Registry   string          `json:"registry,omitempty"`
	Model      string          `json:"model,omitempty"`
	Version    string          `json:"version,omitempty"`
	Target     string          `json:"target,omitempty"`
	Run        string          `json:"run,omitempty"`
	Data       []string        `json:"data,omitempty"`
	Approver   string          `json:"approver"`
	Policy     string          `json:"policy,omitempty"`
	PolicyPath string          `json:"policy_path,omitempty"`
	Assay      string          `json:"assay"`
	Reasons    []string        `json:"reasons,omitempty"`
	Evidence   []entryEvidence `json:"evidence,omitempty"`
	Done       string          `json:"done,omitempty"`
	Error      string          `json:"error,omitempty"`
}

type entryEvidence struct {
	Place   string `json:"place"`
	Suite   string `json:"suite"`
	Digest  string `json:"suite_digest"`
	Verdict string `json:"verdict_digest"`
}

// of fills in a decision.
func (e *entry) of(d *Decision) {
	c := d.Candidate
	e.Registry, e.Model, e.Version, e.Target, e.Run, e.Data = c.Registry, c.Model, c.Version, c.Target, c.Run, c.Data
	e.Event, e.Reasons = eventRefused, d.Reasons
	if d.Promote {
		e.Event = eventApproved
	}
	for _, p := range d.Evidence {
		e.Evidence = append(e.Evidence, entryEvidence{p.Place, p.Verdict.Suite.Name, p.Verdict.Suite.Digest, p.Verdict.Digest})
	}
}

// record appends a line, in one write, so that lines of several gates do not mix,
// and waits until it is on the disk.
func (g *Gate) record(e entry) error {
	e.Time = g.Now().UTC().Format(time.RFC3339Nano)
	line, err := json.Marshal(e)
	if err != nil {
		return &AuditError{fmt.Errorf("the audit cannot be written: %w", err)}
	}
	f, err := os.OpenFile(g.Audit, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return &AuditError{fmt.Errorf("the audit cannot be written: %w", err)}
	}
	_, err = f.Write(append(line, '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return &AuditError{fmt.Errorf("the audit cannot be written: %w", err)}
	}
	return nil
}
