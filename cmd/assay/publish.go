package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"

	"assay/engine"
	"assay/gates"
	"assay/reports"
)

// publisher writes reports, and tells services of results.
type publisher struct {
	ui     *terminal
	flags  *publishFlags
	getenv func(string) string
	sender gates.Sender
	// timing says that reports show it also where they do not ask for it.
	timing bool
}

func newPublisher(ui *terminal, flags *publishFlags) *publisher {
	return &publisher{ui: ui, flags: flags, getenv: os.Getenv}
}

// options are those of reports that do not depend on where they go.
func (p *publisher) options() reports.Options {
	return reports.Options{Verbose: p.flags.verbose, MaxExamples: p.flags.maxExamples.n}
}

// publish writes every report and tells every service, also after one that
// could not be written or told, and says which could not.
func (p *publisher) publish(ctx context.Context, specs []reports.Spec, r *engine.Result) error {
	var failed error
	complain := func(err error) {
		p.ui.complain(err)
		failed = &exitError{exitReport, nil}
	}
	for _, spec := range specs {
		if err := p.write(spec, r); err != nil {
			complain(err)
		}
	}
	for _, d := range p.deliveries(specs) {
		err := p.deliver(ctx, d, r)
		switch {
		case err == nil:
		case errors.Is(err, context.Canceled):
			return err
		case d.required:
			complain(err)
		default:
			p.ui.complain(err)
		}
	}
	return failed
}

// write writes one report and what belongs to it.
func (p *publisher) write(spec reports.Spec, r *engine.Result) error {
	o := p.options()
	if spec.Path == reports.Stdout {
		o.Color, o.Width = p.ui.paints(p.ui.out), p.ui.width(p.ui.out)
	} else {
		o.Color = *p.ui.color == colorAlways
	}
	r = p.seen(spec, r)
	err := spec.Write(p.ui.out, r, o)
	for _, a := range spec.Format.Appendices {
		if path := p.getenv(a.Variable); path != "" {
			err = errors.Join(err, p.append(path, a, r, o))
		}
	}
	return err
}

// seen is r as a report shows it: without what differs from run to run, unless
// that is asked for.
func (p *publisher) seen(spec reports.Spec, r *engine.Result) *engine.Result {
	if needs, err := spec.Needs(p.options()); p.timing || err != nil || needs.Timing {
		return r
	}
	timeless := *r
	timeless.Timing = nil
	return &timeless
}

// append adds to a file of the CI system, to which other steps and datasets
// write, too.
func (p *publisher) append(path string, a reports.Appendix, r *engine.Result, o reports.Options) error {
	var text bytes.Buffer
	if err := a.Render(&text, r, o); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return fmt.Errorf("cannot append to $%s: %w", a.Variable, err)
	}
	if info, err := f.Stat(); err == nil && a.Limit > 0 && info.Size()+int64(text.Len()) > a.Limit {
		// A file beyond the limit would be ignored as a whole.
		p.ui.complain(fmt.Errorf("nothing is added to $%s, which would exceed %d bytes", a.Variable, a.Limit))
		return f.Close()
	}
	if _, err := text.WriteTo(f); err != nil {
		return errors.Join(fmt.Errorf("cannot append to $%s: %w", a.Variable, err), f.Close())
	}
	return f.Close()
}
