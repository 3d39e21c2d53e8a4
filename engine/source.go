package engine

import (
	"context"
	"io"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/vector"
)

// Source is a dataset that can be read, whole, as often as a plan asks.
// Implementations live in package readers.
type Source interface {
	// Schema lists every column, in order, whether or not it is read.
	Schema() *arrow.Schema
	// Files lists what the rows come from, in reading order.
	Files() []File
	// Scan starts one pass over the given columns. A source that cannot
	// be read twice keeps what a later pass needs when req.Again is set.
	Scan(ctx context.Context, req ScanRequest) (Scan, error)
	io.Closer
}

// OneTimeSource is a Source that may come from what can be had only once, such
// as standard input: another pass means that all of the first is kept.
type OneTimeSource interface {
	Source
	OneTime() bool
}

// LastingSource is a Source that knows whether its data are still those that were
// read.
type LastingSource interface {
	Source
	// Lasts returns a *DataError where the data have changed since the source
	// was opened.
	Lasts(ctx context.Context) error
}

// File is one part of a dataset. A row's address names it by its index.
type File struct {
	Path   string // as the user wrote it, or "-" for standard input
	Format string // csv, parquet
	Bytes  int64  // size on disk, -1 where unknown before reading
	// ReadAs names the rules by which cells of text are read, "" for the
	// reader's own.
	ReadAs string
	// DVC is the MD5 by which DVC records the file, and Revision the git
	// commit that it was taken from; "" where it is the file at Path.
	DVC, Revision string
}

// ScanRequest says what one pass must deliver.
type ScanRequest struct {
	Columns []ColumnRequest
	// BatchRows bounds the rows of one batch; 0 lets the source choose.
	BatchRows int
	// Again announces that another Scan will follow this one.
	Again bool
	// Audit asks a source whose data say facts about themselves to hold
	// them against the data, in all columns, and to refuse what contradicts
	// itself.
	Audit bool
}

// ColumnRequest asks for one column of the schema.
type ColumnRequest struct {
	Index int // into Schema().Fields()
	// Text asks for the cells as text: in CSV as written, elsewhere as
	// vector.FormatText writes the value. The array is then a string array.
	Text bool
	// Lenient keeps quiet about malformed text of the column: no row is
	// Malformed for it.
	Lenient bool
}

// Scan is one pass. Next hands out splits in order and may be called from
// several goroutines; io.EOF ends it. Split boundaries depend on the data
// and the source's options alone, never on who asks.
type Scan interface {
	Next(ctx context.Context) (Split, error)
	io.Closer
}

// Split is a run of consecutive rows of one file, decoded by the goroutine
// that took it.
type Split interface {
	// Ordinal counts the splits of a scan from 0.
	Ordinal() int
	// File is the index into Source.Files.
	File() int
	// Next returns the next batch; io.EOF ends the split. The batch and
	// all that it holds are valid until the following call; dictionaries
	// are until Close.
	Next(ctx context.Context) (*Batch, error)
	// Totals describes the split, once Next has returned io.EOF.
	Totals() SplitTotals
	io.Closer
}

// SplitTotals is what a split contributes to the addresses of those after it.
type SplitTotals struct {
	Records    int64 // rows delivered
	Lines      int64 // physical lines, a header's among them; 0 where the format has none
	BlankLines int64 // lines skipped because they were blank
	Bytes      int64 // bytes read from storage
	// Offset is the byte position of the split in its file; -1 where
	// positions mean nothing (compressed input, Parquet).
	Offset int64
}

// Batch is some consecutive rows of a split.
type Batch struct {
	Rows int
	// Columns stand as in ScanRequest.Columns.
	Columns []Column
	// Malformed lists the rows whose bytes break the format, by row.
	Malformed []MalformedRow
	// Locate gives the line (0-based, within the split) and the byte
	// offset (from the split's start) of a row. Nil where rows have no lines.
	Locate func(row int) (line, offset int64)
	// Text gives the bytes of a row as they stand in its file, in UTF-8, its
	// line end included if it has one. Nil where the format is no text.
	Text func(row int) []byte
	// Cells gives the fields of a row of text, as columns have them that are
	// asked for as text; nil is null. They are valid until the next call.
	// Nil where the format is no text.
	Cells func(row int) [][]byte
}

// TextSource is a Source that may be text throughout.
type TextSource interface {
	Source
	// Text says how the text is laid out; ok is false where a part of the
	// source is no text, or laid out in another way than the first.
	Text() (t TextLayout, ok bool)
}

// TextLayout is how records stand in files of text.
type TextLayout struct {
	// Head is what stands before the first record of the first file.
	Head []byte
	// Names says that Head ends with a record of the columns' names.
	Names bool
	// Fields is how many fields a record has: those of the schema's first
	// columns, in their order.
	Fields int
	// Delimiter stands between fields.
	Delimiter byte
}

// Column is one requested column of a batch.
type Column struct {
	Array arrow.Array // Batch.Rows long; null at invalid cells
	// Invalid has a bit for every cell that does not fit the column's
	// type; nil where there is none.
	Invalid vector.Mask
	// InvalidText is the text of an invalid cell.
	InvalidText func(row int) string
}

// MalformedRow is a row that broke the rules of its format and was read as
// well as it could be: a ragged row (missing cells are null, surplus ones
// dropped) or one with invalid UTF-8.
type MalformedRow struct {
	Row    int
	Reason string // "3 cells, header has 4"
}

// Hint is what a suite asks a column without a declared type to be. Readers
// of untyped formats take it into account when they choose a type.
type Hint uint8

// The hints.
const (
	NoHint Hint = iota
	HintNumber
	HintTime // a date or timestamp
	HintText
)

// DataError is returned by sources for data that cannot be read: missing,
// corrupt, truncated, or contradicting itself.
type DataError struct {
	Path string
	// Line is 1-based, 0 where it means nothing; Offset is -1 then.
	Line   int64
	Offset int64
	Msg    string // one sentence: what is wrong, and a way out
	Err    error  // cause, may be nil
}
