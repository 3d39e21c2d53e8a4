package engine

import (
	"slices"

	"assay/engine/vector"
)

// Quarantine asks a run to set bad rows aside: each row goes to one of two
// sides. Rejected are the rows that a critical row-wise check found unexpected,
// that are malformed, or that have a cell which does not fit its column's type.
// Where every check judges a row by itself, rows are divided as they are read;
// else the data are read once more, when every check has been judged.
type Quarantine struct {
	Sink RowSink
	// MaxRejected is how many rows may be rejected before the data are. Where
	// it is set, the rows that were set aside no longer count against the data,
	// and checks that are not row-wise judge the accepted rows alone.
	MaxRejected *Limit
	// AcceptedPath and RejectedPath are where the sink puts the rows, for
	// reports; "" where it drops them.
	AcceptedPath, RejectedPath string
}

// RowSink takes the rows of both sides. What it makes of them lives in package
// reports; the engine knows no formats.
type RowSink interface {
	// Columns are what the encoders need of the data.
	Columns() []ColumnRequest
	// NewEncoder returns what one goroutine encodes rows with.
	NewEncoder() RowEncoder
	// Write takes pieces in the order of the data, one at a time, with what
	// stands before their split.
	Write(piece Piece, before Base) error
	// Restart drops all that was written.
	Restart() error
	// Written is how many rows Write has taken.
	Written() (accepted, rejected int64)
}

// RowEncoder turns the rows of a batch into what the sink writes. The piece
// holds nothing of the batch.
type RowEncoder interface {
	Encode(b *DividedBatch) (Piece, error)
}

// Piece is some encoded rows.
type Piece interface {
	// Size is the memory that it takes, in bytes.
	Size() int64
}

// Base is what stands before a split: its file's index, and the records and
// lines ahead of it there.
type Base struct {
	File           int
	Records, Lines int64
}

// QuarantineResult is what became of the rows.
type QuarantineResult struct {
	AcceptedPath, RejectedPath string // as in Quarantine
	Accepted, Rejected         int64  // rows
	MaxRejected                *Limit
	// Withheld says why the rows could not be divided, "" where they were.
	Withheld string
}

// RejectedRows is the name of the finding that there are more rejected rows than
// Quarantine.MaxRejected allows.
const RejectedRows = "rejected-rows"

// DividedBatch is some rows, and to which side each of them goes.
type DividedBatch struct {
	*Batch // its columns are those that the sink asked for
	// Rejected has a bit for each row that is set aside.
	Rejected vector.Mask

	view   *batchView
	task   *writeTask
	failed []string // used again by every verdict
}

// RowVerdict is why a row is set aside.
type RowVerdict struct {
	// Failed are the ids of the findings and row-wise checks, of any severity,
	// to which the row is unexpected: findings first, then in suite order.
	Failed   []string
	Severity Severity // the greatest of theirs
	Reason   string   // of malformed rows and of cells that do not fit
	// At is where the row stands, its record and line counted from the start
	// of its split: see RowSink.Write.
	At Address
}

// Verdict is why a rejected row is rejected; Failed is valid until the next
// call.
func (b *DividedBatch) Verdict(row int) RowVerdict {
	d := b.view.division
	v := RowVerdict{Failed: b.failed[:0]}
	for i, m := range d.of.marks {
		if !d.marked[i].Get(row) {
			continue
		}
		v.Failed = append(v.Failed, m.check.ID)
		v.Severity = max(v.Severity, m.check.Severity)
		switch m.check.Kind {
		case WellFormedRows:
			v.Reason = b.malformedReason(row)
		case ValidCells:
			v.Reason = joinReasons(v.Reason, b.task.misfits(b.view, row))
		}
	}
	b.failed = v.Failed
	f := failure{row: b.view.position(row), offset: -1}
	f.line, _ = b.view.locate(row)
	v.At = f.resolve(splitBase{file: b.view.file}, 0).At
	return v
}

func (b *DividedBatch) malformedReason(row int) string {
	at, found := slices.BinarySearchFunc(b.Malformed, row, func(m MalformedRow, row int) int { return m.Row - row })
	if !found {
		return ""
	}
	return b.Malformed[at].Reason
}

func joinReasons(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}
