package csv

import (
	"errors"
	"math"
	"unsafe"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/decimal256"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// store is the memory of a column's values.
type store interface {
	// room makes place for n values.
	room(n int)
	// buffers are the values as Arrow has them.
	buffers() ([]*memory.Buffer, error)
}

// fixed holds values of one size.
type fixed[T any] struct{ values []T }

func (f *fixed[T]) room(n int) { f.values = grow(f.values, n) }

func (f *fixed[T]) buffers() ([]*memory.Buffer, error) {
	return []*memory.Buffer{buffer(f.values)}, nil
}

// flags holds booleans, eight in a byte.
type flags struct{ bytes []byte }

func (f *flags) room(n int) {
	f.bytes = grow(f.bytes, (n+7)/8)
	clear(f.bytes)
}

func (f *flags) set(row int) { f.bytes[row>>3] |= 1 << (row & 7) }

func (f *flags) buffers() ([]*memory.Buffer, error) { return []*memory.Buffer{buffer(f.bytes)}, nil }

// nothing is the store of the null type.
type nothing struct{}

func (nothing) room(int)                           {}
func (nothing) buffers() ([]*memory.Buffer, error) { return nil, nil }

// texts holds strings behind one another.
type texts struct {
	offsets []int32
	data    []byte // with surplus behind what is used
	used    int
}

func (t *texts) room(n int) {
	t.offsets = grow(t.offsets, n+1)
	t.offsets[0] = 0
	t.data = t.data[:cap(t.data)]
	t.used = 0
}

// maxText bounds the text of one batch's column, which 32-bit offsets address.
const maxText = math.MaxInt32

func (t *texts) buffers() ([]*memory.Buffer, error) {
	if t.used > maxText {
		return nil, errors.New("a batch holds more than 2 GiB of text in one column")
	}
	return []*memory.Buffer{buffer(t.offsets), buffer(t.data[:t.used])}, nil
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}

// buffer is the memory of values as Arrow holds it.
func buffer[T any](values []T) *memory.Buffer {
	size := len(values) * int(unsafe.Sizeof(*new(T)))
	return memory.NewBufferBytes(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(values))), size))
}

// typed is the parser and the store of the column's type, nil where CSV has no
// such type.
func (c *reader) typed() (func(r *rows, from, to int), store) {
	switch t := c.dt.(type) {
	case *arrow.NullType:
		return c.byCell(func(int, []byte) bool { return false }), nothing{}
	case *arrow.Int64Type:
		return c.ints()
	case *arrow.Uint64Type:
		return c.uints()
	case *arrow.Float64Type:
		return c.floats()
	case *arrow.BooleanType:
		return c.bools()
	case *arrow.Date32Type:
		return c.dates()
	case *arrow.TimestampType:
		return c.timestamps(t)
	case *arrow.Time64Type:
		return c.times(t)
	case *arrow.Decimal128Type:
		return c.decimals128(t)
	case *arrow.Decimal256Type:
		return c.decimals256(t)
	case *arrow.StringType:
		return c.strings()
	}
	return nil, nil
}

// byCell makes a parser of one for cells.
func (c *reader) byCell(parse func(row int, cell []byte) bool) func(r *rows, from, to int) {
	return func(r *rows, from, to int) { c.each(r, from, to, parse) }
}

func (c *reader) decimals128(t *arrow.Decimal128Type) (func(r *rows, from, to int), store) {
	s := &fixed[decimal128.Num]{}
	return c.byCell(func(row int, cell []byte) bool {
		n, ok := parseDecimal(c.opt.number(cell), t.Scale)
		if ok = ok && n.FitsInPrecision(t.Precision); ok {
			s.values[row] = decimal128.FromBigInt(n.BigInt())
		}
		return ok
	}), s
}

func (c *reader) decimals256(t *arrow.Decimal256Type) (func(r *rows, from, to int), store) {
	s := &fixed[decimal256.Num]{}
	return c.byCell(func(row int, cell []byte) bool {
		n, ok := parseDecimal(c.opt.number(cell), t.Scale)
		s.values[row] = n
		return ok && n.FitsInPrecision(t.Precision)
	}), s
}
