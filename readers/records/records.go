// Package records reads Arrow record batches as an engine.Source.
package records

import (
	"context"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"assay/engine"
)

// Format is what reports call the layout of record batches.
const Format = "arrow"

// defaultBatchRows is the size of batches where a scan does not ask for one.
const defaultBatchRows = 8192

// splitRows is how many rows one goroutine takes at a time, at most.
const splitRows = 1 << 16

// source is a stream of record batches that can be read from its start.
type source struct {
	name    string
	schema  *arrow.Schema // of the batches
	columns []column
	table   *arrow.Schema // of the source
	wrong   error         // what stands against reading it
	open    func(ctx context.Context) (array.RecordReader, error)
}

// New is a source of batches in memory, which must all be of schema. name stands
// for them in addresses and reports. The batches stay the caller's, and must not
// be released before the source is closed.
func New(name string, schema *arrow.Schema, batches []arrow.RecordBatch) engine.Source {
	return NewStream(name, schema, func(context.Context) (array.RecordReader, error) {
		return array.NewRecordReader(schema, batches)
	})
}

// NewStream is a source of the batches that a reader hands out. open is called
// for every pass over the data, and must each time give a reader of the same
// rows, which is released at the pass's end.
//
// The fields of structs are columns of their own, named a.b; lists, maps and
// unions are listed and cannot be judged; extension types are what they store.
// Text that is no UTF-8 makes its row malformed.
func NewStream(name string, schema *arrow.Schema, open func(ctx context.Context) (array.RecordReader, error)) engine.Source {
	s := &source{name: name, schema: schema, open: open}
	s.columns = flatten(schema.Fields(), nil, "", false, nil)
	fields := make([]arrow.Field, len(s.columns))
	seen := make(map[string]bool, len(fields))
	for i, c := range s.columns {
		fields[i] = c.field
		if seen[c.field.Name] && s.wrong == nil {
			s.wrong = fmt.Errorf("has two columns named %q; rename one of them", c.field.Name)
		}
		seen[c.field.Name] = true
	}
	s.table = arrow.NewSchema(fields, nil)
	return s
}

// Schema lists the columns, those of structs flattened.
func (s *source) Schema() *arrow.Schema { return s.table }

// Files is one file, which stands for all batches.
func (s *source) Files() []engine.File {
	return []engine.File{{Path: s.name, Format: Format, Bytes: -1}}
}

// Close has nothing to let go of.
func (s *source) Close() error { return nil }

// Scan starts a pass at the first batch.
func (s *source) Scan(ctx context.Context, req engine.ScanRequest) (engine.Scan, error) {
	if s.wrong != nil {
		return nil, s.fail(s.wrong)
	}
	r, err := s.open(ctx)
	if err != nil {
		return nil, s.fail(err)
	}
	rows := req.BatchRows
	if rows <= 0 {
		rows = defaultBatchRows
	}
	return &scan{source: s, reader: r, request: req.Columns, batchRows: rows}, nil
}

// fail is an error of the data.
func (s *source) fail(err error) error {
	return &engine.DataError{Path: s.name, Offset: -1, Msg: "the record batches cannot be read", Err: err}
}
