package main

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"assay/engine"
	"assay/readers/csv"
	"assay/reports"
	"assay/reports/quarantine"
	"assay/suites"
)

// quarantineFlags are the flags by which bad rows are set aside.
type quarantineFlags struct {
	accepted, rejected string
	maxRejected        limitFlag
}

func (f *quarantineFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.accepted, "accepted", "", "file for the rows that meet every critical expectation about rows (.csv, .parquet)")
	flags.StringVar(&f.rejected, "rejected", "", "file for the other rows, with the reasons (.csv, .parquet)")
	flags.Var(&f.maxRejected, "max-rejected", "accept the data without its rejected rows, unless they are more: 1%, 0.01 or 100")
}

// wanted reports whether rows are to be divided.
func (f *quarantineFlags) wanted() bool { return f.accepted != "" || f.rejected != "" }

// validate finds the mistakes that can be seen without the data.
func (f *quarantineFlags) validate() error {
	for _, flag := range f.paths() {
		if !quarantine.Writes(flag.path) {
			return usageError("%s cannot be %q: a file of rows ends with %s", flag.name, flag.path, quarantine.Endings)
		}
	}
	switch {
	case f.maxRejected.limit != nil && f.accepted == "":
		return usageError("--max-rejected accepts the data without its rejected rows: name the file of the others with --accepted")
	case f.wanted() && samePath(f.accepted, f.rejected):
		return usageError("--accepted and --rejected cannot be the same file, %s", f.accepted)
	}
	return nil
}

// pathFlag is a flag that names a file to write.
type pathFlag struct{ name, path string }

func (f *quarantineFlags) paths() []pathFlag {
	list := []pathFlag{{"--accepted", f.accepted}, {"--rejected", f.rejected}}
	return slices.DeleteFunc(list, func(p pathFlag) bool { return p.path == "" })
}

// samePath reports whether two paths are one file, whether or not it exists.
func samePath(a, b string) bool {
	if infoA, err := os.Stat(a); err == nil {
		if infoB, err := os.Stat(b); err == nil {
			return os.SameFile(infoA, infoB)
		}
	}
	absA, errA := filepath.Abs(a)
	absB, errB := filepath.Abs(b)
	return errA == nil && errB == nil && absA == absB
}

// quarantine opens the files for the rows of a dataset; nil says that none are
// asked for.
func (c *checker) quarantine(j *job, data *openData) (*quarantine.Sink, error) {
	f := &c.flags.quarantine
	if !f.wanted() {
		return nil, nil
	}
	if err := f.clash(j, data.source); err != nil {
		return nil, &exitError{exitUsage, err}
	}
	o := quarantine.Options{
		Accepted: f.accepted, Rejected: f.rejected,
		Schema: data.source.Schema(), Files: data.source.Files(), Version: version(),
	}
	var err error
	if o.CSV, err = rowDialect(&j.suite.Data, o.Files); err != nil {
		return nil, &exitError{exitUsage, err}
	}
	if text, ok := data.source.(engine.TextSource); ok {
		if layout, ok := text.Text(); ok {
			o.Text = &layout
		}
	}
	if quarantine.IsParquet(f.accepted) {
		// Every cell must fit its column's type, or it could not be written.
		for _, field := range o.Schema.Fields() {
			data.bound.AlsoRead = append(data.bound.AlsoRead, field.Name)
		}
	}
	sink, err := quarantine.New(o)
	if err != nil {
		return nil, &exitError{exitReport, err}
	}
	return sink, nil
}

// clash finds what speaks against the files once the data are known.
func (f *quarantineFlags) clash(j *job, source engine.Source) error {
	for _, flag := range f.paths() {
		for _, file := range source.Files() {
			if samePath(flag.path, file.Path) {
				return fmt.Errorf("%s %s is a file of the data that are checked: rows are written to other files", flag.name, flag.path)
			}
		}
		for _, data := range j.dataset.Data {
			if inFolder(flag.path, data) {
				return fmt.Errorf("%s %s lies in the folder %s that is checked, and would be part of the data next time: write it to another folder", flag.name, flag.path, data)
			}
		}
		for _, spec := range j.reports {
			if spec.Path != reports.Stdout && samePath(flag.path, spec.Path) {
				return fmt.Errorf("%s %s is the file of the %s report, too", flag.name, flag.path, spec.Format.Name)
			}
		}
	}
	if field := quarantine.Unwritable(source.Schema()); field != nil {
		return fmt.Errorf("rows cannot be set aside: column %q is %s, which assay cannot write; leave the column out of the data", field.Name, field.Type)
	}
	if name := quarantine.Clash(source.Schema()); name != "" && f.rejected != "" {
		return fmt.Errorf("the data have a column %s already, which --rejected adds; leave out the columns that begin with _assay_", name)
	}
	return nil
}

// inFolder reports whether a file lies in a folder.
func inFolder(file, folder string) bool {
	info, err := os.Stat(folder)
	if err != nil || !info.IsDir() {
		return false
	}
	absFile, err1 := filepath.Abs(file)
	absFolder, err2 := filepath.Abs(folder)
	rel, err3 := filepath.Rel(absFolder, absFile)
	return errors.Join(err1, err2, err3) == nil && filepath.IsLocal(rel)
}

// rowDialect is how rows are written in CSV: as data.csv has it where the data
// are CSV, so that the suite reads them again, and plainly elsewhere.
func rowDialect(data *suites.Data, files []engine.File) (quarantine.Dialect, error) {
	plain := quarantine.Dialect{Quote: '"'}
	if slices.ContainsFunc(files, func(f engine.File) bool { return f.Format != "csv" }) {
		return plain, nil
	}
	o := csvOptions(data)
	d := quarantine.Dialect{
		Delimiter: o.Delimiter, Quote: cmp.Or(o.Quote, plain.Quote), Escape: o.Escape, Comment: o.Comment,
		Trim: o.Trim, NoHeader: o.NoHeader,
	}
	if len(o.NullValues) > 0 && !slices.Contains(o.NullValues, "") {
		d.Null = o.NullValues[0]
	}
	var err error
	d.Encoding, err = csv.LookupEncoding(o.Encoding)
	return d, err
}

// settle has the files appear, unless the rows could not be divided.
func settle(sink *quarantine.Sink, res *engine.Result) error {
	if sink == nil || res.Quarantine.Withheld != "" {
		return nil
	}
	if err := sink.Commit(); err != nil {
		return &exitError{exitReport, err}
	}
	return nil
}

// limitFlag is the value of --max-rejected.
type limitFlag struct{ limit *engine.Limit }

// String is the value of the flag.
func (f *limitFlag) String() string {
	if f.limit == nil {
		return ""
	}
	return f.limit.String()
}

// Type names the value in help texts.
func (f *limitFlag) Type() string { return "LIMIT" }

// Set reads the flag.
func (f *limitFlag) Set(text string) error {
	digits, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	n, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	switch {
	case err != nil || n < 0 || math.IsNaN(n):
	case percent && n <= 100:
		f.limit = &engine.Limit{Share: true, Value: n / 100}
		return nil
	case !percent && n > 0 && n < 1:
		f.limit = &engine.Limit{Share: true, Value: n}
		return nil
	case !percent && n == math.Trunc(n) && n < 1<<53:
		f.limit = &engine.Limit{Value: n}
		return nil
	}
	return fmt.Errorf("it is a share such as 1%% or 0.01, or a whole number of rows")
}
