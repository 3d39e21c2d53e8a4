package fold

import (
	"math"
	"math/big"

	"assay/engine/exact"
	"assay/engine/vector"
)

// Comoments holds the exact sums of products over the rows in which two columns
// of numbers both hold a value. The correlation is the same at every scale, so
// that decimals are taken unscaled.
type Comoments struct {
	products exact.Products
	infinite bool
	keep     vector.Mask
}

// NewComoments returns the sums over no row.
func NewComoments(*Env) Accumulator { return &Comoments{} }

// Update adds the selected rows of two columns.
func (c *Comoments) Update(in []*vector.Vector, n int, rows vector.Mask) error {
	x, y := in[0], in[1]
	if x.Lane == vector.Null || y.Lane == vector.Null {
		return nil
	}
	c.keep = present(c.keep, x, n, rows)
	c.keep.And(y.Valid)
	var err error
	c.keep.Each(func(row int) bool {
		err = c.add(x, y, row)
		return err == nil
	})
	return err
}

func (c *Comoments) add(x, y *vector.Vector, row int) error {
	a, finite, err := numberAt(x, row)
	if err != nil {
		return err
	}
	b, finite2, err := numberAt(y, row)
	if finite && finite2 {
		c.products.Add(a, b)
	} else {
		c.infinite = true
	}
	return err
}

// Merge adds what other holds.
func (c *Comoments) Merge(other Accumulator) error {
	o := other.(*Comoments)
	c.products.Merge(&o.products)
	c.infinite = c.infinite || o.infinite
	return nil
}

// Correlation is Pearson's coefficient. It reports false where there are fewer
// than two rows, or all values of a column are equal, and is NaN where one is
// infinite.
func (c *Comoments) Correlation() (float64, bool) {
	if c.infinite {
		return math.NaN(), true
	}
	if c.products.Count() < 2 {
		return 0, false
	}
	x, y, xy := c.products.Spread()
	if x.Sign() == 0 || y.Sign() == 0 {
		return 0, false
	}
	r := new(big.Float).SetPrec(rootBits).SetRat(xy)
	f, _ := r.Quo(r, root(x.Mul(x, y))).Float64()
	return f, true
}
