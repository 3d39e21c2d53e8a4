package assay

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"assay/engine"
	"assay/readers/csv"
	"assay/reports/quarantine"
	"assay/suites"
)

// Quarantine divides the rows of the data: see docs/quarantine.md. The files
// appear when a run ends with a result, both or none.
type Quarantine struct {
	// Accepted is the file for the rows that meet every critical expectation
	// about rows, Rejected that for the others; "" writes no such file. Their
	// endings say how they are laid out: quarantine.Endings.
	Accepted, Rejected string
	// MaxRejected, where set, accepts the data without their rejected rows
	// unless these are more.
	MaxRejected *engine.Limit
}

// suits finds what speaks against the files.
func (q *Quarantine) suits(d Data, source engine.Source) error {
	paths := slices.DeleteFunc([]string{q.Accepted, q.Rejected}, func(path string) bool { return path == "" })
	if len(paths) == 2 && quarantine.SameFile(paths[0], paths[1]) {
		return fmt.Errorf("accepted and rejected rows cannot go to the same file, %s", paths[0])
	}
	for _, path := range paths {
		if !quarantine.Writes(path) {
			return fmt.Errorf("rows cannot be written to %s: such a file ends with %s", path, quarantine.Endings)
		}
		place := quarantine.PlaceOf(path)
		for _, file := range source.Files() {
			if place.Same(quarantine.PlaceOf(file.Path)) {
				return fmt.Errorf("%s is a file of the data that are checked: write rows to another", path)
			}
		}
		for _, data := range d.Paths {
			if inFolder(path, data) {
				return fmt.Errorf("%s lies in the folder %s that is checked, and would be part of the data next time: write rows to another folder", path, data)
			}
		}
	}
	return q.holds(source)
}

// holds reports columns that the files cannot have.
func (q *Quarantine) holds(source engine.Source) error {
	if field := quarantine.Unwritable(source.Schema()); field != nil {
		return fmt.Errorf("rows cannot be set aside: column %q is %s, which assay cannot write; leave the column out of the data", field.Name, field.Type)
	}
	if name := quarantine.Clash(source.Schema()); name != "" && q.Rejected != "" {
		return fmt.Errorf("the data have a column %s already, which rejected rows are given; leave out the columns that begin with _assay_", name)
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

// alsoRead are the columns whose cells must fit their types although no
// expectation may be about them: all of them where accepted rows go to a file of
// typed columns.
func (b *Bound) alsoRead() []string {
	if b.rows == nil || !quarantine.IsParquet(b.rows.Accepted) {
		return b.bound.AlsoRead
	}
	var names []string
	for _, f := range b.source.Schema().Fields() {
		names = append(names, f.Name)
	}
	return names
}

// run is judge, with the rows divided where that is wanted.
func (b *Bound) run(ctx context.Context, opt engine.RunOptions) (*engine.Result, error) {
	if b.rows == nil {
		return b.judge(ctx, opt)
	}
	sink, err := b.sink(opt.Version)
	if err != nil {
		return nil, err
	}
	opt.Quarantine = &engine.Quarantine{
		Sink: sink, MaxRejected: b.rows.MaxRejected,
		AcceptedPath: b.rows.Accepted, RejectedPath: b.rows.Rejected,
	}
	res, err := b.judge(ctx, opt)
	if err == nil && res.Quarantine.Withheld == "" {
		err = sink.Commit()
	}
	if err = errors.Join(err, sink.Discard()); err != nil && res != nil {
		res.Close()
		res = nil
	}
	return res, err
}

func (b *Bound) sink(version string) (*quarantine.Sink, error) {
	o := quarantine.Options{
		Accepted: b.rows.Accepted, Rejected: b.rows.Rejected,
		Schema: b.source.Schema(), Files: b.source.Files(), Version: version,
	}
	var err error
	if o.CSV, err = rowDialect(&b.suite.Data, o.Files); err != nil {
		return nil, &RequestError{err}
	}
	if text, ok := b.source.(engine.TextSource); ok {
		if layout, ok := text.Text(); ok {
			o.Text = &layout
		}
	}
	return quarantine.New(o)
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
