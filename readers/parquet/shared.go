package parquet

import "fmt"

// shared is the memory that the columns of a split, which are read side by side
// by one goroutine, have together.
type shared struct {
	// stored holds a page before it is decompressed, of one column after the
	// other.
	stored []byte
	// limit bounds, in bytes, what pages take that is dear, and what the values
	// of a batch take. left is what is still to be had of the one in this split,
	// batch of the other in this batch.
	limit, left, batch int64
}

// roomPages is how many pages of the greatest size the columns of a split may
// hold beyond what their stored bytes make of ordinary data: a few kilobytes can
// become such a page, and a file of a few kilobytes has many columns.
const roomPages = 4

// newShared returns the memory of columns whose pages have so many bytes at most.
func newShared(maxPageBytes int64) *shared {
	s := &shared{limit: roomPages * maxPageBytes}
	s.begin()
	return s
}

// begin starts on the pages of a split.
func (s *shared) begin() {
	s.left = s.limit
	s.beginBatch()
}

// beginBatch starts on the values of a batch.
func (s *shared) beginBatch() { s.batch = s.limit }

// take takes n dear bytes.
func (s *shared) take(n int64) error {
	if n > s.left {
		return limitError(fmt.Sprintf("the pages of the columns that are read together take more than %d bytes beyond 32 for each stored one; "+
			"raise max_page under data.parquet in the suite, to a quarter of what they need", s.limit))
	}
	s.left -= n
	return nil
}

// A batch of one column is full, whatever its rows, when its values have so many
// bytes, so that large ones do not pile up and offsets stay within 32 bits; and
// where those of the other columns are large, as few as that.
const (
	batchBytes    = 32 << 20
	minBatchBytes = 64 << 10
)

// room is how many bytes the values of the next column may have in this batch, but
// for a single value.
func (s *shared) room() int {
	return int(min(max(s.batch, minBatchBytes), batchBytes))
}

// limitError is about data that the format allows, and that take more than they
// may.
type limitError string

func (e limitError) Error() string { return string(e) }
