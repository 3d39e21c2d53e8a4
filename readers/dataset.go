package readers

import (
	"context"
	"errors"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

// part is one file of a dataset.
type part struct {
	location location
	bytes    int64              // -1 where unknown before reading
	readAs   string             // as in engine.File
	text     *engine.TextLayout // nil for what is no text
	fields   []arrow.Field
	// statistics are what is known without reading; nil where nothing is.
	statistics *engine.Statistics
	// open starts reading the file. A part may be opened several times,
	// one after the other.
	open func(ctx context.Context) (engine.Source, error)
	// once says that the bytes can be had only once, and must be kept for
	// another scan.
	once bool
	// close lets go of what stays between scans; nil where nothing does.
	close func() error
}

// dataset is the files of a request, read one after the other as one table:
// the columns of the files, then those that the folders' names give.
type dataset struct {
	parts  []part
	schema *arrow.Schema
	// columns maps a column of the schema to that of each part; -1 where
	// the part lacks it (a union). Columns from folders are not in it.
	columns [][]int
	folders []folderColumn
	closed  bool
	watched *Digests // its files
	// closeSession ends the connections that are the dataset's own.
	closeSession func() error
}

// Schema lists the columns of the table.
func (d *dataset) Schema() *arrow.Schema { return d.schema }

// Files lists the parts in reading order.
func (d *dataset) Files() []engine.File {
	files := make([]engine.File, len(d.parts))
	for i, p := range d.parts {
		files[i] = engine.File{Path: p.location.path, Format: p.location.format.name, Bytes: p.bytes, ReadAs: p.readAs}
		if v := p.location.version; v != nil {
			files[i].DVC, files[i].Revision = v.MD5, v.Revision
		}
	}
	return files
}

// Text is the layout of all parts, where they have the same.
func (d *dataset) Text() (engine.TextLayout, bool) {
	first := d.parts[0].text
	if first == nil {
		return engine.TextLayout{}, false
	}
	for n, p := range d.parts {
		if p.text == nil || p.text.Delimiter != first.Delimiter || p.text.Fields != len(d.columns) || !d.inOrder(n) {
			return engine.TextLayout{}, false
		}
	}
	return *first, true
}

// inOrder reports whether a part's columns are those of the table, in its order.
func (d *dataset) inOrder(n int) bool {
	for i, parts := range d.columns {
		if parts[n] != i {
			return false
		}
	}
	return true
}

// OneTime reports whether a file must be kept to be read again.
func (d *dataset) OneTime() bool {
	return slices.ContainsFunc(d.parts, func(p part) bool { return p.once })
}

// Lasts demands that no local file was replaced, written to or removed since it
// was first opened. Objects elsewhere are always read as they were first.
func (d *dataset) Lasts(ctx context.Context) error { return d.watched.lasts(ctx) }

// Close lets go of standard input; files are open only while a scan is in them.
// It may be called again.
func (d *dataset) Close() error {
	if d.closed {
		return nil
	}
	d.closed = true
	for _, f := range d.folders {
		f.release()
	}
	return errors.Join(closeParts(d.parts), d.closeSession())
}

// Scan starts one pass over all parts.
func (d *dataset) Scan(_ context.Context, req engine.ScanRequest) (engine.Scan, error) {
	return &datasetScan{data: d, req: req}, nil
}
