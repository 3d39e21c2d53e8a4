// Package readers opens datasets: files, globs, folders and standard input, CSV
// and Parquet, compressed or not, as one engine.Source.
package readers

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/readers/csv"
	"assay/readers/parquet"
	"assay/readers/remote"
)

// Request says what to read, and how.
type Request struct {
	// Paths are files, globs, directories, remote addresses, or "-" for Stdin.
	Paths []string
	Stdin io.Reader
	// Rev is the git revision in which Paths are looked for; "" reads what
	// is there now. See dvc.ParseAddress for paths that say it themselves.
	Rev string
	// Remote is the DVC remote to fetch versioned data from; "" leaves that
	// to DVC's configuration.
	Remote string
	// InputFormat is one of Formats; "" goes by the files' names.
	InputFormat string
	CSV         csv.Options
	Parquet     parquet.Options // but for Splits, which the number of files says
	// Types are the declared types of columns. Parquet files say themselves
	// what their columns are.
	Types map[string]arrow.DataType
	// Union reads files whose columns differ as one table.
	Union bool
	// Hint says, when the columns' names are known, what the suite asks an
	// undeclared column to be; nil asks nothing.
	Hint func(columns []string) func(column string) engine.Hint
	// Access says how remote addresses are reached. Its Session stays the
	// caller's; without one, the source has its own.
	Access remote.Options
	// Workers is how many goroutines are going to read; 0 means one for each
	// processor. Memory for reading ahead is shared out among them.
	Workers int
	// TempFile makes a file for what can be read only once, such as standard
	// input, and is read again. The file is the caller's to remove.
	TempFile func() (*os.File, error)
	// Digests, if not nil, hashes the files while they are read. Without it
	// they are only watched for changes.
	Digests *Digests
}

// Open finds the files of a request and learns their columns. The error is an
// *engine.DataError where data cannot be read, and another where the request
// is wrong.
func Open(ctx context.Context, req Request) (engine.Source, error) {
	closeSession := req.ownSession()
	if req.Digests == nil {
		req.Digests = &Digests{bare: true}
	}
	o := &opener{req: req}
	d, err := o.find(ctx)
	if err != nil {
		return nil, errors.Join(err, closeParts(o.parts), closeSession())
	}
	d.closeSession, d.watched = closeSession, req.Digests
	return d, nil
}

// ownSession gives a request a session where it has none, and returns what ends
// it.
func (r *Request) ownSession() (end func() error) {
	if r.Access.Session != nil {
		return func() error { return nil }
	}
	r.Access.Session = remote.NewSession(0)
	return r.Access.Session.Close
}

// find opens the files of the request.
func (o *opener) find(ctx context.Context) (*dataset, error) {
	locations, err := find(ctx, o.req)
	if err != nil {
		return nil, err
	}
	o.req.Digests.paths = o.req.Paths
	return o.open(ctx, locations)
}

// find lists the files of a request, of which there must be some, and opens those
// that are remote.
func find(ctx context.Context, req Request) ([]location, error) {
	locations, err := list(ctx, req)
	if err == nil && len(locations) == 0 {
		err = errors.New("no data is named")
	}
	if err != nil {
		return nil, err
	}
	return locations, openObjects(ctx, locations, req.Access)
}

// opener turns locations into parts.
type opener struct {
	req    Request
	files  int // in all
	parts  []part
	probes []*csv.Probe // of CSV parts, nil for others
	hint   func(column string) engine.Hint
}

func (o *opener) open(ctx context.Context, locations []location) (*dataset, error) {
	keys, err := partitionKeys(locations)
	if err != nil {
		return nil, err
	}
	o.files = len(locations)
	for _, l := range locations {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		inspect := o.csv
		if l.format.name == "parquet" {
			inspect = o.parquet
		}
		if err := inspect(ctx, l); err != nil {
			return nil, err
		}
	}
	o.hint = o.hints(keys)
	o.chooseTypes()
	var folders []folderColumn
	for i, key := range keys {
		f, err := o.folderColumn(ctx, key, i)
		if err != nil {
			return nil, err
		}
		folders = append(folders, f)
	}
	return assemble(o.parts, folders, o.req.Union)
}

// hints asks what the columns are to be, once their names are known.
func (o *opener) hints(folders []string) func(column string) engine.Hint {
	if o.req.Hint == nil {
		return func(string) engine.Hint { return engine.NoHint }
	}
	var names []string
	seen := make(map[string]bool)
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	for i, p := range o.parts {
		for _, f := range p.fields {
			add(f.Name)
		}
		if o.probes[i] != nil {
			for _, name := range o.probes[i].Names() {
				add(name)
			}
		}
	}
	for _, name := range folders {
		add(name)
	}
	return o.req.Hint(names)
}

// chooseTypes gives the CSV columns of all files the same types: those declared,
// else those that Parquet files beside them have, else those inferred.
func (o *opener) chooseTypes() {
	declared := make(csv.Types)
	var probes []*csv.Probe
	for i, p := range o.parts {
		if o.probes[i] != nil {
			probes = append(probes, o.probes[i])
		}
		for _, f := range p.fields {
			if dt := csvType(f.Type); dt != nil {
				declared[f.Name] = dt
			}
		}
	}
	for name, dt := range o.req.Types {
		declared[name] = dt
	}
	types := csv.Infer(probes, declared, o.hint)
	for i, p := range o.probes {
		if p != nil {
			o.setTypes(&o.parts[i], p, types)
		}
	}
}

// closeParts lets go of what parts keep between scans.
func closeParts(parts []part) error {
	var errs []error
	for _, p := range parts {
		if p.close != nil {
			errs = append(errs, p.close())
		}
	}
	return errors.Join(errs...)
}
