package parquet

import (
	"encoding/binary"
	"slices"

	"github.com/parquet-go/parquet-go/format"

	"assay/engine"
	"assay/engine/vector"
)

// facts is what the footer says of a column, over the row groups added so far.
// https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
type facts struct {
	order order // of the bounds; noOrder where they mean nothing
	nulls int64 // -1 where unknown
	// min and max are as they are stored, nil without a value.
	min, max []byte
	// unbounded is set once a row group has values without known bounds.
	unbounded bool
	// doubtful is set where a row group contradicts itself, was written by a
	// program known for wrong statistics, or cannot be read.
	doubtful bool
}

// learn gathers the facts of every column.
func learn(meta *fileMetaData, columns []column) {
	trusted := trustworthy(meta.CreatedBy)
	for i := range columns {
		c := &columns[i]
		if c.facts.doubtful = !trusted || c.why != ""; c.facts.doubtful {
			continue
		}
		if c.leaf < len(meta.ColumnOrders) && meta.ColumnOrders[c.leaf].Value != nil {
			c.facts.order = c.layout.order()
		}
		for g := range meta.RowGroups {
			m := &meta.RowGroups[g].Columns[c.leaf].MetaData
			c.facts.add(&m.Statistics, c, m.NumValues)
			c.facts.doubtful = c.facts.doubtful || !supported(m.Codec)
		}
		// They must not keep the whole footer in memory.
		c.facts.min, c.facts.max = slices.Clone(c.facts.min), slices.Clone(c.facts.max)
	}
}

// trustworthy reports whether statistics of a writer may be believed. Those of
// parquet-mr before 1.10.0 and parquet-cpp before 1.3.0 may not.
// https://issues.apache.org/jira/browse/PARQUET-251
// https://issues.apache.org/jira/browse/PARQUET-1025
func trustworthy(createdBy string) bool {
	return !writtenBefore(createdBy, "parquet-mr", 1, 10, 0) && !writtenBefore(createdBy, "parquet-cpp", 1, 3, 0)
}

// add takes in the statistics of a chunk of n values.
func (f *facts) add(s *chunkStatistics, col *column, n int64) {
	if n == 0 || f.doubtful {
		return
	}
	nulls, values, ok := s.nulls(col, n)
	switch {
	case !ok:
		f.doubtful = true
		return
	case nulls < 0 || f.nulls < 0:
		f.nulls = -1
	default:
		f.nulls += nulls
	}
	switch {
	case f.order == noOrder:
		f.unbounded = true
	case values == 0:
		f.doubtful = s.MinValue != nil || s.MaxValue != nil
	case !s.exact(f.order) || !f.order.fits(s.MinValue, col.layout.width) || !f.order.fits(s.MaxValue, col.layout.width):
		f.unbounded = true
	case f.order.compare(s.MinValue, s.MaxValue) > 0:
		f.doubtful = true
	default:
		f.include(s.MinValue, s.MaxValue)
	}
}

// include widens the bounds.
func (f *facts) include(min, max []byte) {
	if f.min == nil || f.order.compare(min, f.min) < 0 {
		f.min = min
	}
	if f.max == nil || f.order.compare(max, f.max) > 0 {
		f.max = max
	}
}

// nulls is the number of missing cells among n, -1 where it is unknown, and
// that of values, at least one where unknown. NaN is missing here, but a value
// to those who write. ok is false for statistics that contradict themselves.
func (s *chunkStatistics) nulls(col *column, n int64) (nulls, values int64, ok bool) {
	nulls, known := s.NullCount.Get()
	switch {
	case known && (nulls < 0 || nulls > n || nulls > 0 && col.maxDef == 0):
		return 0, 0, false
	case col.maxDef == 0:
		nulls, known = 0, true
	case !known:
		return -1, 1, true
	}
	values = n - nulls
	if !col.layout.mayHoldNaN() || values == 0 {
		return nulls, values, true
	}
	nan, known := s.NaNCount.Get()
	switch {
	case !known:
		return -1, values, true
	case nan < 0 || nan > values:
		return 0, 0, false
	}
	return nulls + nan, values - nan, true
}

// exact reports whether the bounds are values of the column. Writers cut long
// texts, and only lately say whether they did.
func (s *chunkStatistics) exact(o order) bool {
	if o == bytewise {
		return s.MinExact.Valid && s.MinExact.V && s.MaxExact.Valid && s.MaxExact.V
	}
	return !(s.MinExact.Valid && !s.MinExact.V) && !(s.MaxExact.Valid && !s.MaxExact.V)
}

// statistics are the facts about a file's rows in the form of the engine.
func (f *facts) statistics(col *column, rows int64) engine.ColumnStatistics {
	out := engine.ColumnStatistics{Rows: rows, Nulls: -1, Unverified: true}
	if f.doubtful {
		return out
	}
	out.Nulls = f.nulls
	if out.Empty() {
		out.Unverified = false
		return out
	}
	out.Unverified = col.layout.text || col.layout.mayNotFit()
	if f.unbounded {
		return out
	}
	if low, high, ok := col.values(f.min, f.max); ok {
		out.Min, out.Max, out.Unverified = low, high, col.layout.text
	}
	return out
}

// values reads two stored values as a dictionary of them is read.
func (c *column) values(low, high []byte) (min, max vector.Scalar, ok bool) {
	var data []byte
	for _, v := range [][]byte{low, high} {
		if c.layout.physical == format.ByteArray {
			data = binary.LittleEndian.AppendUint32(data, uint32(len(v)))
		}
		data = append(data, v...)
	}
	s := newSink(c.layout)
	if err := s.dictionary(data, 2); err != nil {
		return min, max, false
	}
	if _, bad := s.badCells(); len(bad.at) > 0 {
		return min, max, false
	}
	arr := s.dictionaryArray()
	defer arr.Release()
	v, err := new(vector.Decoder).Decode(arr, nil, nil)
	if err != nil || v.Len != 2 || !v.IsValid(0) || !v.IsValid(1) {
		return min, max, false
	}
	return v.At(0), v.At(1), true
}

// Statistics are what the footer says of the columns.
func (s *source) Statistics() *engine.Statistics {
	out := &engine.Statistics{Columns: make([]engine.ColumnStatistics, len(s.columns))}
	for _, g := range s.groups {
		out.Rows += g.rows
	}
	for i := range s.columns {
		c := &s.columns[i]
		out.Columns[i] = c.facts.statistics(c, out.Rows)
	}
	return out
}
