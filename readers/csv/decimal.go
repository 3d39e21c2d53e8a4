package csv

import (
	"bytes"
	"math/big"

	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// maxDigits are the most that a decimal has.
const maxDigits = 76

// decimalOf reads an integer of at most maxDigits.
func decimalOf(digits []byte) (decimal256.Num, bool) {
	if len(bytes.TrimLeft(digits, "+-0")) > maxDigits {
		return decimal256.Num{}, false
	}
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
	signs, seen := 0, false
	for i, b := range cell {
		switch {
		case b-'0' <= 9:
			digits, seen = append(digits, b), true
			if point {
				fraction++
			}
		case (b == '-' || b == '+') && i == 0:
			digits, signs = append(digits, b), 1
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
	if !seen {
		return zero, false
	}
	if len(digits) == signs {
		digits = append(digits, '0')
	}
	for range scale - fraction {
		digits = append(digits, '0')
	}
	return decimalOf(digits)
}
