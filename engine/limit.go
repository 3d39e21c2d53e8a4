package engine

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// ParseLimit reads a limit of rows as people write it: 1%, 0.01, 100.
func ParseLimit(text string) (*Limit, error) {
	digits, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	n, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	switch {
	case err != nil || n < 0 || math.IsNaN(n):
	case percent && n <= 100:
		return &Limit{Share: true, Value: n / 100}, nil
	case !percent && n > 0 && n < 1:
		return &Limit{Share: true, Value: n}, nil
	case !percent && n == math.Trunc(n) && n < 1<<53:
		return &Limit{Value: n}, nil
	}
	return nil, errors.New("it is a share such as 1% or 0.01, or a whole number of rows")
}
