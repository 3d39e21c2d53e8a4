package parquet

import (
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// stored is a run of values as they are stored.
type stored struct {
	data    []byte
	width   int     // bytes of each value; 0 where offsets say
	offsets []int32 // of n+1 positions in data
}

func (s stored) at(i int) []byte {
	if s.width > 0 {
		return s.data[i*s.width : (i+1)*s.width]
	}
	return s.data[s.offsets[i]:s.offsets[i+1]]
}

// converter writes n values to dst. One that does not fit the column's type is
// added to bad under its number.
type converter func(dst []byte, src stored, n int, bad *badCells)

// badCells lists cells that do not fit the column's type, in order.
type badCells struct {
	at   []int
	text []string
}

func (b *badCells) add(i int, text string) {
	b.at = append(b.at, i)
	b.text = append(b.text, text)
}

func (b *badCells) reset() { b.at, b.text = b.at[:0], b.text[:0] }

// spread moves the cells from the given one on, numbered among the values that
// are there, to the rows of [at, at+n) where valid has those values.
func (b *badCells) spread(from, at, n int, valid words) {
	cells := b.at[from:]
	value := at
	for row := at; row < at+n && len(cells) > 0; row++ {
		if !valid.get(row) {
			continue
		}
		if cells[0] == value {
			cells[0] = row
			cells = cells[1:]
		}
		value++
	}
}

// narrow makes small integers of the 32-bit ones that hold them.
func narrow[T int8 | int16 | uint8 | uint16](dst []byte, src stored, n int, bad *badCells) {
	to, from := valuesOf[T](dst), valuesOf[int32](src.data)[:n]
	for i, v := range from {
		to[i] = T(v)
		if int32(T(v)) != v {
			bad.add(i, fmt.Sprint(v))
		}
	}
}

// timeOfDay checks that times lie within a day. The end of a day is a time in
// some databases, and passes.
func timeOfDay[T int32 | int64](unit arrow.TimeUnit) converter {
	day := T(24 * time.Hour / unit.Multiplier())
	return func(dst []byte, src stored, n int, bad *badCells) {
		to, from := valuesOf[T](dst), valuesOf[T](src.data)[:n]
		for i, v := range from {
			to[i] = v
			if v < 0 || v > day {
				bad.add(i, fmt.Sprint(v))
			}
		}
	}
}

// uuidText writes UUIDs in their canonical form.
func uuidText(dst []byte, src stored, n int, _ *badCells) {
	for i := range n {
		v, to := src.at(i), dst[i*36:(i+1)*36]
		hex.Encode(to[0:8], v[0:4])
		to[8] = '-'
		hex.Encode(to[9:13], v[4:6])
		to[13] = '-'
		hex.Encode(to[14:18], v[6:8])
		to[18] = '-'
		hex.Encode(to[19:23], v[8:10])
		to[23] = '-'
		hex.Encode(to[24:36], v[10:16])
	}
}

// decimalText writes an unscaled number with its decimal point.
func decimalText(unscaled *big.Int, scale int) string {
	digits := new(big.Int).Abs(unscaled).String()
	if missing := scale + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	if scale > 0 {
		digits = digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
	}
	if unscaled.Sign() < 0 {
		return "-" + digits
	}
	return digits
}
