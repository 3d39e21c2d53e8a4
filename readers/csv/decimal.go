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
