package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/nearest"
	"assay/engine/spill"
	"assay/reports"
)

// checker carries out one assay check.
type checker struct {
	flags     *checkFlags
	ui        *terminal
	publisher *publisher

	now    time.Time
	memory memoryPlan
	prints int // datasets that were printed
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
	if c.flags.quarantine.wanted() && len(jobs) > 1 {
		return usageError("--accepted and --rejected are the files of one dataset, and %d are checked: name one", len(jobs))
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

// check checks one dataset and writes its reports.
func (c *checker) check(ctx context.Context, j *job) error {
	temp, err := spill.NewDir("")
	if err != nil {
		return &exitError{exitReport, err}
	}
	defer temp.Close()
	o := opener{suite: j.suite, inputFormat: j.dataset.InputFormat, stdin: c.ui.in, tempFile: temp.Create, now: c.now}
	data, err := o.open(ctx, j.dataset.Data)
	if err != nil {
		return err
	}
	defer data.Close()
	redaction, err := c.redaction(j, data.source.Schema())
	if err != nil {
		return err
	}
	sink, err := c.quarantine(j, data)
	if err != nil {
		return err
	}
	if sink != nil {
		defer sink.Discard()
	}
	plan, err := engine.Compile(data.source.Schema(), data.bound.Checks, data.bound.Findings, engine.PlanOptions{AlsoRead: data.bound.AlsoRead})
	if err != nil {
		return fmt.Errorf("internal error: %w", err)
	}
	if c.flags.plan {
		return c.printPlan(j, plan)
	}
	run := c.runOptions(j, j.needs.Of(data.bound.Checks))
	if sink != nil {
		f := &c.flags.quarantine
		run.Quarantine = &engine.Quarantine{Sink: sink, MaxRejected: f.maxRejected.limit, AcceptedPath: f.accepted, RejectedPath: f.rejected}
	}
	meter := c.meter(&run)
	res, err := engine.Run(ctx, plan, data.source, run)
	meter.clear()
	if err != nil {
		return runError(err)
	}
	defer res.Close()
	if err := settle(sink, res); err != nil {
		return err
	}
	if err := identify(ctx, res, c.flags.digest); err != nil {
		return err
	}
	if j.prints() {
		c.separate()
	}
	if err := c.publisher.publish(ctx, j.reports, reports.Redact(res, redaction)); err != nil {
		return err
	}
	if !res.Accepted {
		return &exitError{exitRejected, nil}
	}
	return nil
}

// redaction is what --redact and the suite's data.sensitive keep out of reports.
// A sensitive column that the data lack is a mistake: it may be one misspelt.
func (c *checker) redaction(j *job, schema *arrow.Schema) (reports.Redaction, error) {
	for _, name := range j.suite.Data.Sensitive {
		if schema.HasField(name) {
			continue
		}
		err := fmt.Errorf("data.sensitive names the column %q, which the data do not have", name)
		var columns []string
		for _, f := range schema.Fields() {
			columns = append(columns, f.Name)
		}
		if hint := nearest.DidYouMean(name, columns); hint != "" {
			err = fmt.Errorf("%w: %s", err, hint)
		}
		return reports.Redaction{}, &exitError{exitUsage, err}
	}
	return reports.Redaction{All: c.flags.publish.redact, Columns: j.suite.Data.Sensitive}, nil
}

// meter shows on a terminal how far a run is.
func (c *checker) meter(o *engine.RunOptions) *meter {
	m := newMeter(c.ui.err, time.Now)
	if !c.flags.quiet && isTerminal(c.ui.err) {
		o.Progress = m.update
	}
	return m
}

func (c *checker) runOptions(j *job, needs reports.Needs) engine.RunOptions {
	return engine.RunOptions{
		Workers:      c.flags.workers,
		Memory:       c.memory.state,
		MaxExamples:  needs.Examples,
		KeepAll:      needs.AllUnexpected,
		Profile:      needs.Profile && !c.flags.noProfile,
		NoStatistics: c.flags.noStats,
		AllowEmpty:   j.dataset.AllowEmpty || j.suite.AllowEmpty,
		FailOn:       j.failOn,
		Timing:       c.flags.timing || j.needs.Timing,
		Suite:        j.suite.Info(),
		Version:      version(),
	}
}

// separate puts an empty line between what is printed of two datasets.
func (c *checker) separate() {
	if c.prints++; c.prints > 1 {
		fmt.Fprintln(c.ui.out)
	}
}

// printPlan says what a run would do.
func (c *checker) printPlan(j *job, plan *engine.Plan) error {
	c.separate()
	_, err := fmt.Fprintf(c.ui.out, "%s · suite %s\n%s%s\n", strings.Join(j.dataset.Data, ", "), j.suite.Name, plan, c.memory)
	return err
}
