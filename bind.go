package assay

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/nearest"
	"assay/engine/spill"
	"assay/readers"
	"assay/readers/remote"
	"assay/reports"
	"assay/suites"
)

// Bound is a suite that has met the columns of opened data. The caller closes
// it.
type Bound struct {
	suite  *Suite
	source engine.Source
	others []engine.Source // that expectations compare with
	temp   *spill.Dir
	bound  suites.Bound
	plan   *engine.Plan
	rows   *Quarantine // nil where rows are not divided

	session *remote.Session // to be closed; nil where it is the caller's
	traffic *remote.Session

	digests     *readers.Digests // nil where they are not asked for
	inputFormat string           // as Data has it
	askedTime   bool
	references  []reference
}

// BindOptions adjust Bind; the zero value is usable.
type BindOptions struct {
	// Now is what now() is; the zero time means the present.
	Now time.Time
	// TempDir holds the private folder of what can be read only once and is
	// needed twice; "" means the system's place for temporary files. Such
	// folders of this user's processes that were killed are removed.
	TempDir string
	// Digests, if not nil, hashes the files while they are read; the result
	// says their digests. Data.Source has no files to hash.
	Digests *readers.Digests
	// Quarantine, if not nil, sets bad rows aside.
	Quarantine *Quarantine
	// Access says how remote addresses are reached; the zero value goes by
	// the environment and by files, as each store's own tools do. Without a
	// Session it gets one with ReadAhead bytes of memory for reading ahead,
	// 0 being remote.DefaultReadAhead.
	Access    remote.Options
	ReadAhead int64
	// Workers is what engine.RunOptions will say; it divides ReadAhead.
	Workers int
}

