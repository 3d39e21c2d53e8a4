package fold

import (
	"math"
	"math/big"

	"github.com/apache/arrow-go/v18/arrow/decimal256"

	"assay/engine/vector"
)

// Interpolation says what a quantile is that lies between two values.
type Interpolation string

// The interpolations, as numpy names them.
const (
	Nearest  Interpolation = "nearest" // the nearer value; halfway, the one of even rank
	Lower    Interpolation = "lower"
	Higher   Interpolation = "higher"
	Midpoint Interpolation = "midpoint" // the mean of both
	Linear   Interpolation = "linear"   // in proportion
)

// Rank is the value that has k values before it in order. The quantiles must be
// finished.
func (q *Quantiles) Rank(k int64) (vector.Scalar, error) {
	v, err := q.rank(k)
	return q.scalar(v), err
}

func (q *Quantiles) scalar(v value) vector.Scalar {
	s := vector.Scalar{Type: q.typ, Lane: q.lane}
	switch {
	case v.wide != nil:
		s.D = *v.wide
	case q.lane == vector.Float:
		s.F = vector.WordFloat(v.word, vector.Float)
	case q.lane == vector.Uint:
		s.U = v.word
	case q.lane == vector.Int:
		s.I = int64(v.word ^ 1<<63)
	case q.lane == vector.Decimal:
		s.D = decimal256.FromI64(int64(v.word ^ 1<<63))
	}
	return s
}

// Quantile is the value below which the share p of the values lies: that of the
// rank p·(n-1), counted from 0. Between two ranks it is what how says. It is
// null where there is no value.
func (q *Quantiles) Quantile(p float64, how Interpolation) (vector.Scalar, error) {
	if q.count == 0 {
		return vector.Scalar{}, nil
	}
	at := p * float64(q.count-1)
	low, high := int64(math.Floor(at)), int64(math.Ceil(at))
	switch how {
	case Nearest:
		low = int64(math.RoundToEven(at))
		high = low
	case Lower:
		high = low
	case Higher:
		low = high
	}
	if low == high && how != Midpoint && how != Linear {
		return q.Rank(low)
	}
	return q.between(low, high, at-math.Floor(at), how)
}

// between is the float between the values of two ranks.
func (q *Quantiles) between(low, high int64, share float64, how Interpolation) (vector.Scalar, error) {
	a, err := q.rank(low)
	if err != nil {
		return vector.Scalar{}, err
	}
	b, err := q.rank(high)
	if err != nil {
		return vector.Scalar{}, err
	}
	if how == Midpoint || low == high {
		return vector.FloatScalar(meanOf(a, b, q.lane, q.scale)), nil
	}
	x, y := meanOf(a, a, q.lane, q.scale), meanOf(b, b, q.lane, q.scale)
	if math.IsInf(x, 0) || math.IsInf(y, 0) {
		return vector.FloatScalar(x + (y-x)*share), nil
	}
	return vector.FloatScalar(interpolate(x, y, share)), nil
}

// interpolate is x + (y-x)·share, rounded once.
func interpolate(x, y, share float64) float64 {
	a, b, s := new(big.Rat).SetFloat64(x), new(big.Rat).SetFloat64(y), new(big.Rat).SetFloat64(share)
	f, _ := a.Add(a, s.Mul(s, b.Sub(b, a))).Float64()
	return f
}
