package soak_test

import (
	"context"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"assay"
	"assay/engine"
	"assay/engine/vector"
	"assay/integrations/soak"
)

var (
	soakRuns = flag.Int("soak", 1000, "how many random suites and datasets are checked")
	soakSeed = flag.Uint64("soak.seed", 0, "check the one of this seed alone")
)

// TestSoak checks random datasets against random suites, and demands what the
// reference says of them.
func TestSoak(t *testing.T) {
	if *soakSeed != 0 {
		soakOne(t, *soakSeed, true)
		return
	}
	first := uint64(time.Now().UnixNano())
	t.Logf("seeds %d to %d; one alone: go test ./integrations/soak -soak.seed N", first, first+uint64(*soakRuns)-1)
	checks, statuses := 0, make(map[soak.Status]int)
	for i := range *soakRuns {
		for status, n := range soakOne(t, first+uint64(i), false) {
			statuses[status] += n
			checks += n
		}
	}
	t.Logf("%d suites, %d checks: %d passed, %d failed, %d errors", *soakRuns, checks, statuses[soak.Pass], statuses[soak.Fail], statuses[soak.Error])
	if checks < 5**soakRuns || statuses[soak.Pass] == 0 || statuses[soak.Fail] == 0 {
		t.Errorf("so few checks show nothing")
	}
}

// trial is one random dataset with a suite.
type trial struct {
	*dataset
	table  *soak.Table
	checks []*soak.Check
	text   string // of the suite
	failOn soak.Severity
	opt    assay.Options
}

func newTrial(t *testing.T, seed uint64) *trial {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 0))
	how := pick(r, csvFiles, csvFiles, parquetFiles, parquetFiles, batches)
	c := &trial{table: randomTable(r, how)}
	c.dataset = store(t, r, c.table, how)
	for range 30 {
		if check, ok := (suite{r, c.table}).check(); ok && len(c.checks) < 12 {
			c.checks = append(c.checks, check)
		}
	}
	c.text = suiteText(c.table, how, c.checks)
	c.failOn = pick(r, soak.Critical, soak.Warning, soak.Info)
	c.opt = assay.Options{Reports: []string{}, Run: engine.RunOptions{
		Workers: 1 + r.IntN(4), BatchRows: pick(r, 0, 1, 7, 100, 10_000), Memory: pick(r, int64(1), 10_000, 0), MaxExamples: pick(r, 0, 3, 25),
		KeepAll: chance(r, 50), NoStatistics: chance(r, 50), AllowEmpty: chance(r, 50), FailOn: map[soak.Severity]engine.Threshold{
			soak.Critical: engine.FailOnCritical, soak.Warning: engine.FailOnWarning, soak.Info: engine.FailOnInfo}[c.failOn],
	}}
	return c
}

// run checks the data. The caller closes the result.
func (c *trial) run(ctx context.Context) (*engine.Result, error) {
	loaded, err := assay.Loader{}.Parse("suite.yaml", []byte(c.text))
	if err != nil {
		return nil, err
	}
	data, err := c.open(ctx, loaded)
	if err != nil {
		return nil, err
	}
	return assay.Check(ctx, loaded, data, c.opt)
}

// soakOne checks one random dataset, and counts the outcomes.
func soakOne(t *testing.T, seed uint64, verbose bool) map[soak.Status]int {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Fatalf("seed %d: panic: %v\n%s", seed, p, debug.Stack())
		}
	}()
	c := newTrial(t, seed)
	if verbose {
		t.Logf("%d rows in %s, layout %d, splits of %d bytes, %+v\n%s", c.table.Rows, c.dir, c.layout, c.chunk, c.opt.Run, c.text)
	}
	res, err := c.run(t.Context())
	if err != nil {
		t.Fatalf("seed %d: %v\n%s", seed, err, c.text)
	}
	defer res.Close()
	return (&comparison{trial: c, t: t, seed: seed, result: res}).compare()
}

var typeNames = map[soak.Type]string{soak.Int: "int", soak.Float: "float", soak.Text: "string", soak.Bool: "bool", soak.Date: "date"}

func typeName(c *soak.Column) string {
	if c.Type == soak.Decimal {
		return fmt.Sprintf("decimal(%d, %d)", c.Precision, c.Scale)
	}
	return typeNames[c.Type]
}

// suiteText is a suite in its language. It declares all types of what is in files.
func suiteText(table *soak.Table, how layout, checks []*soak.Check) string {
	var b strings.Builder
	b.WriteString("version: 1\n")
	if how != batches {
		fmt.Fprintf(&b, "data:\n  csv: {null_values: [%q]}\n  types:\n", nullText)
		for _, c := range table.Columns {
			fmt.Fprintf(&b, "    %s: %s\n", c.Name, typeName(c))
		}
	}
	b.WriteString("expectations:\n")
	for _, c := range checks {
		b.WriteString(item(c))
	}
	return b.String()
}

// comparison holds a result against the reference.
type comparison struct {
	*trial
	t      *testing.T
	seed   uint64
	result *engine.Result
}

func (c *comparison) errorf(format string, args ...any) {
	c.t.Helper()
	c.t.Errorf("seed %d: %s", c.seed, fmt.Sprintf(format, args...))
}