// Bind opens data and lays a suite over their columns. No more is read than it
// takes to know these. What cannot be bound, such as an expectation about a
// column that there is not, is told by Diagnostics and is an outcome of a run;
// it is no error. Errors are those that ExitCodeOf knows.
func Bind(ctx context.Context, s *Suite, d Data, opt BindOptions) (*Bound, error) {
	b := &Bound{suite: s, inputFormat: d.InputFormat}
	if d.Source == nil {
		b.digests = opt.Digests
	}
	if err := b.open(ctx, d, opt); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

func (b *Bound) open(ctx context.Context, d Data, opt BindOptions) (err error) {
	if b.temp, err = spill.NewDir(opt.TempDir); err != nil {
		return err
	}
	spill.Sweep(opt.TempDir)
	if opt.Access.Session == nil {
		b.session = remote.NewSession(opt.ReadAhead)
		opt.Access.Session = b.session
	}
	b.traffic = opt.Access.Session
	o := &opener{suite: b.suite, tempFile: b.temp.Create, digests: b.digests, access: opt.Access, workers: opt.Workers}
	if b.source, err = o.open(ctx, d); err != nil {
		return asRequest(err)
	}
	schema := b.source.Schema()
	if b.rows = opt.Quarantine; b.rows != nil {
		if err := b.rows.suits(d, b.source); err != nil {
			return &RequestError{err}
		}
	}
	if err := knownColumns(b.suite.Data.Sensitive, schema); err != nil {
		return &RequestError{err}
	}
	env := &engine.Env{Schema: schema, Zone: b.suite.Data.Timezone, Now: b.clock(opt.Now)}
	env.Open = func(path string, like map[string]arrow.DataType) (engine.Source, error) {
		other, err := o.other(ctx, path, like, b.reference(path))
		if err == nil {
			b.others = append(b.others, other)
		}
		return other, err
	}
	b.bound = b.suite.Bind(env)
	b.plan, err = engine.Compile(schema, b.bound.Checks, b.bound.Findings, engine.PlanOptions{AlsoRead: b.alsoRead()})
	return err
}

// clock is what now() is, and notes that it was asked for.
func (b *Bound) clock(now time.Time) func() time.Time {
	if now.IsZero() {
		now = time.Now()
	}
	return func() time.Time {
		b.askedTime = true
		return now
	}
}

// knownColumns refuses a sensitive column that the data lack: it may be one
// misspelt, whose values would be shown.
func knownColumns(sensitive []string, schema *arrow.Schema) error {
	for _, name := range sensitive {
		if schema.HasField(name) {
			continue
		}
		var columns []string
		for _, f := range schema.Fields() {
			columns = append(columns, f.Name)
		}
		err := fmt.Errorf("data.sensitive names the column %q, which the data do not have", name)
		if hint := nearest.DidYouMean(name, columns); hint != "" {
			err = fmt.Errorf("%w: %s", err, hint)
		}
		return err
	}
	return nil
}

// Schema lists the columns of the data.
func (b *Bound) Schema() *arrow.Schema { return b.source.Schema() }

// Remote reports whether some of the data come over the network.
func (b *Bound) Remote() bool {
	_, requests := b.traffic.Traffic()
	return requests > 0
}

// Plan is what a run would do, for people.
func (b *Bound) Plan() string {
	text := b.plan.String()
	if b.rows != nil {
		text += b.plan.Division(&engine.Quarantine{MaxRejected: b.rows.MaxRejected})
	}
	return text
}

// Diagnostics are the mistakes of the suite that only show with the data.
func (b *Bound) Diagnostics() suites.Diagnostics { return b.bound.Diagnostics }

// Run reads the data and judges every expectation. needs says what reports will
// want of the result, beside what opt asks for. The result says nothing of the
// values of columns that the suite calls sensitive; its suite and version are
// filled in. The caller closes it, before the Bound.
func (b *Bound) Run(ctx context.Context, needs reports.Needs, opt engine.RunOptions) (*engine.Result, error) {
	needs = needs.Of(b.bound.Checks)
	opt.MaxExamples = max(opt.MaxExamples, needs.Examples)
	opt.KeepAll = opt.KeepAll || needs.AllUnexpected
	opt.Profile = opt.Profile || needs.Profile
	opt.Timing = opt.Timing || needs.Timing
	opt.Settings.AllowEmpty, opt.Settings.InputFormat = opt.AllowEmpty, b.inputFormat
	opt.AllowEmpty = opt.AllowEmpty || b.suite.AllowEmpty
	opt.Suite = b.suite.Info()
	if opt.Version == "" {
		opt.Version = Version()
	}
	res, err := b.run(ctx, opt)
	if err != nil {
		return nil, err
	}
	if t := res.Timing; t != nil {
		t.Fetched, t.Requests = b.traffic.Traffic()
	}
	res.AskedTime = b.askedTime
	return reports.Redact(res, reports.Redaction{Columns: b.suite.Data.Sensitive}), nil
}

// judge is engine.Run on data that do not change meanwhile.
func (b *Bound) judge(ctx context.Context, opt engine.RunOptions) (*engine.Result, error) {
	res, err := engine.Run(ctx, b.plan, b.source, opt)
	if err != nil {
		return nil, err
	}
	if err := b.identify(ctx, res); err != nil {
		return nil, errors.Join(err, res.Close())
	}
	return res, nil
}

// identify demands that the data are still what was read, and tells what bytes
// they are, where that is asked for.
func (b *Bound) identify(ctx context.Context, res *engine.Result) error {
	if b.digests == nil {
		return b.lasts(ctx)
	}
	data, err := b.digests.Finish(ctx)
	if err != nil {
		return err
	}
	res.MD5 = data.MD5
	for i, f := range data.Files {
		res.Files[i].Bytes, res.Files[i].MD5, res.Files[i].SHA256 = f.Bytes, f.MD5, f.SHA256
	}
	for _, r := range b.references {
		data, err := r.digests.Finish(ctx)
		if err != nil {
			return err
		}
		res.References = append(res.References, referenceOf(r.path, data))
	}
	return nil
}

// lasts demands that the data, and those that they are compared with, are still
// what was read.
func (b *Bound) lasts(ctx context.Context) error {
	for _, source := range append([]engine.Source{b.source}, b.others...) {
		if lasting, ok := source.(engine.LastingSource); ok {
			if err := lasting.Lasts(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// Close lets go of the data and of temporary files. It may be called again.
func (b *Bound) Close() error {
	var errs []error
	if b.source != nil {
		errs = append(errs, b.source.Close())
	}
	for _, other := range b.others {
		errs = append(errs, other.Close())
	}
	if b.session != nil {
		errs = append(errs, b.session.Close())
	}
	if b.temp != nil {
		errs = append(errs, b.temp.Close())
	}
	return errors.Join(errs...)
}
