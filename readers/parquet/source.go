package parquet

import (
	"context"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

// source is one open Parquet file. It is read-only once opened, and so safe
// for concurrent scans.
type source struct {
	in     Input
	opt    Options
	schema *arrow.Schema
}

func openSource(in Input, opt Options) (*source, error) {
	return nil, &engine.DataError{Path: in.Name, Offset: -1, Msg: "cannot be read yet"}
}

func (s *source) Schema() *arrow.Schema { return s.schema }

func (s *source) Files() []engine.File {
	return []engine.File{{Path: s.in.Name, Format: "parquet", Bytes: s.in.Size}}
}

func (s *source) Scan(ctx context.Context, req engine.ScanRequest) (engine.Scan, error) {
	return nil, ctx.Err()
}

func (s *source) Close() error {
	if s.in.Closer == nil {
		return nil
	}
	return s.in.Closer.Close()
}
