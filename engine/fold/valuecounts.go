package fold

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/tally"
	"assay/engine/vector"
)

// ValueCounts holds the different values of one column and how often each
// occurs, exactly; what memory has no room for is spilled.
type ValueCounts struct {
	table *tally.Table
	typ   arrow.DataType
	lane  vector.Lane
	keep  vector.Mask
	key   []byte
}

// NewValueCounts returns the counts of nothing.
func NewValueCounts(env *Env) Accumulator { return &ValueCounts{table: tally.NewTable(env)} }

// Update counts the selected values of one column.
func (c *ValueCounts) Update(in []*vector.Vector, n int, rows vector.Mask) error {
	v := in[0]
	if v.Lane == vector.Null {
		return nil
	}
	c.typ, c.lane = v.Type, v.Lane
	c.keep = present(c.keep, v, n, rows)
	var err error
	c.keep.Each(func(row int) bool {
		err = c.add(v, row, 1)
		return err == nil
	})
	return err
}

// UpdateWeighted counts each value as often as its weight says.
func (c *ValueCounts) UpdateWeighted(values *vector.Vector, weights []uint32) error {
	c.typ, c.lane = values.Type, values.Lane
	for row, n := range weights {
		if n == 0 {
			continue
		}
		if err := c.add(values, row, int64(n)); err != nil {
			return err
		}
	}
	return nil
}

func (c *ValueCounts) add(v *vector.Vector, row int, n int64) error {
	if word, ok := cellWord(v, row); ok {
		return c.table.AddWord(word, n)
	}
	if v.Lane == vector.Bytes {
		return c.table.AddBytes(v.BytesAt(row), n)
	}
	c.key = appendDecimalKey(c.key[:0], v.Decimals[row])
	return c.table.AddBytes(c.key, n)
}

// Merge takes in what other has counted.
func (c *ValueCounts) Merge(other Accumulator) error {
	o := other.(*ValueCounts)
	if c.lane == vector.Null {
		c.typ, c.lane = o.typ, o.lane
	}
	return c.table.Merge(o.table)
}

// Finish puts the values in order.
func (c *ValueCounts) Finish() error { return c.table.Finish() }

// Count is the number of values, equal ones among them.
func (c *ValueCounts) Count() int64 { return c.table.Total() }

// Distinct is the number of different values.
func (c *ValueCounts) Distinct() int64 { return c.table.Distinct() }

// Most is how often the most frequent value occurs.
func (c *ValueCounts) Most() int64 { return c.table.Most() }

// Once is the number of values that occur just once.
func (c *ValueCounts) Once() int64 { return c.table.Profile()[1] }

// Each visits the different values in ascending order with their counts, and
// stops at the first error.
func (c *ValueCounts) Each(visit func(value vector.Scalar, n int64) error) error {
	return c.table.Each(func(key []byte, n int64) error {
		return visit(keyScalar(key, c.typ, c.lane), n)
	})
}

// EachNumber is Each for columns of numbers.
func (c *ValueCounts) EachNumber(visit func(x float64, n int64) error) error {
	return c.Each(func(value vector.Scalar, n int64) error {
		x, _ := value.Number()
		return visit(x, n)
	})
}

// Entropy is Shannon's, in nats: -Σ p·ln p over the shares of the different
// values. It reports false where there is no value.
func (c *ValueCounts) Entropy() (float64, bool) {
	return entropy(c.table.Profile(), c.Count()), c.Count() > 0
}
