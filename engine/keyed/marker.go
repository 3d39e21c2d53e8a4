package keyed

import "assay/engine/vector"

// Marker tells, on a second pass, which rows hold a key that occurred more than
// once. One goroutine uses a marker; the finished table serves any number.
type Marker struct {
	table *Table
	keys  keyMaker
}

// NewMarker returns a marker over t.
func (t *Table) NewMarker() *Marker {
	return &Marker{table: t}
}

// Mark sets in out those of rows whose key another row has too. in and rows are
// as they were given to Add.
func (m *Marker) Mark(in []*vector.Vector, rows, out vector.Mask) {
	if m.table.duplicates == 0 {
		return
	}
	if d := m.table.dense; d != nil {
		values, _ := integers(in[0])
		rows.Each(func(row int) bool {
			if d.repeated(values[row]) {
				out.Set(row)
			}
			return true
		})
		return
	}
	words, _ := m.keys.make(in, rows)
	step := m.table.wordsPerKey()
	i := 0
	rows.Each(func(row int) bool {
		key := words[i : i+step]
		if m.table.repeated[key[0]>>(64-partitionBits)].has(key) {
			out.Set(row)
		}
		i += step
		return true
	})
}
