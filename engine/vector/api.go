package vector

import (
	"regexp"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// Text is s as str() shows it; null is "".
func (s Scalar) Text() string { return "" }

// AppendJSON appends s as a JSON value.
func (s Scalar) AppendJSON(dst []byte) []byte { return dst }

// String is s as a terminal report shows it.
func (s Scalar) String() string { return "" }

// FormatText is arr as an array of text.
func FormatText(arr arrow.Array, mem memory.Allocator) (arrow.Array, error) { return nil, nil }

// CompareScalars compares a and b exactly; ok is false where they have no order.
func CompareScalars(a, b Scalar) (cmp int, ok bool) { return 0, false }

// Set is a set of values in a column type's own domain. It is safe for concurrent use.
type Set struct{}

// NewSet converts values for columns of type t. The error is a *LiteralError.
func NewSet(t arrow.DataType, values []Literal, zone *time.Location) (*Set, error) {
	return &Set{}, nil
}

// Absent sets in out the rows whose value is not in the set.
func (s *Set) Absent(v *Vector, out Mask) {}

// Present sets in out the rows whose value is in the set.
func (s *Set) Present(v *Vector, out Mask) {}

// Contains reports whether x is in the set.
func (s *Set) Contains(x Scalar) bool { return false }

// Op is a comparison operator.
type Op uint8

// The operators.
const (
	Eq Op = iota
	Ne
	Lt
	Le
	Gt
	Ge
)

// Comparable says why columns of types a and b cannot be compared; nil if they can.
func Comparable(a, b arrow.DataType, zone *time.Location) error { return nil }

// Comparison compares two columns row by row. One goroutine uses it at a time.
type Comparison struct{}

// NewComparison prepares `a op b` for columns of the given types. The error is a *LiteralError.
func NewComparison(op Op, a, b arrow.DataType, zone *time.Location) (*Comparison, error) {
	return &Comparison{}, nil
}

// True sets in out the rows, of n, where a op b is true.
func (c *Comparison) True(a, b *Vector, n int, out Mask) {}

// LengthsOutside sets in out the rows whose length in code points is not within [min, max].
func LengthsOutside(v *Vector, min, max *int64, out Mask) {}

// NotMatching sets in out the rows in which re matches nowhere.
func NotMatching(re *regexp.Regexp, v *Vector, out Mask) {}
