// Package sample is what the changes of package mutation are tried on.
package sample

// Limit is a constant, which is changed where it is declared.
const Limit = 3 * 4

type share float64

type verdict bool

// Clamp is n, or the limit above it.
func Clamp(n int) int {
	if n > Limit {
		return Limit
	}
	return n
}

// Join cannot be a difference of texts.
func Join(a, b string) string { return a + b }

// Count is n, if that is positive.
func Count(n int) (c int) {
	for i := 0; i < n; i++ {
		c++
	}
	return c
}

// Half has constants of another type than their default one.
func Half(s share) share { return (s + 1 - 2/2) / 2 * -1 }

// Within has a type of its own for what a comparison is.
func Within[T int8 | share](low, x, high T) verdict { return low <= x && x != high }

// Odd is called by nobody.
func Odd(n uint8) bool { return n%2 == 1 }
