package mlflow

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"assay/gates/verdict"
)

// Logged is the run in which a check was logged.
type Logged struct {
	RunID      string
	Experiment string // its ID
	Joined     bool   // the run was there before
	Ended      bool   // the run was given its last status
	URL        string // of its page
}

// endLimit is how long it may take to end a run after an interrupt.
const endLimit = 5 * time.Second

// Log writes what is to be known of a check into the run that the settings
// name, else into a new one, which is ended unless keepOpen
// and the data are accepted. The status of a run
// that is there stays. Where something cannot be written, the run has no
// TagStatus of this check.
func (c *Client) Log(ctx context.Context, r Record, keepOpen bool) (*Logged, error) {
	now := time.Now()
	run, joined, err := c.begin(ctx, r, now)
	if err != nil {
		return nil, err
	}
	logged := &Logged{RunID: run.ID, Experiment: run.Experiment, Joined: joined, URL: c.page(run)}
	err = c.write(ctx, run, r, now)
	accepted := r.Verdict.Verdict == verdict.Accepted
	if joined || keepOpen && err == nil && accepted {
		return logged, err
	}
	status := Finished
	if err != nil || !accepted {
		status = Failed
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), endLimit)
	defer cancel()
	if end := c.EndRun(ending, run.ID, status, time.Now()); err == nil {
		err = end
	}
	logged.Ended = true
	return logged, err
}

// begin finds or creates the run.
func (c *Client) begin(ctx context.Context, r Record, now time.Time) (run *Run, joined bool, err error) {
	id := c.settings.RunID
	if id == "" {
		run, err = c.createRun(ctx, "assay "+r.Result.Suite.Name, now)
		return run, false, err
	}
	run, err = c.Run(ctx, id)
	if err != nil {
		return nil, true, fmt.Errorf("join the run of MLFLOW_RUN_ID: %w", err)
	}
	if run.Deleted {
		return nil, true, fmt.Errorf("MLFLOW_RUN_ID names the run %s, which is deleted", id)
	}
	return run, true, nil
}

// write adds everything to the run, the tags last.
func (c *Client) write(ctx context.Context, run *Run, r Record, now time.Time) error {
	if err := c.logBatch(ctx, run.ID, r.metrics(now), r.params(run.Params), nil); err != nil {
		return err
	}
	if err := c.logInput(ctx, run.ID, r.dataset()); err != nil {
		return err
	}
	folder := path.Join(Folder, r.folder())
	sealed, err := r.Verdict.Encode()
	if err != nil {
		return err
	}
	for _, d := range append(slices.Clone(r.Documents), Document{VerdictFile, sealed}) {
		if err := c.putArtifact(ctx, run, path.Join(folder, d.Name), d.Body); err != nil {
			return err
		}
	}
	return c.logBatch(ctx, run.ID, nil, nil, r.tags(run.Tags))
}

// folder is where the artifacts of this check are, so that others of the same
// run stay.
func (r *Record) folder() string {
	suite := strings.Map(func(c rune) rune {
		if strings.ContainsRune("/: ", c) {
			return '_'
		}
		return c
	}, clean(r.Result.Suite.Name))
	return cmp.Or(suite, "suite") + "-" + shortMD5(r.Verdict.Data.MD5)
}

// shortMD5 is the part of a digest that folders are named after.
func shortMD5(md5 string) string { return md5[:min(len(md5), 12)] }

// page is the address of a run's page, without what may be secret.
func (c *Client) page(run *Run) string {
	return fmt.Sprintf("%s/#/experiments/%s/runs/%s", strings.TrimRight(publicURI(c.settings.TrackingURI), "/"), run.Experiment, run.ID)
}
