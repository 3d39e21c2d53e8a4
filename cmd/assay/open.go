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
}

// openData is data whose columns are known, and what the suite makes of them.
type openData struct {
	source engine.Source
	bound  suites.Bound
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
	})
	if err != nil {
		return nil, openError(err)
	}
	bound := o.suite.Bind(&engine.Env{Schema: source.Schema(), Zone: data.Timezone, Now: o.now})
	return &openData{source, bound}, nil
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
