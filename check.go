package assay

import (
	"context"
	"errors"
	"fmt"
	"io"

	"assay/engine"
	"assay/reports"
)

// Result is what came of a check: the verdict, the outcome of every expectation,
// and what reports show.
type Result = engine.Result

// Options adjust a check. The zero value checks as the command does without
// flags.
type Options struct {
	BindOptions
	// Reports are the formats that the result will be written in, as
	// WriteReport takes them; nil means text and json. They decide what is
	// collected: examples of unexpected rows, all of them, figures of columns.
	Reports []string
	// Redact keeps all values of the data out of the result.
	Redact bool
	// Run is about the run itself: workers, memory, the severity that rejects.
	// Its Suite, and its TempDir where that is "", are filled in.
	Run engine.RunOptions
}

// Check reads data and judges them by a suite. A result is a verdict: see
// Result.Accepted. An error means that there is none; ExitCodeOf tells its kind.
// The caller closes the result.
func Check(ctx context.Context, s *Suite, d Data, opt Options) (*Result, error) {
	needs, err := needsOf(opt.Reports)
	if err != nil {
		return nil, &RequestError{err}
	}
	b, err := Bind(ctx, s, d, opt.BindOptions)
	if err != nil {
		return nil, err
	}
	if opt.Run.TempDir == "" {
		opt.Run.TempDir = opt.TempDir
	}
	res, err := b.Run(ctx, needs, opt.Run)
	if err := errors.Join(err, b.Close()); err != nil {
		if res != nil {
			res.Close()
		}
		return nil, err
	}
	return reports.Redact(res, reports.Redaction{All: opt.Redact}), nil
}

// needsOf is what reports must find in a result.
func needsOf(texts []string) (reports.Needs, error) {
	if texts == nil {
		texts = []string{"text", "json"}
	}
	var all reports.Needs
	for _, text := range texts {
		spec, err := reports.ParseSpec(text)
		if err != nil {
			return all, err
		}
		n, err := spec.Needs(reports.Options{})
		if err != nil {
			return all, err
		}
		all = all.Merge(n)
	}
	return all, nil
}

// WriteReport writes a result in a format of the command's --report: text, json,
// html, junit, gx?result_format=COMPLETE … (reports.All). It fails where the
// result does not hold what the format shows: Options.Reports names it.
func WriteReport(w io.Writer, r *Result, format string) error {
	spec, err := reports.ParseSpec(format)
	if err != nil {
		return &RequestError{err}
	}
	if err := spec.Lacks(r, reports.Options{}); err != nil {
		return &RequestError{fmt.Errorf("the result was not made for the report %s, which Options.Reports must name: it needs %w", spec.Format.Name, err)}
	}
	spec.Path = reports.Stdout
	return spec.Write(w, r, reports.Options{})
}
