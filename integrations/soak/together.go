package soak

import (
	"math"
	"math/big"
	"strings"
)

// Correlation is Pearson's, over the rows in which two columns of numbers both
// hold a value.
func Correlation(a, b *Column) func(rows []int) Total {
	return func(rows []int) Total {
		var x, y []any
		for _, row := range rows {
			switch p, q := a.Cells[row], b.Cells[row]; {
			case p.Invalid || q.Invalid:
				return Total{Status: Error}
			case !p.Missing() && !q.Missing():
				x, y = append(x, p.Value), append(y, q.Value)
			}
		}
		if len(x) < 2 {
			return Total{Status: Fail}
		}
		meanX, meanY, product := Mean(x, 0), Mean(y, 0), new(big.Rat)
		for i := range x {
			d, e := new(big.Rat).Sub(x[i].(*big.Rat), meanX), new(big.Rat).Sub(y[i].(*big.Rat), meanY)
			product.Add(product, d.Mul(d, e))
		}
		product.Quo(product, big.NewRat(int64(len(x)), 1))
		spread := new(big.Rat).Mul(central(x, 2), central(y, 2))
		if spread.Sign() == 0 {
			return Total{Status: Fail}
		}
		r, _ := new(big.Float).Quo(new(big.Float).SetPrec(rootBits).SetRat(product), root(spread)).Rat(nil)
		return Total{Pass, r}
	}
}

// MostCommon wants the most frequent value to be one of a list, and to be alone
// unless ties are okay.
func MostCommon(c *Column, list []any, ties bool) func(rows []int) Total {
	return func(rows []int) Total {
		found, ok := values(c, rows)
		if !ok {
			return Total{Status: Error}
		}
		counts, most := counted(found), 0
		for _, n := range counts {
			most = max(most, n)
		}
		var winners []any
		for _, v := range different(found) {
			if counts[key(Cell{Value: v})] == most {
				winners = append(winners, v)
			}
		}
		if len(winners) > 1 && !ties {
			return Total{Status: Fail}
		}
		for _, v := range winners {
			if Member(list, v) {
				return Total{Status: Pass}
			}
		}
		return Total{Status: Fail}
	}
}

// combined is what tells the rows of columns apart; missing is set where all of
// their cells are, and invalid where one does not fit.
func combined(columns []*Column, row int) (id string, missing, invalid bool) {
	var ids []string
	missing = true
	for _, c := range columns {
		cell := c.Cells[row]
		missing = missing && cell.Missing()
		invalid = invalid || cell.Invalid
		ids = append(ids, key(cell))
	}
	return strings.Join(ids, "\x00"), missing, invalid
}

// OnceShare is the share of the combinations of values that occur once.
func OnceShare(columns []*Column, b Bounds) func(rows []int) Total {
	return func(rows []int) Total {
		counts := make(map[string]int)
		for _, row := range rows {
			id, missing, invalid := combined(columns, row)
			switch {
			case invalid:
				return Total{Status: Error}
			case !missing:
				counts[id]++
			}
		}
		once := 0
		for _, n := range counts {
			if n == 1 {
				once++
			}
		}
		ratio := share(once, len(counts))
		b := Bounds{rounded(b.Min), rounded(b.Max), b.StrictMin, b.StrictMax}
		return Total{failUnless(b.Hold(rounded(ratio))), ratio}
	}
}

// Dependency wants rows that agree in one column to agree in others.
func Dependency(determinant *Column, dependent []*Column) func(rows []int) Total {
	return func(rows []int) Total {
		all := append([]*Column{determinant}, dependent...)
		determinants, combinations := make(map[string]bool), make(map[string]bool)
		for _, row := range rows {
			id, _, invalid := combined(all, row)
			switch {
			case invalid:
				return Total{Status: Error}
			case !determinant.Cells[row].Missing():
				determinants[key(determinant.Cells[row])] = true
				combinations[id] = true
			}
		}
		more := len(combinations) - len(determinants)
		return Total{failUnless(more == 0), big.NewRat(int64(more), 1)}
	}
}

// Divergence is Kullback and Leibler's of the numbers from the weights of the
// intervals between edges, and of the tails beside them.
func Divergence(c *Column, edges, weights []float64, threshold float64) func(rows []int) Total {
	return func(rows []int) Total {
		found, ok := values(c, rows)
		if !ok {
			return Total{Status: Error}
		}
		if len(found) == 0 {
			return Total{Status: Fail}
		}
		counts := make([]int, len(edges)+1) // the tails first and last
		for _, v := range found {
			counts[interval(edges, floatOf(v))]++
		}
		sum := 0.0
		for i, n := range counts {
			if p := float64(n) / float64(len(found)); n > 0 {
				sum += p * math.Log(p/weights[i])
			}
		}
		return Total{failUnless(sum <= threshold), new(big.Rat).SetFloat64(sum)}
	}
}

// interval is the number of edges at or below x; the last edge belongs to the
// interval before it.
func interval(edges []float64, x float64) int {
	n := 0
	for _, edge := range edges {
		if x >= edge {
			n++
		}
	}
	if x == edges[len(edges)-1] {
		n--
	}
	return n
}

func floatOf(v any) float64 {
	f, _ := v.(*big.Rat).Float64()
	return f
}
