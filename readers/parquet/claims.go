package parquet

import (
	"bytes"
	"errors"
	"slices"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"assay/engine/vector"
)

// claims are what a footer says of the chunks of a row group, by leaf.
type claims []chunkClaims

// chunkClaims are what a footer says of a chunk, and where to find what its page
// index says.
type chunkClaims struct {
	order  order // of the bounds; noOrder where they mean nothing
	nulls  thrift.Null[int64]
	stated statedBounds

	offsetIndex, columnIndex extentInFile
}

// extentInFile is where something lies in a file; nothing has no length.
type extentInFile struct{ offset, length int64 }

// statedBounds are a least and a greatest value as they are stored, nil where none is
// stated; an exact one is a value that occurs.
type statedBounds struct {
	min, max           []byte
	minExact, maxExact bool
}

// claimsOf gathers what a footer says, to which it keeps no reference; ok is
// false where it is not about such leaves.
func claimsOf(meta *fileMetaData, leaves []*column) (all []claims, ok bool) {
	trusted := trustworthy(meta.CreatedBy)
	out := make([]claims, len(meta.RowGroups))
	for g := range meta.RowGroups {
		if len(meta.RowGroups[g].Columns) != len(leaves) {
			return nil, false
		}
		out[g] = make(claims, len(leaves))
		for leaf, col := range leaves {
			cc := &meta.RowGroups[g].Columns[leaf]
			c := &out[g][leaf]
			c.offsetIndex = extentInFile{cc.OffsetIndexOffset, int64(cc.OffsetIndexLength)}
			c.columnIndex = extentInFile{cc.ColumnIndexOffset, int64(cc.ColumnIndexLength)}
			if !trusted {
				continue
			}
			s := &cc.MetaData.Statistics
			c.nulls = s.NullCount
			if leaf < len(meta.ColumnOrders) && meta.ColumnOrders[leaf].Value != nil {
				c.order = col.layout.order()
			}
			c.stated = statedBounds{
				min: bytes.Clone(s.MinValue), minExact: s.MinExact.Valid && s.MinExact.V,
				max: bytes.Clone(s.MaxValue), maxExact: s.MaxExact.Valid && s.MaxExact.V,
			}
		}
	}
	return out, true
}

// headerBounds are those of a page's header, which is valid until its body is
// read.
func headerBounds(h *format.PageHeader) statedBounds {
	s := &h.DataPageHeader.V.Statistics
	if h.Type == format.DataPageV2 {
		s = &h.DataPageHeaderV2.V.Statistics
	}
	return statedBounds{min: bytes.Clone(s.MinValue), max: bytes.Clone(s.MaxValue)}
}

// limits are bounds as values of a column; null ones bound nothing.
type limits struct {
	min, max           vector.Scalar
	minExact, maxExact bool
}

// limits reads stated bounds, as far as they mean something.
func (c *chunkClaims) limits(col *column, b statedBounds) limits {
	l := limits{minExact: b.minExact, maxExact: b.maxExact}
	if c.order == noOrder {
		return l
	}
	width := col.layout.width
	if b.min != nil && (width == 0 || len(b.min) == width) {
		l.min, _, _ = col.values(b.min, b.min)
	}
	if b.max != nil && (width == 0 || len(b.max) == width) {
		_, l.max, _ = col.values(b.max, b.max)
	}
	return l
}

var (
	errBelow    = errors.New("is below the least one")
	errAbove    = errors.New("is above the greatest one")
	errNotLeast = errors.New("is missing: none is the least one")
	errNotMost  = errors.New("is missing: none is the greatest one")
)

// check holds the values that were found against the limits.
func (l limits) check(found extent) error {
	if !found.any {
		return nil
	}
	if order, ok := vector.CompareScalars(l.min, found.min); ok {
		switch {
		case order > 0:
			return errBelow
		case order < 0 && l.minExact && !found.partial:
			return errNotLeast
		}
	}
	if order, ok := vector.CompareScalars(l.max, found.max); ok {
		switch {
		case order < 0:
			return errAbove
		case order > 0 && l.maxExact && !found.partial:
			return errNotMost
		}
	}
	return nil
}

// extent is the least and the greatest of some values.
type extent struct {
	min, max vector.Scalar
	any      bool
	// partial is set where some values have no place in the column's type.
	partial bool
}

// include widens e by the values of v.
func (e *extent) include(v *vector.Vector) {
	if v.Lane == vector.Null || v.Lane == vector.Unusable {
		return
	}
	values := v
	if v.Dict != nil {
		values = v.Dict
	}
	least, most := -1, -1
	for row := range v.Len {
		if !v.IsValid(row) {
			continue
		}
		i := row
		if v.Dict != nil {
			i = int(v.Index[row])
		}
		if least < 0 || less(values, i, least) {
			least = i
		}
		if most < 0 || less(values, most, i) {
			most = i
		}
	}
	found := extent{any: least >= 0, partial: v.Invalid != nil && slices.ContainsFunc(v.Invalid, func(w uint64) bool { return w != 0 })}
	if found.any {
		found.min = values.At(least)
		if found.max = found.min; most != least { // values may be large
			found.max = values.At(most)
		}
	}
	e.join(found)
}

// join widens e by o.
func (e *extent) join(o extent) {
	partial := e.partial || o.partial
	switch {
	case !o.any:
	case !e.any:
		*e = o
	default:
		if order, ok := vector.CompareScalars(o.min, e.min); ok && order < 0 {
			e.min = o.min
		}
		if order, ok := vector.CompareScalars(o.max, e.max); ok && order > 0 {
			e.max = o.max
		}
	}
	e.partial = partial
}

// less compares two values of a vector.
func less(v *vector.Vector, i, j int) bool {
	switch v.Lane {
	case vector.Int:
		return v.Ints[i] < v.Ints[j]
	case vector.Uint:
		return v.Uints[i] < v.Uints[j]
	case vector.Float:
		return v.Floats[i] < v.Floats[j]
	case vector.Decimal:
		return v.Decimals[i].Less(v.Decimals[j])
	case vector.Bool:
		return !v.Bools.Get(i) && v.Bools.Get(j)
	default:
		return bytes.Compare(v.BytesAt(i), v.BytesAt(j)) < 0
	}
}