func (c *comparison) compare() map[soak.Status]int {
	c.t.Helper()
	counts := make(map[soak.Status]int)
	rejected := c.findings()
	if len(c.result.Outcomes) != len(c.checks) || c.result.Rows != int64(c.table.Rows) {
		c.errorf("%d outcomes of %d rows", len(c.result.Outcomes), c.result.Rows)
		return counts
	}
	for i, check := range c.checks {
		want := check.Evaluate(c.table)
		counts[want.Status]++
		rejected = rejected || soak.Rejects(want.Status, check.Severity, c.failOn)
		c.outcome(check, want, &c.result.Outcomes[i])
	}
	if c.result.Accepted == rejected {
		c.errorf("accepted: %t", c.result.Accepted)
	}
	return counts
}

var engineStatuses = map[soak.Status]engine.Status{soak.Pass: engine.Pass, soak.Fail: engine.Fail, soak.Error: engine.Error}

func (c *comparison) outcome(check *soak.Check, want soak.Outcome, got *engine.Outcome) {
	c.t.Helper()
	name := strings.TrimSpace(item(check))
	if got.Status != engineStatuses[want.Status] {
		c.errorf("%s\nstatus %v (%v, %+v), want %v, %d unexpected", name, got.Status, got.Err, got.Counts, engineStatuses[want.Status], len(want.Unexpected))
		return
	}
	if check.Segments != nil && want.Groups.All == 0 {
		return // there was no group, or there were too many
	}
	if check.Segments != nil {
		s := got.Segments
		if have := (soak.Groups{All: s.Groups, Small: s.Small, Failed: s.Failed, Errors: s.Errors}); have != want.Groups {
			c.errorf("%s\ngroups %+v, want %+v", name, have, want.Groups)
		}
	}
	switch {
	case check.Rows != nil:
		c.rows(name, check, want, got)
	case check.Segments == nil && want.Observed != nil:
		c.figure(name, want, got)
	}
}

func (c *comparison) rows(name string, check *soak.Check, want soak.Outcome, got *engine.Outcome) {
	c.t.Helper()
	if got.Evidence == engine.FromStatistics && got.Counts == nil {
		return
	}
	have := *got.Counts
	wanted := engine.RowCounts{Elements: int64(want.Elements), Missing: int64(want.Missing), Unexpected: int64(len(want.Unexpected)), OfElements: have.OfElements}
	if check.OfElements {
		wanted.Missing = have.Missing
	}
	if have != wanted {
		c.errorf("%s\ncounts %+v, want %+v", name, have, wanted)
		return
	}
	c.examples(name, want.Unexpected[:min(len(want.Unexpected), c.opt.Run.MaxExamples)], got.Examples)
	if got.All != nil {
		var all []engine.Example
		if err := got.All.Each(func(e engine.Example) error { all = append(all, e); return nil }); err != nil {
			c.errorf("%s\n%v", name, err)
		}
		c.examples(name, want.Unexpected, all)
	}
}

// examples holds the addresses of rows against those that were written.
func (c *comparison) examples(name string, rows []int, got []engine.Example) {
	c.t.Helper()
	var want, have []string
	for _, row := range rows {
		p := c.places[row]
		want = append(want, fmt.Sprintf("row %d: file %d, record %d, line %d", row, p.file, p.record, p.line))
	}
	for _, e := range got {
		have = append(have, fmt.Sprintf("row %d: file %d, record %d, line %d", e.At.Row, e.At.File, e.At.Record, e.At.Line))
	}
	if !slices.Equal(want, have) {
		c.errorf("%s\nexamples %q, want %q", name, have, want)
	}
}

func (c *comparison) figure(name string, want soak.Outcome, got *engine.Outcome) {
	c.t.Helper()
	s, ok := got.Observed.(vector.Scalar)
	have, number := s.Number()
	wanted := float(want.Observed)
	if !ok || !number || math.Abs(have-wanted) > 1e-12*math.Abs(wanted) {
		c.errorf("%s\nobserved %v, want %v", name, got.Observed, wanted)
	}
}

// findings holds the built-in findings against the table, and tells whether one
// of them rejects it.
func (c *comparison) findings() bool {
	c.t.Helper()
	malformed, invalid := 0, 0
	for row := range c.table.Rows {
		if c.table.Malformed[row] {
			malformed++
		}
		for _, column := range c.table.Columns {
			if column.Cells[row].Invalid {
				invalid++
			}
		}
	}
	empty := c.table.Rows == 0 && !c.opt.Run.AllowEmpty
	for i, failed := range []bool{empty, malformed > 0, invalid > 0} {
		got := c.result.Findings[i]
		if (got.Status != engine.Pass) != failed {
			c.errorf("%s: status %v", got.Check.Name, got.Status)
		}
		if n := []int{0, malformed, invalid}[i]; i > 0 && got.Counts.Unexpected != int64(n) {
			c.errorf("%s: %d, want %d", got.Check.Name, got.Counts.Unexpected, n)
		}
	}
	return empty || malformed > 0 || invalid > 0
}
