package readers

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

// Statistics are the facts about the table, nil where a part has none.
func (d *dataset) Statistics() *engine.Statistics {
	all := &engine.Statistics{Columns: make([]engine.ColumnStatistics, d.schema.NumFields())}
	for n := range d.parts {
		known := d.parts[n].statistics
		if known == nil {
			return nil
		}
		all.Rows += known.Rows
		for i := range all.Columns {
			all.Columns[i] = all.Columns[i].Join(d.columnStatistics(i, n))
		}
	}
	return all
}

// columnStatistics are the facts about a column of the table in one part, where
// all its cells are null if the part lacks it or gives it no type.
func (d *dataset) columnStatistics(column, n int) engine.ColumnStatistics {
	p := &d.parts[n]
	if column >= len(d.columns) {
		return d.folders[column-len(d.columns)].cells[n].statistics(p.statistics.Rows)
	}
	own := d.columns[column][n]
	if own < 0 || p.fields[own].Type.ID() == arrow.NULL {
		return engine.ColumnStatistics{Rows: p.statistics.Rows, Nulls: p.statistics.Rows}
	}
	known := p.statistics.Columns[own]
	if arrow.TypeEqual(p.fields[own].Type, d.schema.Field(column).Type) {
		return known
	}
	// Values that the table's wider type lacks are found by reading.
	return engine.ColumnStatistics{Rows: known.Rows, Nulls: known.Nulls, Unverified: true}
}

// statistics are the facts about a column whose every cell is the constant. The
// value itself is left to those who read the column, which costs nothing.
func (k constant) statistics(rows int64) engine.ColumnStatistics {
	s := engine.ColumnStatistics{Rows: rows, Unverified: k.invalid}
	if k.value.NullN() > 0 && !k.invalid {
		s.Nulls = rows
	}
	return s
}
