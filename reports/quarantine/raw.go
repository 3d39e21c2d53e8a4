package quarantine

import (
	"strconv"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"assay/engine"
)

// rawText is what a rejected row holds that the columns of Parquet cannot: the
// record as it stands in its file, or where that is no text a JSON object of the
// cells that do not fit; nil where all of them do.
func rawText(b *engine.DividedBatch, names *arrow.Schema, columns []engine.Column, row int, malformed bool) []byte {
	var misfits []byte
	for i, c := range columns {
		cell, misfit := misfitOf(c, row)
		if !misfit {
			continue
		}
		if b.Text != nil {
			return record(b.Text(row))
		}
		misfits = appendMember(misfits, names.Field(i).Name, cell)
	}
	switch {
	case misfits != nil:
		return append(misfits, '}')
	case malformed && b.Text != nil:
		return record(b.Text(row))
	}
	return nil
}

// misfitOf is the text of a cell that its column cannot hold.
func misfitOf(c engine.Column, row int) (text string, misfit bool) {
	if c.Invalid != nil && c.Invalid.Get(row) {
		return c.InvalidText(row), true
	}
	arr, at := c.Array, row
	if arr.IsNull(row) {
		return "", false
	}
	if dict, ok := arr.(*array.Dictionary); ok {
		arr, at = dict.Dictionary(), dict.GetValueIndex(row)
	}
	if s, ok := arr.(*array.String); ok && !utf8.ValidString(s.Value(at)) {
		return s.Value(at), true
	}
	return "", false
}

// appendMember appends a member to a JSON object that is open. Bytes that are no
// UTF-8 are kept as they are.
func appendMember(dst []byte, name, value string) []byte {
	sep := byte(',')
	if dst == nil {
		sep = '{'
	}
	dst = append(appendQuoted(append(dst, sep), name), ':')
	return appendQuoted(dst, value)
}

func appendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"', c == '\\':
			dst = append(dst, '\\', c)
		case c < ' ':
			dst = append(dst, `\u00`...)
			if c < 0x10 {
				dst = append(dst, '0')
			}
			dst = strconv.AppendUint(dst, uint64(c), 16)
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, '"')
}
