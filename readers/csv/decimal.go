package csv

import (
	"math/big"

	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// decimalOf reads an integer of at most 76 digits.
func decimalOf(digits []byte) (decimal256.Num, bool) {
	n, ok := new(big.Int).SetString(string(digits), 10)
	if !ok || n.BitLen() > 255 {
		return decimal256.Num{}, false
	}
	return decimal256.FromBigInt(n), true
}

// parseDecimal reads a decimal number exactly, at a scale.
func parseDecimal(cell []byte, scale int32) (decimal256.Num, bool) {
	var zero decimal256.Num
	digits := make([]byte, 0, len(cell)+int(max(scale, 0)))
	fraction, point := int32(0), false
	for i, b := range cell {
		switch {
		case b-'0' <= 9:
			digits = append(digits, b)
			if point {
				fraction++
			}
		case (b == '-' || b == '+') && i == 0:
			digits = append(digits, b)
		case b == '.' && !point:
			point = true
		default:
			return zero, false
		}
	}
	for fraction > scale {
		if digits[len(digits)-1] != '0' {
			return zero, false
		}
		digits = digits[:len(digits)-1]
		fraction--
	}
	for range scale - fraction {
		digits = append(digits, '0')
	}
	return decimalOf(digits)
}
