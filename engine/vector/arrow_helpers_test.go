package vector

import (
	"math"
	"sort"

	arrowdecimal "github.com/apache/arrow-go/v18/arrow/decimal"
	"github.com/apache/arrow-go/v18/arrow/decimal256"
	"github.com/apache/arrow-go/v18/arrow/float16"
)

// halfOf is a value that halfToFloat gave, as bits.
func halfOf(f float64) float16.Num {
	// Positive ones are in the order of their bits.
	bits := sort.Search(0x7C00, func(bits int) bool { return halfToFloat(uint16(bits)) >= math.Abs(f) })
	if f != f {
		bits = 0x7E00
	}
	if math.Signbit(f) {
		bits |= 0x8000
	}
	return float16.FromBits(uint16(bits))
}

func decimal32Of(n decimal256.Num) arrowdecimal.Decimal32 {
	return arrowdecimal.Decimal32(n.BigInt().Int64())
}

func decimal64Of(n decimal256.Num) arrowdecimal.Decimal64 {
	return arrowdecimal.Decimal64(n.BigInt().Int64())
}
