package fold

import (
	"fmt"
	"math"

	"assay/engine/exact"
	"assay/engine/vector"
)

// numberAt is the number in a row, the unscaled one of a decimal; it reports
// false where that is infinite.
func numberAt(v *vector.Vector, row int) (n exact.Number, finite bool, err error) {
	switch v.Lane {
	case vector.Int:
		return exact.FromInt(v.Ints[row]), true, nil
	case vector.Uint:
		return exact.FromUint(v.Uints[row]), true, nil
	case vector.Float:
		f := v.Floats[row]
		if math.IsInf(f, 0) {
			return n, false, nil
		}
		return exact.FromFloat(f), true, nil
	case vector.Decimal:
		return exact.FromBig(v.Decimals[row].BigInt()), true, nil
	}
	return n, false, fmt.Errorf("numbers of %s", v.Type)
}
