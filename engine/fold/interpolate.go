package fold

import "math"

// Interpolated is the quantile p, between 0 and 1, of the values: that at
// position p(n-1) in their order, counted from 0, on a straight line between its
// neighbours where it falls between two (method 7 of R. J. Hyndman and Y. Fan,
// "Sample Quantiles in Statistical Packages", 1996; numpy's default). It reports
// false where there is no value.
func (q *Quantiles) Interpolated(p float64) (float64, bool, error) {
	if q.count == 0 {
		return 0, false, nil
	}
	position := p * float64(q.count-1)
	at := int64(position)
	low, err := q.float(at)
	if err != nil || float64(at) == position {
		return low, true, err
	}
	high, err := q.float(at + 1)
	if err != nil {
		return 0, false, err
	}
	return lerp(low, high, position-math.Floor(position)), true, nil
}

// float is the value that has k values before it, rounded to a float.
func (q *Quantiles) float(k int64) (float64, error) {
	v, err := q.rank(k)
	if err != nil {
		return 0, err
	}
	return meanOf(v, v, q.lane, q.scale), nil
}

// lerp is the point between a and b, reckoned from the nearer one.
func lerp(a, b, share float64) float64 {
	if share < 0.5 {
		return a + (b-a)*share
	}
	return b - (b-a)*(1-share)
}
