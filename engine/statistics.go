package engine

import "assay/engine/vector"

// StatisticsSource is a Source that knows facts about its data without reading
// it, as the footers of Parquet files hold them.
type StatisticsSource interface {
	Source
	// Statistics returns what is known, nil where nothing is.
	Statistics() *Statistics
}

// Statistics are facts about a whole dataset. They are as good as reading: a
// source leaves out what it has a reason to doubt.
type Statistics struct {
	Rows int64
	// Columns stand as in Schema().Fields().
	Columns []ColumnStatistics
}

// ColumnStatistics are facts about some rows of a column. The zero value is
// that of no rows.
type ColumnStatistics struct {
	Rows int64
	// Nulls counts the missing cells, NaN among them; -1 where unknown.
	Nulls int64
	// Min and Max are the least and the greatest value, as reading would
	// find them; null where there is no value or they are not known
	// exactly. Where they are known, every cell fits the column's type.
	Min, Max vector.Scalar
	// Unverified is set where only reading tells whether cells fit their
	// type and text is UTF-8. Such a column is read, whatever is proven.
	Unverified bool
}

// Empty reports whether the rows are known to hold no value.
func (c ColumnStatistics) Empty() bool { return c.Nulls == c.Rows }

// Join returns the facts about the rows of c and of o together.
func (c ColumnStatistics) Join(o ColumnStatistics) ColumnStatistics {
	j := ColumnStatistics{Rows: c.Rows + o.Rows, Nulls: -1, Unverified: c.Unverified || o.Unverified}
	if c.Nulls >= 0 && o.Nulls >= 0 {
		j.Nulls = c.Nulls + o.Nulls
	}
	switch {
	case c.Empty():
		j.Min, j.Max = o.Min, o.Max
		return j
	case o.Empty():
		j.Min, j.Max = c.Min, c.Max
		return j
	}
	// A null has no order, so that unknown bounds stay unknown.
	low, ok := vector.CompareScalars(c.Min, o.Min)
	high, ok2 := vector.CompareScalars(c.Max, o.Max)
	if !ok || !ok2 {
		return j
	}
	j.Min, j.Max = c.Min, c.Max
	if low > 0 {
		j.Min = o.Min
	}
	if high < 0 {
		j.Max = o.Max
	}
	return j
}

// Evidence is what an outcome rests on.
type Evidence uint8

// The kinds of evidence.
const (
	FromData       Evidence = iota // the rows were read
	FromStatistics                 // facts that the data's files record about it
)

// String is data or statistics.
func (e Evidence) String() string {
	if e == FromStatistics {
		return "statistics"
	}
	return "data"
}
