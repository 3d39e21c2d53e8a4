package expectations

import "math"

// cell is what was observed and what was expected of a part of the data. Times
// is how many such parts there are.
type cell struct{ observed, expected, times float64 }

// divergence is that of Kullback and Leibler, of the observed distribution from
// the expected one, in nats: Σ p·ln(p/q), both made to add up to 1. It is
// infinite where something was observed that has no weight, and NaN where
// nothing was observed.
func divergence(cells []cell) float64 {
	var observed, expected, sum float64
	for _, c := range cells {
		observed += c.observed * c.times
		expected += c.expected * c.times
	}
	if observed == 0 || expected == 0 {
		return math.NaN()
	}
	for _, c := range cells {
		p, q := c.observed/observed, c.expected/expected
		if p == 0 {
			continue
		}
		sum += c.times * p * math.Log(p/q)
	}
	return sum
}
