package csv

import "bytes"

// dialect cuts text into records byte by byte. It defines what the format
// means; the bit masks of chunk.go are a faster way to the same cuts, for text
// in which every quote stands where RFC 4180 has it.
//
// A quote opens a quoted field only at the field's start. Inside quotes a
// doubled quote (or an escaped one) is a quote, and line ends are text. What
// follows a closing quote up to the delimiter is kept, and is a quirk.
type dialect struct {
	delimiter, quote, escape, comment byte
	trim                              bool
}

func (o Options) dialect() dialect {
	return dialect{delimiter: o.Delimiter, quote: o.Quote, escape: o.Escape, comment: o.Comment, trim: o.Trim}
}

// record is where one record of a text ends, and its fields.
type record struct {
	next     int    // where the following record starts
	complete bool   // false where the text ends first
	open     int    // of an incomplete record: where its open quote is, or -1
	quirk    string // how it breaks the rules; "" if it does not
}

const afterQuote = "text after a closing quote"

// cut finds the record that starts at from. It appends to ends where each
// field ends: at its delimiter, or at the line feed. At the end of the file,
// the text ends a record as a line feed would.
func (d *dialect) cut(text []byte, from int, atEOF bool, ends []uint32) (record, []uint32) {
	r := record{open: -1}
	if d.comment != 0 && from < len(text) && text[from] == d.comment {
		end := bytes.IndexByte(text[from:], '\n')
		if end < 0 {
			r.next, r.complete = len(text), atEOF
			return r, append(ends, uint32(len(text)))
		}
		r.next, r.complete = from+end+1, true
		return r, append(ends, uint32(from+end))
	}
	i := from
	for {
		i = d.field(text, i, &r)
		if i == len(text) {
			r.next, r.complete = i, atEOF && r.open < 0
			return r, append(ends, uint32(i))
		}
		ends = append(ends, uint32(i))
		if text[i] == '\n' {
			r.next, r.complete = i+1, true
			return r, ends
		}
		i++
	}
}

// field returns where the field that starts at i ends.
func (d *dialect) field(text []byte, i int, r *record) int {
	if d.trim {
		for i < len(text) && isSpace(text[i]) {
			i++
		}
	}
	if i < len(text) && text[i] == d.quote {
		open := i
		closed := d.closing(text, i+1)
		if closed < 0 {
			r.open = open
			return len(text)
		}
		i = closed + 1
		from := i
		for i < len(text) && text[i] != d.delimiter && text[i] != '\n' {
			i++
		}
		rest := text[from:i]
		if d.trim {
			rest = bytes.TrimRight(rest, " \t\r")
		}
		if i < len(text) && text[i] == '\n' || i == len(text) {
			rest = bytes.TrimSuffix(rest, []byte("\r"))
		}
		if len(rest) > 0 {
			r.quirk = afterQuote
		}
		return i
	}
	for i < len(text) && text[i] != d.delimiter && text[i] != '\n' {
		i++
	}
	return i
}

// closing finds the quote that ends a quoted field whose text starts at i, or
// -1.
func (d *dialect) closing(text []byte, i int) int {
	for i < len(text) {
		switch {
		case d.escape != 0 && text[i] == d.escape:
			i += 2
		case text[i] != d.quote:
			i++
		case d.escape == 0 && i+1 < len(text) && text[i+1] == d.quote:
			i += 2
		default:
			return i
		}
	}
	return -1
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' }

// cell is the text of the field text[from:to]: without its quotes, trimmed
// where the dialect says so. The result is in scratch where it had to be
// changed, and then scratch is returned grown.
func (d *dialect) cell(text []byte, scratch []byte) (cell, newScratch []byte) {
	if d.trim {
		text = bytes.Trim(text, " \t")
	}
	if len(text) == 0 || text[0] != d.quote {
		return text, scratch
	}
	body := text[1:]
	end := d.closing(body, 0)
	if end < 0 {
		end = len(body)
	}
	rest := body[min(end+1, len(body)):]
	inner := body[:end]
	special := d.quote
	if d.escape != 0 {
		special = d.escape
	}
	if len(rest) == 0 && bytes.IndexByte(inner, special) < 0 {
		return inner, scratch
	}
	scratch = scratch[:0]
	for i := 0; i < len(inner); i++ {
		if inner[i] == special && i+1 < len(inner) {
			i++
		}
		scratch = append(scratch, inner[i])
	}
	scratch = append(scratch, rest...)
	return scratch, scratch
}
