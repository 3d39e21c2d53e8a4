package kolmogorov

import "math"

// pelzGood is about the probability of a distance below d among n values: the
// limit distribution with three terms of correction, K0 + K1/√n + K2/n + K3/n^1.5
// (W. Pelz and I. J. Good, 1976), in the form that Simard and L'Ecuyer give.
func pelzGood(n int, d float64) float64 {
	z := math.Sqrt(float64(n)) * d
	z2 := z * z
	z4, z6, z8 := z2*z2, z2*z2*z2, z2*z2*z2*z2
	var k0, k1, k2, k3, k2whole, k3whole float64
	// The sums go over all integers; both signs of k give the same term.
	for k := 0.0; k < terms(z); k++ {
		half := math.Pi * math.Pi * (k + 0.5) * (k + 0.5)
		weight := 2 * math.Exp(-half/(2*z2))
		k0 += weight
		k1 += (half - z2) * weight
		k2 += (6*z6 + 2*z4 + (2*z4-5*z2)*half + (1-2*z2)*half*half) * weight
		k3 += (half*half*half*(5-30*z2) + half*half*(212*z4-60*z2) + half*(135*z4-96*z6) - 30*z6 - 90*z8) * weight
		whole := math.Pi * math.Pi * k * k
		weight = 2 * math.Exp(-whole/(2*z2))
		k2whole += whole * weight
		k3whole += (3*whole*z2 - whole*whole) * weight
	}
	root := math.Sqrt(math.Pi / 2)
	size := float64(n)
	return root * (k0/z +
		k1/(6*z4)/math.Sqrt(size) +
		(k2/(72*z4*z2*z)-k2whole/(36*z2*z))/size +
		(k3/(6480*z8*z2)+k3whole/(216*z6))/(size*math.Sqrt(size)))
}

// terms is after how many terms the sums of a given z stay as they are.
func terms(z float64) float64 { return math.Ceil(16*z/math.Pi) + 2 }
