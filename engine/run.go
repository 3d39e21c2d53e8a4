package engine

import (
	"context"
	"errors"
	"fmt"
	goruntime "runtime"
	"time"

	"assay/engine/fold"
	"assay/engine/spill"
)

// RunOptions adjust a run; the zero value is usable.
type RunOptions struct {
	// Workers is the number of goroutines; 0 means one per processor.
	Workers int
	// BatchRows bounds the rows of a batch; 0 lets the source choose.
	BatchRows int
	// Memory bounds, in bytes, the state that grows with the data; 0 means
	// DefaultMemory. What does not fit is spilled to TempDir.
	Memory int64
	// TempDir holds spilled state; "" means the system's.
	TempDir string
	// MaxExamples is the number of unexpected rows kept of each check.
	MaxExamples int
	// KeepAll keeps every unexpected row, in a file (Outcome.All).
	KeepAll bool
	// NoStatistics reads every column that a check is about, whatever the
	// source knows of it, and has the source audited: data that contradict
	// what they say of themselves are refused.
	NoStatistics bool
	// AllowEmpty accepts data without rows.
	AllowEmpty bool
	FailOn     Threshold
	// Quarantine, if not nil, sets bad rows aside.
	Quarantine *Quarantine
	// Profile asks for Result.Profile. Columns that no check is about are
	// read for it too; outcomes and findings stay what they are without.
	Profile bool
	// Progress, if not nil, is called after each split, by one goroutine at
	// a time.
	Progress func(Progress)
	// Timing asks for Result.Timing.
	Timing   bool
	Suite    SuiteInfo
	Settings Settings // for the result: what was given, by whoever asks for the run
	Version  string
}

// DefaultMemory is the budget of state that grows with the data.
const DefaultMemory = 256 << 20

// runtime is what the parts of one run share.
type runtime struct {
	opt RunOptions
	env *fold.Env
	log *logFile
	// marks are which rows are unexpected to whom, nil without a quarantine.
	// They are kept where a later pass may ask for them.
	marks     map[markKey]*rowMarks
	keepMarks bool
}

// Run reads src as plan asks and judges every check. The result is the same
// for any number of workers, batch size and memory. An error means that there
// is no result: the data could not be read (*DataError), ctx ended, or
// temporary files could not be written. The caller closes the result.
func Run(ctx context.Context, plan *Plan, src Source, opt RunOptions) (*Result, error) {
	started := time.Now()
	if opt.Workers <= 0 {
		opt.Workers = goruntime.GOMAXPROCS(0)
	}
	if opt.Memory <= 0 {
		opt.Memory = DefaultMemory
	}
	dir, err := spill.NewDir(opt.TempDir)
	if err != nil {
		return nil, err
	}
	rt := &runtime{
		opt: opt,
		env: &fold.Env{Files: dir, Memory: spill.NewBudget(opt.Memory)},
		log: &logFile{create: dir.Create},
	}
	res, err := rt.run(ctx, plan, src)
	if err != nil {
		rt.log.close()
		dir.Close()
		return nil, err
	}
	res.spill = closers{rt.log.close, dir.Close}
	if opt.Timing {
		res.Timing.Started, res.Timing.Elapsed = started, time.Since(started)
		res.Timing.Spilled = dir.Spilled()
	} else {
		res.Timing = nil
	}
	return res, nil
}

type closers []func() error

