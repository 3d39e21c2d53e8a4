package csv

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"
	"unsafe"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/decimal256"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"assay/engine"
	"assay/engine/vector"
)

// reader parses one column of one worker's splits. Its memory is used again
// for every batch.
type reader struct {
	opt     *Options
	dialect dialect
	dt      arrow.DataType
	field   int // in the record

	valid   []uint64 // a word ahead of the bitmap that Arrow sees
	bitmap  []byte
	invalid vector.Mask
	texts   map[int]string // of invalid cells
	nulls   int
	scratch []byte

	words   []int64 // values of eight bytes
	days    []int32
	bits    []byte
	wide128 []decimal128.Num
	wide256 []decimal256.Num
	offsets []int32
	data    []byte
}

// newReader returns a reader of field number field, as type dt.
func newReader(opt *Options, field int, dt arrow.DataType) *reader {
	return &reader{opt: opt, dialect: opt.dialect(), dt: dt, field: field}
}

// read parses the column of r's records. What it returns lives until the next
// call.
func (c *reader) read(r *rows) (engine.Column, error) {
	c.begin(r.n)
	var buffers []*memory.Buffer
	switch t := c.dt.(type) {
	case *arrow.NullType:
		c.each(r, func(row int, cell []byte) bool { return false })
		return c.column(array.NewNull(r.n)), nil
	case *arrow.Int64Type:
		c.words = grow(c.words, r.n)
		c.ints(r)
		buffers = []*memory.Buffer{buffer(c.words)}
	case *arrow.Float64Type:
		c.words = grow(c.words, r.n)
		c.floats(r, unsafe.Slice((*float64)(unsafe.Pointer(unsafe.SliceData(c.words))), r.n))
		buffers = []*memory.Buffer{buffer(c.words)}
	case *arrow.Uint64Type:
		c.words = grow(c.words, r.n)
		c.each(r, func(row int, cell []byte) bool {
			n, ok := parseUint(c.number(cell))
			c.words[row] = int64(n)
			return ok
		})
		buffers = []*memory.Buffer{buffer(c.words)}
	case *arrow.BooleanType:
		c.bits = grow(c.bits, (r.n+7)/8)
		clear(c.bits)
		c.each(r, c.bool)
		buffers = []*memory.Buffer{buffer(c.bits)}
	case *arrow.Date32Type:
		c.days = grow(c.days, r.n)
		c.each(r, c.date)
		buffers = []*memory.Buffer{buffer(c.days)}
	case *arrow.TimestampType:
		c.words = grow(c.words, r.n)
		c.timestamps(r, t)
		buffers = []*memory.Buffer{buffer(c.words)}
	case *arrow.Time64Type:
		c.words = grow(c.words, r.n)
		unit := int64(t.Unit.Multiplier())
		c.each(r, func(row int, cell []byte) bool {
			seconds, nanos, rest, ok := parseClock(cell)
			c.words[row] = seconds*(1e9/unit) + nanos/unit
			return ok && len(rest) == 0 && nanos%unit == 0
		})
		buffers = []*memory.Buffer{buffer(c.words)}
	case *arrow.Decimal128Type:
		c.wide128 = grow(c.wide128, r.n)
		c.each(r, func(row int, cell []byte) bool {
			n, ok := parseDecimal(c.number(cell), t.Scale)
			if ok = ok && n.FitsInPrecision(t.Precision); ok {
				c.wide128[row] = decimal128.FromBigInt(n.BigInt())
			}
			return ok
		})
		buffers = []*memory.Buffer{buffer(c.wide128)}
	case *arrow.Decimal256Type:
		c.wide256 = grow(c.wide256, r.n)
		c.each(r, func(row int, cell []byte) bool {
			n, ok := parseDecimal(c.number(cell), t.Scale)
			c.wide256[row] = n
			return ok && n.FitsInPrecision(t.Precision)
		})
		buffers = []*memory.Buffer{buffer(c.wide256)}
	case *arrow.StringType:
		if err := c.strings(r); err != nil {
			return engine.Column{}, err
		}
		buffers = []*memory.Buffer{buffer(c.offsets), buffer(c.data)}
	default:
		return engine.Column{}, fmt.Errorf("a CSV column cannot be %s", c.dt)
	}
	return c.array(r.n, buffers), nil
}

