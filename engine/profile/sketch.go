package profile

import (
	"math"
	"math/bits"
)

// A sketch has 2^14 registers, and so a relative standard error of
// 1.04/√2^14.
const (
	sketchBits  = 14
	registers   = 1 << sketchBits
	rankLimit   = 64 - sketchBits
	sketchError = 0.0081
)

// sketch estimates the number of different hashes: a HyperLogLog whose estimate
// is that of O. Ertl, "New cardinality estimation algorithms for HyperLogLog
// sketches" (2017), https://arxiv.org/abs/1702.01284, algorithm 6, which needs
// no correction for small or large numbers.
type sketch struct{ ranks [registers]uint8 }

func (s *sketch) add(hash uint64) {
	register := hash >> (64 - sketchBits)
	rank := uint8(min(bits.LeadingZeros64(hash<<sketchBits), rankLimit) + 1)
	s.ranks[register] = max(s.ranks[register], rank)
}

func (s *sketch) merge(o *sketch) {
	for i, r := range o.ranks {
		s.ranks[i] = max(s.ranks[i], r)
	}
}

func (s *sketch) estimate() int64 {
	var counts [rankLimit + 2]float64
	for _, r := range s.ranks {
		counts[r]++
	}
	z := registers * tau(1-counts[rankLimit+1]/registers)
	for k := rankLimit; k >= 1; k-- {
		z = 0.5 * (z + counts[k])
	}
	z += registers * sigma(counts[0]/registers)
	return int64(math.Round(registers / (2 * math.Ln2) * registers / z))
}

func sigma(x float64) float64 {
	if x == 1 {
		return math.Inf(1)
	}
	y, z := 1.0, x
	for {
		x *= x
		before := z
		z += x * y
		y += y
		if z == before {
			return z
		}
	}
}

func tau(x float64) float64 {
	if x == 0 || x == 1 {
		return 0
	}
	y, z := 1.0, 1-x
	for {
		x = math.Sqrt(x)
		before := z
		y /= 2
		z -= (1 - x) * (1 - x) * y
		if z == before {
			return z / 3
		}
	}
}
