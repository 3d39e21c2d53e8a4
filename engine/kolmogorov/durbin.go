package kolmogorov

import "math"

// matrix is a square matrix times 2^exponent.
type matrix struct {
	size     int
	cells    []float64
	exponent int
}

// durbin is the probability of a distance below d among n values, by powers of a
// matrix: G. Marsaglia, W. W. Tsang and J. Wang, "Evaluating Kolmogorov's
// Distribution", Journal of Statistical Software 8 (2003).
func durbin(n int, d float64) float64 {
	t := float64(n) * d
	k := int(math.Ceil(t))
	power := transitions(k, float64(k)-t).power(n)
	p, exponent := power.cells[(k-1)*power.size+k-1], power.exponent
	for i := 1; i <= n; i++ {
		p *= float64(i) / float64(n)
		var shift int
		p, shift = math.Frexp(p)
		exponent += shift
	}
	return math.Ldexp(p, exponent)
}

// transitions is the paper's matrix H for the distance (k-h)/n.
func transitions(k int, h float64) matrix {
	m := matrix{size: 2*k - 1}
	m.cells = make([]float64, m.size*m.size)
	inverse := make([]float64, m.size+1) // 1/i!
	inverse[0] = 1
	for i := 1; i <= m.size; i++ {
		inverse[i] = inverse[i-1] / float64(i)
	}
	for row := range m.size {
		for col := range m.size {
			i := row - col + 1
			if i < 0 {
				continue
			}
			c := 1.0
			if col == 0 {
				c -= math.Pow(h, float64(i))
			}
			if row == m.size-1 {
				c -= math.Pow(h, float64(m.size-col))
			}
			if row == m.size-1 && col == 0 {
				c += math.Pow(max(2*h-1, 0), float64(m.size))
			}
			m.cells[row*m.size+col] = c * inverse[i]
		}
	}
	return m
}

// power is m multiplied n times.
func (m matrix) power(n int) matrix {
	result := matrix{size: m.size, cells: make([]float64, len(m.cells))}
	for i := range m.size {
		result.cells[i*m.size+i] = 1
	}
	for ; n > 0; n >>= 1 {
		if n&1 != 0 {
			result = result.times(m)
		}
		if n > 1 {
			m = m.times(m)
		}
	}
	return result
}

// times is the product, whose cells are brought close to 1.
func (m matrix) times(o matrix) matrix {
	product := matrix{size: m.size, cells: make([]float64, len(m.cells)), exponent: m.exponent + o.exponent}
	for row := range m.size {
		into := product.cells[row*m.size : (row+1)*m.size]
		for i := range m.size {
			c := m.cells[row*m.size+i]
			if c == 0 {
				continue
			}
			for col, x := range o.cells[i*m.size : (i+1)*m.size] {
				into[col] += c * x
			}
		}
	}
	const large = 1 << 60
	if middle := product.cells[len(product.cells)/2]; middle > large {
		_, shift := math.Frexp(middle)
		for i := range product.cells {
			product.cells[i] = math.Ldexp(product.cells[i], -shift)
		}
		product.exponent += shift
	}
	return product
}
