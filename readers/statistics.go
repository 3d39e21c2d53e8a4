package readers

import "assay/engine"

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
// all its cells are null if the part lacks it.
func (d *dataset) columnStatistics(column, n int) engine.ColumnStatistics {
	p := &d.parts[n]
	switch {
	case column >= len(d.columns):
		return p.location.partitions[column-len(d.columns)].statistics(p.statistics.Rows)
	case d.columns[column][n] < 0:
		return engine.ColumnStatistics{Rows: p.statistics.Rows, Nulls: p.statistics.Rows}
	}
	return p.statistics.Columns[d.columns[column][n]]
}

// statistics are the facts about a column whose every cell is p's value. The
// value itself is left to those who read the column, which costs nothing.
func (p partition) statistics(rows int64) engine.ColumnStatistics {
	s := engine.ColumnStatistics{Rows: rows}
	if p.null {
		s.Nulls = rows
	}
	return s
}
