package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"assay"
	"assay/engine"
	"assay/engine/address"
	"assay/gates/verdict/cache"
	"assay/readers"
	"assay/readers/dvc"
	"assay/reports"
)

// checker carries out one assay check.
type checker struct {
	flags     *checkFlags
	ui        *terminal
	publisher *publisher

	now     time.Time
	memory  memoryPlan
	version string // that results are marked with
	sealer  *sealer
	cache   *cache.Cache         // nil where nothing is to be reused
	tracker *tracker             // nil where nothing is logged
	observe func(*engine.Result) // is shown every result; may be nil
	prints  int                  // datasets that were printed
	sealed  []string             // files of verdicts that were written
	// recorded says that data are read as DVC records them.
	recorded bool
	// judges says that only the verdict on all rows counts: neither rows nor
	// verdicts are written.
	judges bool
}

// run checks every dataset that the command line or assay.yaml names. One that
// cannot be read does not keep the others from being checked; the highest code
// is the command's.
func (c *checker) run(ctx context.Context, args []string) error {
	if err := c.flags.validate(); err != nil {
		return err
	}
	c.publisher.timing = c.flags.timing
	c.now = c.flags.now.moment()
	c.memory = planMemory(int64(c.flags.memory), c.flags.workers)
	c.memory.limitProcess()
	jobs, err := c.jobs(args)
	if err != nil {
		return err
	}
	if c.recorded {
		if jobs, err = asRecorded(ctx, jobs); err != nil {
			return err
		}
	}
	if c.sealer, err = c.newSealer(jobs); err != nil {
		return err
	}
	if c.flags.mlflow && c.tracker == nil {
		if c.tracker, err = newTracker(c.ui); err != nil {
			return err
		}
	}
	if c.version, err = c.engine(jobs); err != nil {
		return err
	}
	if c.cache, err = c.flags.cache.open(); err != nil {
		return err
	}
	if err := c.loadSuites(jobs); err != nil {
		return err
	}
	worst := exitAccepted
	for _, j := range jobs {
		err := c.check(ctx, j)
		if code := codeOf(err); code == exitInterrupted {
			return err
		} else if code > worst {
			worst = code
		}
		if err != nil && !said(err) {
			c.ui.complain(err)
		}
	}
	if worst == exitAccepted {
		return nil
	}
	return &exitError{worst, nil}
}

// check checks one dataset, or reuses the result of an earlier check, and writes
// its verdict and its reports.
func (c *checker) check(ctx context.Context, j *job) error {
	known, err := c.lookUp(ctx, j)
	if err != nil {
		return err
	}
	if res := c.reuse(ctx, j, known); res != nil {
		c.tellReuse(j)
		return c.finish(ctx, j, res)
	}
	var digests *readers.Digests
	switch {
	case known != nil:
		digests = known.digests
	case c.digests(j):
		digests = new(readers.Digests)
	}
	return c.examine(ctx, j, digests, func(res *engine.Result) error {
		c.keep(j, known, res)
		return c.finish(ctx, j, res)
	})
}

// finish writes the verdict and the reports of a result, and logs it. What could
// not be written does not keep the rest from being written.
func (c *checker) finish(ctx context.Context, j *job, res *engine.Result) error {
	for i := range res.Files {
		if f := &res.Files[i]; f.DVC == "" && f.Revision == "" {
			f.DVC = dvc.PointedMD5(ctx, f.Path)
		}
	}
	if c.observe != nil {
		c.observe(res)
	}
	v, sealed := c.sealer.seal(res, j.outputs.verdict.path)
	switch {
	case sealed != nil:
		c.ui.complain(sealed)
	case j.outputs.verdict.path != "":
		c.sealed = append(c.sealed, j.outputs.verdict.path)
	}
	if j.prints() {
		c.separate()
	}
	seen := reports.Redact(res, reports.Redaction{All: c.flags.publish.redact})
	published := c.publisher.publish(ctx, j.reports, seen)
	if codeOf(published) == exitInterrupted {
		return published
	}
	if c.tracker != nil && v != nil {
		if err := c.tracker.track(ctx, c.publisher, seen, v, trackedReports()); err != nil {
			return err
		}
	}
	switch {
	case published != nil:
		return published
	case sealed != nil:
		return &exitError{exitReport, nil}
	case !res.Accepted:
		return &exitError{exitRejected, nil}
	}
	return nil
}

// examine reads and judges one dataset, and hands on the result, which lives as
// long as the call. digests are nil where they are not asked for.
func (c *checker) examine(ctx context.Context, j *job, digests *readers.Digests, use func(*engine.Result) error) error {
	bind := assay.BindOptions{Now: c.now, Digests: digests, ReadAhead: c.memory.ahead, Workers: c.flags.workers, Quarantine: j.outputs.quarantine()}
	bound, err := assay.Bind(ctx, j.suite, c.data(j), bind)
	if err != nil {
		return checkError(err)
	}
	defer bound.Close()
	if c.flags.plan {
		return c.printPlan(j, bound)
	}
	run := c.runOptions(j)
	run.Memory = c.memory.stateFor(bound.Remote())
	meter := c.meter(&run)
	res, err := bound.Run(ctx, j.needs, run)
	meter.clear()
	if err != nil {
		return checkError(err)
	}
	defer res.Close()
	return use(res)
}

// data are what is to be checked.
func (c *checker) data(j *job) assay.Data {
	return assay.Data{Paths: j.dataset.Data, Rev: c.flags.rev, Remote: c.flags.remote, Stdin: c.ui.in, InputFormat: j.dataset.InputFormat}
}

// meter shows on a terminal how far a run is.
func (c *checker) meter(o *engine.RunOptions) *meter {
	m := newMeter(c.ui.err, time.Now)
	if !c.flags.quiet && isTerminal(c.ui.err) {
		o.Progress = m.update
	}
	return m
}

// runOptions are what flags and assay.yaml say about a run.
func (c *checker) runOptions(j *job) engine.RunOptions {
	return engine.RunOptions{
		Workers:      c.flags.workers,
		NoStatistics: c.flags.noStats,
		AllowEmpty:   j.dataset.AllowEmpty,
		FailOn:       j.failOn,
		Timing:       c.flags.timing,
		Settings:     engine.Settings{Now: c.flags.now.String()},
		Version:      c.version,
	}
}

// separate puts an empty line between what is printed of two datasets.
func (c *checker) separate() {
	if c.prints++; c.prints > 1 {
		fmt.Fprintln(c.ui.out)
	}
}

// printPlan says what a run would do.
func (c *checker) printPlan(j *job, bound *assay.Bound) error {
	c.separate()
	data := make([]string, len(j.dataset.Data))
	for i, path := range j.dataset.Data {
		data[i] = address.Shown(path)
	}
	_, err := fmt.Fprintf(c.ui.out, "%s · suite %s\n%s%s\n", strings.Join(data, ", "), j.suite.Name, bound.Plan(), c.memory)
	return err
}
