// Package parquet reads one Parquet file as an engine.Source.
//
// It walks the pages itself: footers and page headers are decoded with
// parquet-go's thrift package after a walk over the bytes has bounded what
// they can make it allocate, every declared size is checked against the bytes
// that are there, checksums are verified, and values go straight into Arrow
// arrays. Whatever the bytes, the worst outcome is an *engine.DataError.
//
// The format: https://github.com/apache/parquet-format (parquet.thrift,
// Encodings.md, LogicalTypes.md, Compression.md).
package parquet

import (
	"context"
	"io"

	"assay/engine"
)

// Input is the file to read.
type Input struct {
	Name     string      // as the user wrote it; names the file in errors and addresses
	ReaderAt io.ReaderAt // safe for concurrent use
	Size     int64       // bytes that ReaderAt holds
	Closer   io.Closer   // closed with the source; nil where there is nothing to close
	// Ahead begins to fetch the bytes [start, end), which are going to be read
	// about in order, side by side with those of as many columns. It is nil
	// where reading is not worth preparing.
	Ahead func(start, end int64, columns int) ChunkReader
}

// ChunkReader reads a column chunk. Close ends what it fetches; its error says
// nothing of the data.
type ChunkReader interface {
	io.ReaderAt
	io.Closer
}

// Options tune a source. The zero value is ready to use.
type Options struct {
	// BatchRows is the size of batches where a scan does not ask for one;
	// 0 means DefaultBatchRows.
	BatchRows int
	// Splits is how many splits are wanted at least; 0 means DefaultSplits.
	// Where there are fewer row groups, they are cut into pieces of about
	// SplitRows rows and more; 0 means DefaultSplitRows.
	Splits    int
	SplitRows int
	// MaxPageBytes bounds one page, compressed and not; 0 means
	// DefaultMaxPageBytes. What all columns that are read together take beyond
	// 32 bytes for each stored one is bounded by four times as much.
	MaxPageBytes int64
	// SkipChecksums leaves the pages' CRC-32 unverified.
	SkipChecksums bool
}

// The defaults of Options.
const (
	DefaultBatchRows    = 8192
	DefaultSplits       = 16
	DefaultSplitRows    = 1 << 18
	DefaultMaxPageBytes = 256 << 20
)

// Open reads the footer of in and returns a source of its rows: one split per
// row group, or several. The schema lists the leaves of the file in order; leaves of
// structs are named a.b, and lists and maps are listed but cannot be read.
//
// The error is an *engine.DataError where the bytes are no Parquet file, are
// encrypted, or contradict themselves. The caller keeps in.Closer if there is
// one.
func Open(ctx context.Context, in Input, opt Options) (engine.Source, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return openSource(in, opt.withDefaults())
}

func (o Options) withDefaults() Options {
	if o.BatchRows <= 0 {
		o.BatchRows = DefaultBatchRows
	}
	if o.Splits <= 0 {
		o.Splits = DefaultSplits
	}
	if o.SplitRows <= 0 {
		o.SplitRows = DefaultSplitRows
	}
	if o.MaxPageBytes <= 0 {
		o.MaxPageBytes = DefaultMaxPageBytes
	}
	return o
}
