package fold

import (
	"bytes"
	"encoding/binary"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/tally"
	"assay/engine/vector"
)

// PairCounts holds the different pairs of values of two columns and how often
// each occurs, exactly; what memory has no room for is spilled. A missing value
// is one of a pair like any other; rows that lack both are left out.
type PairCounts struct {
	pairs *tally.Table
	// second counts the values of the second column; behind each stands
	// whether the pair is complete.
	second *tally.Table
	sides  [2]side
	keep   vector.Mask
	key    []byte
}

// side is one of the columns.
type side struct {
	typ  arrow.DataType
	lane vector.Lane
}

// NewPairCounts returns the counts of nothing.
func NewPairCounts(env *Env) Accumulator {
	return &PairCounts{pairs: tally.NewTable(env), second: tally.NewTable(env)}
}

// Update counts the selected rows of two columns.
func (c *PairCounts) Update(in []*vector.Vector, n int, rows vector.Mask) error {
	for i, v := range in {
		c.sides[i] = side{v.Type, v.Lane}
	}
	c.keep = c.keep.Grow(n)
	c.keep.Fill(n)
	c.keep.And(rows)
	var err error
	c.keep.Each(func(row int) bool {
		err = c.add(in[0], in[1], row)
		return err == nil
	})
	return err
}

func (c *PairCounts) add(a, b *vector.Vector, row int) error {
	complete := a.IsValid(row) && b.IsValid(row)
	if !complete && !a.IsValid(row) && !b.IsValid(row) {
		return nil
	}
	c.key = appendCell(c.key[:0], a, row)
	split := len(c.key)
	c.key = appendCell(c.key, b, row)
	if err := c.pairs.AddBytes(c.key, 1); err != nil {
		return err
	}
	c.key = append(c.key, incompletePair)
	if complete {
		c.key[len(c.key)-1] = completePair
	}
	return c.second.AddBytes(c.key[split:], 1)
}

// What stands behind a value of the second column.
const (
	incompletePair = iota
	completePair
)

// appendCell appends a key that tells where it ends. Equal lengths of text are in
// the order of the text; order among others only has to be the same every time.
func appendCell(key []byte, v *vector.Vector, row int) []byte {
	if !v.IsValid(row) {
		return append(key, 0)
	}
	key = append(key, 1)
	if word, ok := cellWord(v, row); ok {
		return binary.BigEndian.AppendUint64(key, word)
	}
	if v.Lane == vector.Decimal {
		return appendDecimalKey(key, v.Decimals[row])
	}
	text := v.BytesAt(row)
	return append(binary.AppendUvarint(key, uint64(len(text))), text...)
}

// cut splits a key behind its first cell.
func (s side) cut(key []byte) (cell, rest []byte) {
	if key[0] == 0 {
		return key[:1], key[1:]
	}
	end := 9
	switch s.lane {
	case vector.Decimal:
		end = 1 + decimalBytes
	case vector.Bytes:
		size, n := binary.Uvarint(key[1:])
		end = 1 + n + int(size)
	}
	return key[:end], key[end:]
}

// scalar is the value of a cell.
func (s side) scalar(cell []byte) vector.Scalar {
	if cell[0] == 0 {
		return vector.Scalar{}
	}
	cell = cell[1:]
	if s.lane == vector.Bytes {
		_, n := binary.Uvarint(cell)
		cell = cell[n:]
	}
	return keyScalar(cell, s.typ, s.lane)
}

// Merge takes in what other has counted.
func (c *PairCounts) Merge(other Accumulator) error {
	o := other.(*PairCounts)
	for i := range c.sides {
		if c.sides[i].lane == vector.Null {
			c.sides[i] = o.sides[i]
		}
	}
	if err := c.pairs.Merge(o.pairs); err != nil {
		return err
	}
	return c.second.Merge(o.second)
}

// Finish puts the pairs in order.
func (c *PairCounts) Finish() error {
	if err := c.pairs.Finish(); err != nil {
		return err
	}
	return c.second.Finish()
}

// Each visits the different pairs, always in the same order, with their counts,
// and stops at the first error.
func (c *PairCounts) Each(visit func(a, b vector.Scalar, n int64) error) error {
	return c.pairs.Each(func(key []byte, n int64) error {
		first, second := c.sides[0].cut(key)
		return visit(c.sides[0].scalar(first), c.sides[1].scalar(second), n)
	})
}

// Marginal visits the different values of the first (0) or second (1) column,
// always in the same order, with their counts.
func (c *PairCounts) Marginal(which int, visit func(v vector.Scalar, n int64) error) error {
	m := marginal{visit: func(cell []byte, n int64) error { return visit(c.sides[which].scalar(cell), n) }}
	table := [...]*tally.Table{c.pairs, c.second}[which]
	err := table.Each(func(key []byte, n int64) error {
		cell, _ := c.sides[which].cut(key)
		return m.add(cell, n)
	})
	if err != nil {
		return err
	}
	return m.end()
}

// marginal adds up the counts of equal cells, which come one after the other.
type marginal struct {
	cell  []byte
	n     int64
	visit func(cell []byte, n int64) error
}

func (m *marginal) add(cell []byte, n int64) error {
	if !bytes.Equal(cell, m.cell) {
		if err := m.end(); err != nil {
			return err
		}
		m.cell, m.n = append(m.cell[:0], cell...), 0
	}
	m.n += n
	return nil
}

func (m *marginal) end() error {
	if m.n == 0 {
		return nil
	}
	return m.visit(m.cell, m.n)
}

// MutualInformation is how many nats one column tells of the other:
// Σ p(a,b)·ln(p(a,b)/(p(a)·p(b))) over the rows that hold both. It reports false
// where there is no such row.
func (c *PairCounts) MutualInformation() (float64, bool, error) {
	first, joint, second := make(map[int64]int64), make(map[int64]int64), make(map[int64]int64)
	var total int64
	m := marginal{visit: func(_ []byte, n int64) error { first[n]++; return nil }}
	err := c.pairs.Each(func(key []byte, n int64) error {
		cell, rest := c.sides[0].cut(key)
		if cell[0] == 0 || rest[0] == 0 {
			return nil
		}
		total += n
		joint[n]++
		return m.add(cell, n)
	})
	if err != nil || total == 0 {
		return 0, false, err
	}
	if err := m.end(); err != nil {
		return 0, false, err
	}
	err = c.second.Each(func(key []byte, n int64) error {
		if key[0] != 0 && key[len(key)-1] == completePair {
			second[n]++
		}
		return nil
	})
	return max(entropy(first, total)+entropy(second, total)-entropy(joint, total), 0), true, err
}
