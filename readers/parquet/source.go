package parquet

import (
	"context"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

// source is one open Parquet file. It is read-only once opened, and so safe
// for concurrent scans.
type source struct {
	in      Input
	opt     Options
	schema  *arrow.Schema
	columns []column
	leaves  []*column // every one, in the order of the chunks
	groups  []rowGroup
	spans   []span // the splits
	codecs  codecs
}

func openSource(in Input, opt Options) (s *source, err error) {
	defer in.caught(&err)
	meta, dataEnd, err := readFooter(in)
	if err != nil {
		return nil, err
	}
	s = &source{in: in, opt: opt}
	root, leaves, err := parseSchema(meta.Schema)
	if err == nil {
		s.columns = root.columns(nil, 0, nil)
		refine(s.columns, root, meta.KeyValueMetadata)
		refineInt96(s.columns, meta.KeyValueMetadata)
		s.leaves = byLeaf(leaves, s.columns, root.below(nil, 0, 0, false, nil))
		s.groups, err = rowGroups(meta, s.leaves, dataEnd)
	}
	if err == nil {
		learn(meta, s.columns)
		s.spans = spans(s.groups, opt)
	}
	if err != nil {
		return nil, in.fileError(dataEnd, nil, "is a damaged Parquet file: %v; %s", err, wayOut)
	}
	if s.schema, err = schemaOf(in, s.columns); err != nil {
		return nil, err
	}
	return s, nil
}

// schemaOf lists the fields of columns, whose names must differ.
func schemaOf(in Input, columns []column) (*arrow.Schema, error) {
	fields := make([]arrow.Field, len(columns))
	seen := make(map[string]int, len(columns))
	for i := range columns {
		name := columns[i].field.Name
		if first, ok := seen[name]; ok {
			return nil, in.fileError(-1, nil, "has two columns named %q, the %s and the %s; rename one of them", name, ordinal(first+1), ordinal(i+1))
		}
		seen[name] = i
		fields[i] = columns[i].field
	}
	return arrow.NewSchema(fields, nil), nil
}

func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return fmt.Sprint(n) + suffix
}

func (s *source) Schema() *arrow.Schema { return s.schema }

func (s *source) Files() []engine.File {
	return []engine.File{{Path: s.in.Name, Format: "parquet", Bytes: s.in.Size}}
}

// Scan starts a pass. Columns that cannot be read are an *engine.DataError.
func (s *source) Scan(ctx context.Context, req engine.ScanRequest) (engine.Scan, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, r := range req.Columns {
		if r.Index < 0 || r.Index >= len(s.columns) {
			return nil, fmt.Errorf("column %d of %s was asked for, which has %d", r.Index, s.in.Name, len(s.columns))
		}
		if c := &s.columns[r.Index]; c.why != "" {
			return nil, s.in.fileError(-1, nil, "column %q %s", c.field.Name, c.why)
		}
	}
	rows := req.BatchRows
	if rows <= 0 {
		rows = s.opt.BatchRows
	}
	sc := &scan{source: s, request: req.Columns, batchRows: rows}
	if req.Audit {
		var err error
		if sc.claims, err = s.readClaims(); err != nil {
			return nil, err
		}
	}
	return sc, nil
}

// readClaims reads the footer again, which was not kept: few scans are audited.
func (s *source) readClaims() ([]claims, error) {
	meta, _, err := readFooter(s.in)
	if err != nil {
		return nil, err
	}
	if len(meta.RowGroups) == len(s.groups) {
		if out, ok := claimsOf(meta, s.leaves); ok {
			return out, nil
		}
	}
	return nil, s.in.fileError(-1, nil, "changed while it was read")
}

func (s *source) Close() error {
	if s.in.Closer == nil {
		return nil
	}
	return s.in.Closer.Close()
}
