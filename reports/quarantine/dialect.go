package quarantine

import "strings"

// append writes a cell, in quotes where it would not be read as it is. An empty
// text stands in quotes, which tells it from a missing one.
func (d Dialect) append(out []byte, cell string) []byte {
	if !d.quotes(cell) {
		return append(out, cell...)
	}
	escape := d.Escape
	if escape == 0 {
		escape = d.Quote
	}
	out = append(out, d.Quote)
	for i := range len(cell) {
		if cell[i] == d.Quote || cell[i] == escape {
			out = append(out, escape)
		}
		out = append(out, cell[i])
	}
	return append(out, d.Quote)
}

// appendOptional writes a cell that is missing where it is empty.
func (d Dialect) appendOptional(out []byte, cell string) []byte {
	if cell == "" {
		return out
	}
	return d.append(out, cell)
}

// appendNullable writes a cell that is null where it is nil.
func (d Dialect) appendNullable(out []byte, cell []byte) []byte {
	if cell == nil {
		return append(out, d.Null...)
	}
	return d.append(out, string(cell))
}

// separate appends a delimiter before any field but the first.
func (d Dialect) separate(out []byte, field int) []byte {
	if field == 0 {
		return out
	}
	return append(out, d.Delimiter)
}

func (d Dialect) quotes(cell string) bool {
	const blanks = " \t"
	switch {
	case cell == "":
		return true
	case cell[0] == d.Quote, d.Comment != 0 && cell[0] == d.Comment:
		return true
	case d.Trim && (strings.ContainsRune(blanks, rune(cell[0])) || strings.ContainsRune(blanks, rune(cell[len(cell)-1]))):
		return true
	}
	for i := range len(cell) {
		switch cell[i] {
		case d.Delimiter, d.Quote, '\n', '\r':
			return true
		}
	}
	return false
}
