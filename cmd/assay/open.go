package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/readers"
	"assay/readers/csv"
	"assay/suites"
)

// opener opens data as a suite says, and binds the suite to its columns.
type opener struct {
	suite       *suites.Suite
	inputFormat string // wins over the suite's
	stdin       io.Reader
	tempFile    func() (*os.File, error)
	now         time.Time
	digests     *readers.Digests // nil where they are not asked for
}

// openData is data whose columns are known, and what the suite makes of them.
type openData struct {
	source engine.Source
	others []engine.Source // that expectations compare with
	bound  suites.Bound
}

// Close lets go of all data.
func (d *openData) Close() error {
	err := d.source.Close()
	for _, other := range d.others {
		err = errors.Join(err, other.Close())
	}
	return err
}

func (o *opener) open(ctx context.Context, paths []string) (*openData, error) {
	data := &o.suite.Data
	source, err := readers.Open(ctx, readers.Request{
		Paths:       paths,
		Stdin:       o.stdin,
		InputFormat: cmp.Or(o.inputFormat, data.InputFormat),
		CSV:         csvOptions(data),
		Types:       data.Types,
		Union:       data.Union,
		Hint:        o.suite.Hints,
		TempFile:    o.tempFile,
		Digests:     o.digests,
	})
	if err != nil {
		return nil, openError(err)
	}
	opened := &openData{source: source}
	env := &engine.Env{Schema: source.Schema(), Zone: data.Timezone, Now: o.now}
	env.Open = func(path string, like map[string]arrow.DataType) (engine.Source, error) {
		other, err := readers.Open(ctx, readers.Request{Paths: []string{path}, CSV: csvOptions(data), Types: like, TempFile: o.tempFile})
		if err == nil {
			opened.others = append(opened.others, other)
		}
		return other, err
	}
	opened.bound = o.suite.Bind(env)
	return opened, nil
}

// openError gives an error of readers.Open its code: what is neither the data
// nor a file is a request that makes no sense.
func openError(err error) error {
	var data *engine.DataError
	var file *fs.PathError
	switch {
	case errors.As(err, &data), errors.Is(err, context.Canceled), errors.As(err, &file):
		return runError(err)
	}
	return &exitError{exitUsage, err}
}

// csvOptions are the options of data.csv as the reader takes them.
func csvOptions(d *suites.Data) csv.Options {
	c := &d.CSV
	zone := c.Timezone
	if zone == nil {
		zone = d.Timezone
	}
	return csv.Options{
		Delimiter: c.Delimiter, Quote: c.Quote, Escape: c.Escape, Comment: c.Comment,
		SkipRows: c.SkipRows, NoHeader: c.NoHeader, Names: c.Names,
		NullValues: c.NullValues, Trim: c.Trim,
		Decimal: c.Decimal, Thousands: c.Thousands,
		Encoding:   c.Encoding,
		TrueValues: c.TrueValues, FalseValues: c.FalseValues,
		DateFormats: c.DateFormats,
		Zone:        zone,
		ReadAs:      map[suites.ReadAs]csv.ReadAs{suites.ReadAsAssay: csv.AsAssay, suites.ReadAsPandas: csv.AsPandas}[c.ReadAs],
		BlankLines: map[suites.BlankLines]csv.BlankLines{
			suites.BlankDefault: csv.BlankDefault, suites.BlankSkip: csv.BlankSkip, suites.BlankNull: csv.BlankNull,
		}[c.BlankLines],
	}
}

// inputFormats lists what --input-format may be.
func inputFormats() string { return strings.Join(readers.Formats(), ", ") }