func (c *reader) begin(n int) {
	c.nulls = 0
	c.valid = grow(c.valid, vector.MaskWords(n))
	clear(c.valid)
	c.invalid, c.texts = nil, nil
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

// array wraps what was parsed.
func (c *reader) array(n int, values []*memory.Buffer) engine.Column {
	var bitmap *memory.Buffer
	if c.nulls > 0 {
		c.bitmap = c.bitmap[:0]
		for _, w := range c.valid {
			c.bitmap = binary.LittleEndian.AppendUint64(c.bitmap, w)
		}
		bitmap = memory.NewBufferBytes(c.bitmap)
	}
	data := array.NewData(c.dt, n, append([]*memory.Buffer{bitmap}, values...), nil, c.nulls, 0)
	defer data.Release()
	return c.column(array.MakeFromData(data))
}

func (c *reader) column(arr arrow.Array) engine.Column {
	texts := c.texts
	return engine.Column{Array: arr, Invalid: c.invalid, InvalidText: func(row int) string { return texts[row] }}
}

// ok marks a row as having a value.
func (c *reader) ok(row int) { c.valid[row>>6] |= 1 << (uint(row) & 63) }

// reject remembers a cell that does not fit.
func (c *reader) reject(r *rows, row int, cell []byte) {
	c.nulls++
	if c.invalid == nil {
		c.invalid = vector.NewMask(r.n)
		c.texts = make(map[int]string)
	}
	c.invalid.Set(row)
	c.texts[row] = string(cell)
}

// each gives every cell that is not null to parse, which reports whether it
// fits.
func (c *reader) each(r *rows, parse func(row int, cell []byte) bool) {
	for row := range r.n {
		cell, null := c.cell(r, row)
		switch {
		case null:
			c.nulls++
		case parse(row, cell):
			c.ok(row)
		default:
			c.reject(r, row, cell)
		}
	}
}

// cell is the text of a row's cell.
func (c *reader) cell(r *rows, row int) (cell []byte, null bool) {
	from, to := r.bounds(row, c.field)
	if to < from {
		return nil, true
	}
	cell = r.chunk.buf[from:to]
	if len(cell) > 0 && (cell[0] == c.dialect.quote || c.dialect.trim) {
		cell, c.scratch = c.dialect.cell(cell, c.scratch)
	}
	return cell, c.isNull(cell)
}

func (c *reader) isNull(cell []byte) bool {
	for _, null := range c.opt.NullValues {
		if len(null) == len(cell) && null == string(cell) {
			return true
		}
	}
	return false
}

// number undoes the options decimal and thousands.
func (c *reader) number(cell []byte) []byte {
	if c.opt.Decimal == '.' && c.opt.Thousands == 0 {
		return cell
	}
	plain := make([]byte, 0, len(cell))
	for _, b := range cell {
		switch b {
		case c.opt.Thousands:
			if b == 0 {
				plain = append(plain, b)
			}
		case c.opt.Decimal:
			plain = append(plain, '.')
		case '.':
			return []byte("not a number") // a point where the decimal sign is another
		default:
			plain = append(plain, b)
		}
	}
	return plain
}

func (c *reader) ints(r *rows) {
	for row := range r.n {
		cell, null := c.cell(r, row)
		if null {
			c.nulls++
			c.words[row] = 0
			continue
		}
		n, ok := parseInt(cell)
		if !ok && c.opt.Thousands != 0 {
			n, ok = parseInt(c.number(cell))
		}
		c.words[row] = n
		if !ok {
			c.reject(r, row, cell)
			continue
		}
		c.ok(row)
	}
}

func (c *reader) floats(r *rows, out []float64) {
	plain := c.opt.Decimal == '.' && c.opt.Thousands == 0
	for row := range r.n {
		cell, null := c.cell(r, row)
		if null {
			c.nulls++
			out[row] = 0
			continue
		}
		text := cell
		if !plain {
			text = c.number(cell)
		}
		f, ok := parseFloat(text)
		out[row] = f
		if !ok {
			c.reject(r, row, cell)
			continue
		}
		c.ok(row)
	}
}

func (c *reader) bool(row int, cell []byte) bool {
	for _, t := range c.opt.TrueValues {
		if t == string(cell) {
			c.bits[row>>3] |= 1 << (row & 7)
			return true
		}
	}
	for _, f := range c.opt.FalseValues {
		if f == string(cell) {
			return true
		}
	}
	return false
}

func (c *reader) date(row int, cell []byte) bool {
	days, ok := parseDate(cell)
	if !ok {
		for _, layout := range c.opt.DateFormats {
			if t, err := time.Parse(layout, string(cell)); err == nil {
				days, ok = int32(arrow.Date32FromTime(t)), true
				break
			}
		}
	}
	c.days[row] = days
	return ok
}

func (c *reader) timestamps(r *rows, t *arrow.TimestampType) {
	unit := int64(t.Unit.Multiplier())
	zoned := t.TimeZone != ""
	for row := range r.n {
		cell, null := c.cell(r, row)
		if null {
			c.nulls++
			c.words[row] = 0
			continue
		}
		s, ok := c.stamp(cell)
		if ok && zoned && !s.zoned {
			if ok = c.opt.Zone != nil; ok {
				s = s.at(c.opt.Zone)
			}
		}
		if ok = ok && zoned == s.zoned; ok {
			c.words[row], ok = s.in(unit)
		}
		if !ok {
			c.words[row] = 0
			c.reject(r, row, cell)
			continue
		}
		c.ok(row)
	}
}

// stamp reads a timestamp, a date as its midnight, or one of the formats given.
func (c *reader) stamp(cell []byte) (stamp, bool) {
	return readStamp(cell, c.opt.DateFormats)
}

func readStamp(cell []byte, formats []string) (stamp, bool) {
	if s, ok := parseStamp(cell); ok {
		return s, true
	}
	if days, ok := parseDate(cell); ok {
		return stamp{seconds: int64(days) * 86400}, true
	}
	for _, layout := range formats {
		if t, err := time.Parse(layout, string(cell)); err == nil {
			_, offset := t.Zone()
			s := stamp{seconds: t.Unix() + int64(offset), nanos: int64(t.Nanosecond())}
			if bytes.Contains([]byte(layout), []byte("07")) || bytes.Contains([]byte(layout), []byte("MST")) {
				s.zoned, s.offset = true, int64(offset)
			}
			return s, true
		}
	}
	return stamp{}, false
}

// maxText bounds the text of one batch's column, which 32-bit offsets address.
const maxText = 1 << 31

func (c *reader) strings(r *rows) error {
	c.offsets = grow(c.offsets, r.n+1)
	c.data = c.data[:0]
	c.offsets[0] = 0
	for row := range r.n {
		cell, null := c.cell(r, row)
		if null {
			c.nulls++
		} else {
			c.ok(row)
			c.data = append(c.data, cell...)
		}
		c.offsets[row+1] = int32(len(c.data))
	}
	if len(c.data) >= maxText {
		return fmt.Errorf("%d records hold more than 2 GiB of text in one column", r.n)
	}
	return nil
}

// parseDecimal reads a decimal number exactly, at a scale.
func parseDecimal(cell []byte, scale int32) (decimal256.Num, bool) {
	var zero decimal256.Num
	digits := make([]byte, 0, len(cell)+int(max(scale, 0)))
	fraction, point := int32(0), false
	for i, b := range cell {
		switch {
		case b-'0' <= 9:
			digits = append(digits, b)
			if point {
				fraction++
			}
		case (b == '-' || b == '+') && i == 0:
			digits = append(digits, b)
		case b == '.' && !point:
			point = true
		default:
			return zero, false
		}
	}
	for fraction > scale {
		if digits[len(digits)-1] != '0' {
			return zero, false
		}
		digits = digits[:len(digits)-1]
		fraction--
	}
	for range scale - fraction {
		digits = append(digits, '0')
	}
	return decimalOf(digits)
}
