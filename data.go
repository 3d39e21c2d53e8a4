package assay

import (
	"cmp"
	"context"
	"io"
	"os"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"assay/engine"
	"assay/readers"
	"assay/readers/csv"
	"assay/readers/parquet"
	"assay/readers/records"
	"assay/readers/remote"
	"assay/suites"
)

// Data says what is to be checked. Files, Reader, Records and Stream make one.
type Data struct {
	// Paths are files, globs and folders, pointers of DVC (data.csv.dvc), or
	// "-" for Stdin.
	Paths []string
	// Rev is the git revision in which Paths are looked for: a tag, a branch,
	// a commit. "" reads what is there now.
	Rev string
	// Remote is the DVC remote to fetch from what is not in DVC's cache; ""
	// leaves that to DVC's configuration.
	Remote string
	// Stdin is what "-" stands for.
	Stdin io.Reader
	// InputFormat is how files without a telling name, or Stdin, are laid out:
	// csv, parquet, csv.gz … (readers.Formats). "" leaves it to the suite and
	// to the names.
	InputFormat string
	// Source is read in place of Paths where it is not nil. A check closes it.
	Source engine.Source
}

// Files are CSV and Parquet files: paths, globs, or folders of them.
func Files(paths ...string) Data { return Data{Paths: paths} }

// Reader is a stream of bytes in one of the formats of readers.Formats. Where a
// check needs them twice they are kept in a private temporary file.
func Reader(r io.Reader, format string) Data {
	return Data{Paths: []string{stdin}, Stdin: r, InputFormat: format}
}

// stdin is the path that stands for a stream.
const stdin = "-"

// Records are Arrow record batches in memory, all of schema. name stands for
// them in reports. The batches stay the caller's, and must not be released
// before the check ends.
func Records(name string, schema *arrow.Schema, batches ...arrow.RecordBatch) Data {
	return Data{Source: records.New(name, schema, batches)}
}

// Stream are Arrow record batches that are read one after the other. open starts
// at the first one; it is called again where a check needs a second pass over
// the data, such as z-scores do, and must then give the same rows. Its readers
// are released.
func Stream(name string, schema *arrow.Schema, open func(ctx context.Context) (array.RecordReader, error)) Data {
	return Data{Source: records.NewStream(name, schema, open)}
}

// opener opens data as a suite says.
type opener struct {
	suite    *Suite
	tempFile func() (*os.File, error)
	digests  *readers.Digests
	access   remote.Options
	workers  int
}

func (o *opener) open(ctx context.Context, d Data) (engine.Source, error) {
	if d.Source != nil {
		return d.Source, nil
	}
	return readers.Open(ctx, o.request(d))
}

// request is how the suite says that d is to be read.
func (o *opener) request(d Data) readers.Request {
	said := &o.suite.Data
	return readers.Request{
		Paths:       d.Paths,
		Rev:         d.Rev,
		Remote:      d.Remote,
		Stdin:       d.Stdin,
		InputFormat: cmp.Or(d.InputFormat, said.InputFormat),
		CSV:         csvOptions(said),
		Parquet:     parquetOptions(said),
		Types:       said.Types,
		Union:       said.Union,
		Hint:        o.suite.Hints,
		TempFile:    o.tempFile,
		Digests:     o.digests,
		Access:      o.access,
		Workers:     o.workers,
	}
}

// other opens data that an expectation compares with, its columns of the types
// that like names.
func (o *opener) other(ctx context.Context, path string, like map[string]arrow.DataType, digests *readers.Digests) (engine.Source, error) {
	said := &o.suite.Data
	return readers.Open(ctx, readers.Request{Paths: []string{path}, CSV: csvOptions(said), Parquet: parquetOptions(said), Types: like, TempFile: o.tempFile, Digests: digests, Access: o.access, Workers: o.workers})
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
		DateFormats:    c.DateFormats,
		MaxRecordBytes: int(c.MaxRecord),
		Zone:           zone,
		ReadAs:         map[suites.ReadAs]csv.ReadAs{suites.ReadAsAssay: csv.AsAssay, suites.ReadAsPandas: csv.AsPandas}[c.ReadAs],
		BlankLines: map[suites.BlankLines]csv.BlankLines{
			suites.BlankDefault: csv.BlankDefault, suites.BlankSkip: csv.BlankSkip, suites.BlankNull: csv.BlankNull,
		}[c.BlankLines],
	}
}

// parquetOptions are the options of data.parquet as the reader takes them.
func parquetOptions(d *suites.Data) parquet.Options {
	return parquet.Options{MaxPageBytes: d.Parquet.MaxPage}
}
