// Package kolmogorov holds the distribution of the two-sided statistic of
// Kolmogorov and Smirnov: how probable it is that the empirical distribution of
// n values strays from the true one by d or more.
//
// Which of several methods is used where, so that together they are accurate, is
// from R. Simard and P. L'Ecuyer, "Computing the Two-Sided Kolmogorov-Smirnov
// Distribution", Journal of Statistical Software 39 (2011).
package kolmogorov

import "math"

// exactUpTo is the number of values up to which PValue does without the limit
// distribution, as SciPy's kstest does.
const exactUpTo = 10_000

// PValue is the probability of a distance of d or more among n values that come
// from the distribution they are compared with.
func PValue(n int64, d float64) float64 {
	if n > exactUpTo {
		return Limit(math.Sqrt(float64(n)) * d)
	}
	return Survival(int(n), d)
}

// Survival is the probability of a distance of d or more among n values.
func Survival(n int, d float64) float64 {
	t := float64(n) * d
	square := t * d
	switch {
	case d >= 1:
		return 0
	case t <= 0.5:
		return 1
	case t <= 1:
		return clip(1 - shortest(n, t))
	case t >= float64(n)-1:
		return clip(2 * math.Pow(1-d, float64(n)))
	case d >= 0.5, n <= 140 && square > 4, n > 140 && square >= 2.2:
		return clip(2 * oneSided(n, d))
	case n <= 140 || float64(n)*math.Pow(d, 1.5) <= 1.4:
		return clip(1 - durbin(n, d))
	}
	return clip(1 - pelzGood(n, d))
}

func clip(p float64) float64 { return min(max(p, 0), 1) }

// shortest is the probability of a distance of at most t/n where t is at most
// one: n!·((2t-1)/n)^n (Ruben and Gambino, 1982).
func shortest(n int, t float64) float64 {
	p := 1.0
	for i := 1; i <= n; i++ {
		p *= float64(i) / float64(n) * (2*t - 1)
	}
	return p
}

// oneSided is the probability that the empirical distribution lies above the
// true one by d or more somewhere (Smirnov, 1944):
// d·Σ C(n,j)·(d+j/n)^(j-1)·(1-d-j/n)^(n-j), over j up to n·(1-d).
func oneSided(n int, d float64) float64 {
	size := float64(n)
	all, _ := math.Lgamma(size + 1)
	sum := 0.0
	for j := 0; j <= int(math.Floor(size*(1-d))); j++ {
		rest := 1 - d - float64(j)/size
		if rest <= 0 {
			break
		}
		chosen, _ := math.Lgamma(float64(j) + 1)
		left, _ := math.Lgamma(size - float64(j) + 1)
		sum += math.Exp(all - chosen - left +
			float64(j-1)*math.Log(d+float64(j)/size) +
			float64(n-j)*math.Log(rest))
	}
	return d * sum
}

// Limit is the probability of a distance of x/√n or more as n goes to infinity
// (Kolmogorov, 1933).
func Limit(x float64) float64 {
	const switchAt = 0.82 // where both series converge quickly
	if x <= 0 {
		return 1
	}
	sum := 0.0
	if x < switchAt {
		for k := 1.0; k < 20; k++ {
			odd := (2*k - 1) * math.Pi / x
			sum += math.Exp(-odd * odd / 8)
		}
		return clip(1 - math.Sqrt(2*math.Pi)/x*sum)
	}
	sign := 1.0
	for k := 1.0; k < 20; k++ {
		sum += sign * math.Exp(-2*k*k*x*x)
		sign = -sign
	}
	return clip(2 * sum)
}
