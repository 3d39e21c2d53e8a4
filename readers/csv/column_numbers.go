package csv

import "bytes"

// ints parses int64. Cells of up to sixteen digits are read where they stand; all
// others, and what is no number, take the long way.
func (c *reader) ints() (func(r *rows, from, to int), store) {
	s := &fixed[int64]{}
	long := func(row int, cell []byte) bool {
		n, ok := parseInt(cell)
		if !ok && (c.opt.Thousands != 0 || c.opt.ReadAs == AsPandas) {
			n, ok = parseInt(c.opt.number(cell))
		}
		s.values[row] = n
		return ok
	}
	if !c.plain {
		return c.byCell(long), s
	}
	return func(r *rows, from, to int) {
		text, places, last := r.column(c.field, from)
		values, stride := s.values[from:to], r.stride
		for i := range values {
			start, end := cellAt(text, places, i*stride, last)
			n, ok := shortInt(text, start, end)
			if !ok && c.quoted(text, start, end) {
				n, ok = shortInt(text, start+1, end-1)
			}
			values[i] = n
			if !ok {
				c.one(r, from+i, long)
			}
		}
	}, s
}

// floats parses float64, in the same two ways.
func (c *reader) floats() (func(r *rows, from, to int), store) {
	s := &fixed[float64]{}
	long := func(row int, cell []byte) bool {
		f, ok := parseFloat(c.opt.number(cell))
		s.values[row] = f
		return ok
	}
	if !c.plain {
		return c.byCell(long), s
	}
	return func(r *rows, from, to int) {
		text, places, last := r.column(c.field, from)
		values, stride := s.values[from:to], r.stride
		for i := range values {
			start, end := cellAt(text, places, i*stride, last)
			f, ok := shortFloat(text, start, end)
			if !ok && c.quoted(text, start, end) {
				f, ok = shortFloat(text, start+1, end-1)
			}
			values[i] = f
			if !ok {
				c.one(r, from+i, long)
			}
		}
	}, s
}

func (c *reader) uints() (func(r *rows, from, to int), store) {
	s := &fixed[uint64]{}
	return c.byCell(func(row int, cell []byte) bool {
		n, ok := parseUint(c.opt.number(cell))
		s.values[row] = n
		return ok
	}), s
}

func (c *reader) bools() (func(r *rows, from, to int), store) {
	s := &flags{}
	return c.byCell(func(row int, cell []byte) bool {
		if isAny(c.opt.TrueValues, cell) {
			s.set(row)
			return true
		}
		return isAny(c.opt.FalseValues, cell)
	}), s
}

// number undoes the options decimal and thousands; pandas lets numbers have space
// around them.
func (o *Options) number(cell []byte) []byte {
	if o.ReadAs == AsPandas {
		cell = bytes.TrimSpace(cell)
	}
	if o.Decimal == '.' && o.Thousands == 0 {
		return cell
	}
	plain := make([]byte, 0, len(cell))
	for _, b := range cell {
		switch b {
		case o.Thousands:
			if b == 0 {
				plain = append(plain, b)
			}
		case o.Decimal:
			plain = append(plain, '.')
		case '.':
			return []byte("not a number") // a point where the decimal sign is another
		default:
			plain = append(plain, b)
		}
	}
	return plain
}
