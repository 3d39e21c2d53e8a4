package vector

import (
	"math"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// AsFloats gives the numbers of a plain vector as 64-bit floats: its own, or
// those nearest to its values, in dst. Of rows without a value nothing is
// promised.
func AsFloats(dst []float64, v *Vector) []float64 {
	if v.Lane == Float {
		return v.Floats[:v.Len]
	}
	dst = grow(dst, v.Len)
	for row := range dst {
		dst[row] = v.FloatAt(row)
	}
	return dst
}

// FloatAt is the number of a row as the float64 next to it.
func (v *Vector) FloatAt(row int) float64 {
	switch v.Lane {
	case Int:
		return float64(v.Ints[row])
	case Uint:
		return float64(v.Uints[row])
	case Decimal:
		return decimalFloat(v.Decimals[row], scaleOf(v.Type))
	case Float:
		return v.Floats[row]
	}
	return 0
}

// exactFloat is how far float64 holds every integer, and exactPower how far it
// holds powers of ten.
const (
	exactFloat = 1 << 53
	exactPower = 22
)

// decimalFloat is the float64 next to a decimal, which Arrow's own conversion
// does not always find.
func decimalFloat(unscaled decimal256.Num, scale int) float64 {
	w := wordsOfNum(unscaled)
	if n := int64(w.w0); w.fitsInt64() && -exactFloat <= n && n <= exactFloat && 0 <= scale && scale <= exactPower {
		return float64(n) / math.Pow10(scale)
	}
	text := strconv.AppendInt(append(unscaled.BigInt().Append(nil, 10), 'e'), -int64(scale), 10)
	f, _ := strconv.ParseFloat(string(text), 64) // no decimal is beyond its range
	return f
}
