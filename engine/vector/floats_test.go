package vector

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/decimal256"
)

// TestDecimalFloat holds floats of decimals of every width and scale against
// exact quotients.
func TestDecimalFloat(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		n := new(big.Int)
		for range 1 + rng.IntN(4) {
			n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(rng.Uint64()))
		}
		if n.Rsh(n, 2+uint(rng.IntN(n.BitLen()+1))); rng.IntN(2) == 0 {
			n.Neg(n)
		}
		scale := rng.IntN(90) - 10
		exact := new(big.Rat).SetInt(n)
		if scale < 0 {
			exact.Mul(exact, new(big.Rat).SetInt(pow10(-scale)))
		} else {
			exact.Quo(exact, new(big.Rat).SetInt(pow10(scale)))
		}
		want, _ := exact.Float64()
		if got := decimalFloat(decimal256.FromBigInt(n), scale); got != want {
			t.Fatalf("%v with %d digits behind the point is %v, want %v", n, scale, got, want)
		}
	}
}