func (c closers) Close() error {
	var first error
	for _, close := range c {
		if err := close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

func (rt *runtime) run(ctx context.Context, plan *Plan, src Source) (*Result, error) {
	if once, ok := src.(OneTimeSource); ok {
		rt.env.OneTime = once.OneTime()
	}
	res := newResult(plan, src, rt.opt)
	division := newDividing(rt, plan, res)
	evals := plan.evaluations(rt)
	known := rt.statistics(src)
	proven := prove(evals, known, plan.schema, !division.narrow)
	again := mayNeedSecond(evals)
	for n := firstPass; n <= secondPass; n++ {
		p, err := plan.layout(n, evals)
		if err != nil {
			return nil, err
		}
		if n > firstPass && len(p.tasks) == 0 {
			break
		}
		var profiles []*foldTask
		if n == firstPass && rt.opt.Profile {
			if profiles, err = p.profile(); err != nil {
				return nil, err
			}
		}
		if err := division.join(p); err != nil {
			return nil, err
		}
		totals, err := rt.runPass(ctx, p, src, again && n == firstPass || rt.keepMarks)
		if err != nil {
			return nil, err
		}
		if proven && n == firstPass && totals.rows != known.Rows {
			return nil, changed(src, known.Rows, totals.rows)
		}
		if n == firstPass {
			res.take(p, totals)
			division.first, division.bases = p, totals.bases
			res.Profile = summaries(profiles)
			if err := relate(ctx, evals); err != nil {
				return nil, err
			}
		}
		res.Timing.Passes++
		res.Timing.BytesRead += totals.bytes
	}
	for i, e := range evals {
		o := e.outcome()
		if i < len(plan.checks) {
			res.Outcomes = append(res.Outcomes, o)
		} else {
			res.Findings = append(res.Findings, o)
		}
	}
	if rt.opt.Quarantine != nil {
		if err := division.finish(ctx, src, evals); err != nil {
			return nil, err
		}
	}
	res.judge()
	return res, nil
}

func newResult(plan *Plan, src Source, opt RunOptions) *Result {
	res := &Result{Version: opt.Version, Suite: opt.Suite, Settings: opt.Settings, FailOn: opt.FailOn, Timing: &Timing{Workers: opt.Workers}}
	for _, f := range src.Files() {
		res.Files = append(res.Files, FileResult{Path: f.Path, Format: f.Format, Bytes: f.Bytes, ReadAs: f.ReadAs, DVC: f.DVC, Revision: f.Revision})
	}
	for _, f := range plan.schema.Fields() {
		res.Columns = append(res.Columns, ColumnInfo{Name: f.Name, Type: f.Type.String()})
	}
	return res
}

// take copies what the first pass learnt of the data.
func (r *Result) take(p *pass, totals passTotals) {
	for _, req := range p.slots {
		if !req.Lenient {
			r.Columns[req.Index].Read = true
		}
	}
	for _, column := range p.spared {
		r.Columns[column].Read = true
	}
	for i := range r.Files {
		r.Files[i].Records = totals.files[i].records
		r.Files[i].BlankLines = totals.files[i].blank
	}
	r.Rows = totals.rows
}

// changed is the error of data whose rows are not as many as its statistics
// said when it was opened.
func changed(src Source, said, found int64) error {
	return &DataError{
		Path: src.Files()[0].Path, Offset: -1,
		Msg: fmt.Sprintf("the data changed while it was read: it had %d rows first and %d later; run the check again", said, found),
	}
}

// judge derives the verdict from the outcomes.
func (r *Result) judge() {
	r.Accepted = true
	for _, list := range [][]Outcome{r.Outcomes, r.Findings} {
		for _, o := range list {
			if r.Rejected(o) {
				r.Accepted = false
			}
		}
	}
}

// Rejected reports whether the outcome counts against the data at the result's
// threshold.
func (r *Result) Rejected(o Outcome) bool { return o.RejectedAt(r.FailOn) }

// RejectedAt reports whether the outcome counts against the data at a threshold.
func (o Outcome) RejectedAt(t Threshold) bool {
	return !o.SetAside && t.Rejects(o.Status, o.Check.Severity)
}

// passError says in which pass something went wrong; what the data's reader says
// stands for itself.
func passError(number int, err error) error {
	var de *DataError
	var se *sinkError
	if errors.As(err, &de) || errors.As(err, &se) || errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("pass %d over the data: %w", number, err)
}
