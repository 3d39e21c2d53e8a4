package soak

import (
	"math"
	"math/big"
	"slices"
)

// rootBits is the precision of roots, so that they are rounded once, later.
const rootBits = 300

func root(r *big.Rat) *big.Float {
	f := new(big.Float).SetPrec(rootBits).SetRat(r)
	return f.Sqrt(f)
}

// Quantile is the value that the share p of the numbers lies below, of rank
// p·(n-1); how says what lies between two ranks: nearest, lower, higher, midpoint
// or linear, the last two being floats.
func Quantile(p float64, how string) Figure {
	return func(values []any, _ int) *big.Rat {
		if len(values) == 0 {
			return nil
		}
		sorted := slices.SortedFunc(slices.Values(values), Compare)
		rank := p * float64(len(values)-1)
		low, high := sorted[int(math.Floor(rank))].(*big.Rat), sorted[int(math.Ceil(rank))].(*big.Rat)
		switch how {
		case "nearest":
			return sorted[int(math.RoundToEven(rank))].(*big.Rat)
		case "lower":
			return low
		case "higher":
			return high
		case "midpoint":
			mean := new(big.Rat).Add(low, high)
			return rounded(mean.Quo(mean, big.NewRat(2, 1))).(*big.Rat)
		}
		low, high = rounded(low).(*big.Rat), rounded(high).(*big.Rat)
		step := new(big.Rat).Sub(high, low)
		step.Mul(step, new(big.Rat).SetFloat64(rank-math.Floor(rank)))
		return rounded(step.Add(step, low)).(*big.Rat)
	}
}

// Quartiles is the distance of the first and the third quartile.
func Quartiles(values []any, n int) *big.Rat {
	if len(values) == 0 {
		return nil
	}
	return new(big.Rat).Sub(Quantile(0.75, "linear")(values, n), Quantile(0.25, "linear")(values, n))
}

// central is the mean of a power of the distances from the mean.
func central(values []any, power int) *big.Rat {
	mean, sum := Mean(values, 0), new(big.Rat)
	for _, v := range values {
		d := new(big.Rat).Sub(v.(*big.Rat), mean)
		product := big.NewRat(1, 1)
		for range power {
			product.Mul(product, d)
		}
		sum.Add(sum, product)
	}
	return sum.Quo(sum, big.NewRat(int64(len(values)), 1))
}

// Skewness is that of all values there are.
func Skewness(values []any, _ int) *big.Rat {
	if len(values) == 0 {
		return nil
	}
	m2, m3 := central(values, 2), central(values, 3)
	if m2.Sign() == 0 {
		return nil
	}
	spread := new(big.Float).SetPrec(rootBits).SetRat(m2)
	spread.Mul(spread, root(m2))
	skew, _ := spread.Quo(new(big.Float).SetPrec(rootBits).SetRat(m3), spread).Rat(nil)
	return skew
}

// Kurtosis is that of all values there are, less 3.
func Kurtosis(values []any, _ int) *big.Rat {
	if len(values) == 0 {
		return nil
	}
	m2, m4 := central(values, 2), central(values, 4)
	if m2.Sign() == 0 {
		return nil
	}
	return m4.Sub(m4.Quo(m4, m2.Mul(m2, m2)), big.NewRat(3, 1))
}

// Entropy is Shannon's, in nats.
func Entropy(values []any, _ int) *big.Rat {
	if len(values) == 0 {
		return nil
	}
	sum, n := 0.0, float64(len(values))
	for _, count := range counted(values) {
		sum -= float64(count) / n * math.Log(float64(count)/n)
	}
	return new(big.Rat).SetFloat64(sum)
}

// counted tells how often each of the different values occurs.
func counted(values []any) map[string]int {
	counts := make(map[string]int)
	for _, v := range values {
		counts[key(Cell{Value: v})]++
	}
	return counts
}
