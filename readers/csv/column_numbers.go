package csv

import "math"

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

// ints parses a column of int64. Cells of up to sixteen digits are read where
// they stand; all others, and what is no number, take the long way.
func (c *reader) ints(r *rows) {
	if !c.plain {
		c.each(r, c.int)
		return
	}
	text, places := r.chunk.buf, r.places[c.field:]
	lastField := c.field == r.fields-1
	at := 0
	for row := range c.words {
		from, to := int(places[at]+1), int(places[at+1])
		at += r.stride
		if lastField {
			to = trimReturn(text, from, to)
		}
		n, ok := shortInt(text, from, to)
		c.words[row] = n
		if !ok {
			c.one(r, row, c.int)
		}
	}
}

func (c *reader) int(row int, cell []byte) bool {
	n, ok := parseInt(cell)
	if !ok && c.opt.Thousands != 0 {
		n, ok = parseInt(c.number(cell))
	}
	c.words[row] = n
	return ok
}

// floats parses a column of float64, whose bits are kept as words.
func (c *reader) floats(r *rows) {
	if !c.plain {
		c.each(r, c.float)
		return
	}
	text, places := r.chunk.buf, r.places[c.field:]
	lastField := c.field == r.fields-1
	at := 0
	for row := range c.words {
		from, to := int(places[at]+1), int(places[at+1])
		at += r.stride
		if lastField {
			to = trimReturn(text, from, to)
		}
		f, ok := shortFloat(text, from, to)
		c.words[row] = int64(math.Float64bits(f))
		if !ok {
			c.one(r, row, c.float)
		}
	}
}

func (c *reader) float(row int, cell []byte) bool {
	f, ok := parseFloat(c.number(cell))
	c.words[row] = int64(math.Float64bits(f))
	return ok
}

// trimReturn moves the end of a record's last field before the carriage return
// of a line end of two bytes.
func trimReturn(text []byte, from, to int) int {
	if to > from && text[to-1] == '\r' && text[to] == '\n' {
		to--
	}
	return to
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
