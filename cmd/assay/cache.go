package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"assay"
	"assay/engine"
	"assay/gates/verdict"
	"assay/gates/verdict/cache"
	"assay/readers"
	"assay/reports"
)

// cacheFlag is the value of --cache: a folder, or that of the user.
type cacheFlag struct {
	dir   string
	given bool
}

// userCache is what --cache means without a folder.
const userCache = "user"

// String is the value of the flag.
func (f *cacheFlag) String() string { return f.dir }

// Type names the value in help texts.
func (f *cacheFlag) Type() string { return "DIR" }

// Set reads the flag.
func (f *cacheFlag) Set(text string) error {
	if text == "" {
		return fmt.Errorf("it is a folder")
	}
	f.dir, f.given = text, true
	return nil
}

// open is the cache, nil where it is not asked for.
func (f *cacheFlag) open() (*cache.Cache, error) {
	if !f.given {
		return nil, nil
	}
	dir := f.dir
	if dir == userCache {
		var err error
		if dir, err = cache.UserDir(); err != nil {
			return nil, &exitError{exitReport, fmt.Errorf("--cache: %w", err)}
		}
	}
	c, err := cache.Open(dir)
	if err != nil {
		return nil, &exitError{exitReport, fmt.Errorf("--cache: %w", err)}
	}
	return c, nil
}

// lookup is a dataset looked up in the cache.
type lookup struct {
	cache   *cache.Cache
	key     string
	digests *readers.Digests // of the data, complete
	data    readers.DataDigest
}

// lookUp hashes a dataset to find its result in the cache. It is nil where no
// result may be reused: what passes by cannot be hashed first, and rows that are
// set aside, or times, are of a run, and so is what is logged.
func (c *checker) lookUp(ctx context.Context, j *job) (*lookup, error) {
	once := slices.Contains(j.dataset.Data, "-")
	if c.cache == nil || once || c.flags.plan || j.outputs.quarantine() != nil || c.flags.timing || j.needs.Timing || c.tracker != nil {
		return nil, nil
	}
	l := &lookup{cache: c.cache, digests: new(readers.Digests)}
	var err error
	if l.data, err = assay.Digest(ctx, j.suite, c.data(j), l.digests); err != nil {
		return nil, checkError(err)
	}
	suite, err := verdict.SuiteOf(j.suite.Info())
	if err != nil {
		return nil, err
	}
	l.key, err = cache.Key(struct {
		Engine, FailOn  string
		Suite           verdict.Suite
		Settings        engine.Settings
		NoStats, Redact bool
		Paths           []string
		Rev             string
		Data            readers.DataDigest
	}{c.version, j.failOn.String(), suite, c.settings(j), c.flags.noStats, c.flags.publish.redact, j.dataset.Data, c.flags.rev, l.data})
	return l, err
}

// reuse is the result of the same bytes, suite, settings and engine, nil where
// there is none that was accepted and holds what the reports show.
func (c *checker) reuse(ctx context.Context, j *job, l *lookup) *engine.Result {
	if l == nil {
		return nil
	}
	r := l.cache.Get(l.key)
	if r == nil || !c.holds(ctx, j, l, r) {
		return nil
	}
	for _, spec := range c.publisher.wanted(j.reports) {
		if spec.Lacks(r, c.publisher.options()) != nil {
			return nil
		}
	}
	return r
}

// holds reports whether a result of the cache is an acceptance of the data: the
// key says so, and whoever wrote the entry may have been wrong.
func (c *checker) holds(ctx context.Context, j *job, l *lookup, r *engine.Result) bool {
	v, err := verdict.Of(r)
	if err != nil || !reusable(r) {
		return false
	}
	return c.verify(ctx, j, v, func() (readers.DataDigest, error) { return l.data, nil }) == nil
}

// reusable reports whether a result is an acceptance whatever the time is.
func reusable(r *engine.Result) bool {
	return r.Accepted && reports.Accepted(r) && (!r.AskedTime || r.Settings.Now != "")
}

// keep puts an accepted result into the cache. That it cannot be kept is told,
// and does not matter.
func (c *checker) keep(j *job, l *lookup, r *engine.Result) {
	if l == nil || !reusable(r) {
		return
	}
	if err := l.cache.Put(l.key, reports.Redact(r, reports.Redaction{All: c.flags.publish.redact}), j.needs.Examples); err != nil {
		c.ui.complain(fmt.Errorf("the result cannot be kept in the cache: %w", err))
	}
}

// tellReuse says that nothing was checked.
func (c *checker) tellReuse(j *job) {
	c.ui.complain(fmt.Errorf("%s: not checked again: the same bytes were accepted before under this suite, by this version; what the reports show is of that check", strings.Join(j.dataset.Data, ", ")))
}
