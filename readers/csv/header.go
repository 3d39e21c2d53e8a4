package csv

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"assay/engine"
)

// header is what stands before the data.
type header struct {
	names []string
	bytes int64  // where the data begins
	lines int64  // lines before the data
	head  []byte // what stands there
}

// maxHeaderBytes bounds what may stand before the data.
const maxHeaderBytes = 4 << 20

// readHeader finds the columns' names at the start of a text; whole says that
// head is all there is of it.
func readHeader(in Input, opt Options, head []byte, whole bool) (header, error) {
	var h header
	if err := refuseForeign(in, head); err != nil {
		return h, err
	}
	at := 0
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		at = 3
	}
	for range opt.SkipRows {
		end := bytes.IndexByte(head[at:], '\n')
		if end < 0 {
			return h, in.fail(int64(at), fmt.Sprintf("the file ends within the %d lines that skip_rows leaves out", opt.SkipRows), nil)
		}
		at += end + 1
		h.lines++
	}
	d := opt.dialect()
	first, ends, next, err := firstRecord(in, &d, head, at, whole)
	if err != nil {
		return h, err
	}
	if ends == nil && opt.Names == nil {
		return h, in.fail(int64(at), "the file is empty: it has no header", nil)
	}
	names := fieldTexts(&d, head, first, ends)
	// Without a header, the lines before the first record are data too: in a
	// file of one column, a blank one is a row.
	h.bytes = int64(at)
	if !opt.NoHeader {
		h.bytes = int64(next)
		h.lines += int64(bytes.Count(head[at:next], []byte("\n")))
	}
	h.head = bytes.Clone(head[:h.bytes])
	switch {
	case opt.Names != nil:
		h.names = opt.Names
	case opt.NoHeader:
		for i := range names {
			h.names = append(h.names, fmt.Sprintf("column_%d", i+1))
		}
	default:
		h.names = names
	}
	return h, checkNames(in, h)
}

// firstRecord finds the first record that is no comment and no blank line.
func firstRecord(in Input, d *dialect, head []byte, at int, whole bool) (from int, ends []uint32, next int, err error) {
	for at < len(head) {
		r, ends := d.cut(head, at, whole, nil)
		if !r.complete && d.comment != 0 && head[at] == d.comment {
			break
		}
		if !r.complete {
			if r.open >= 0 {
				return 0, nil, 0, in.fail(int64(r.open), "a quote in the header is never closed", nil)
			}
			return 0, nil, 0, in.fail(int64(at), fmt.Sprintf("the first %d bytes hold no complete line", len(head)), nil)
		}
		line := bytes.TrimRight(head[at:r.next], "\r\n")
		if len(line) > 0 && !(d.comment != 0 && line[0] == d.comment) {
			return at, ends, r.next, nil
		}
		at = r.next
	}
	if !whole {
		return 0, nil, 0, in.fail(int64(at), fmt.Sprintf("the first %d bytes hold nothing but comments and blank lines", len(head)), nil)
	}
	return at, nil, at, nil
}

// fieldTexts are the cells of the record at from.
func fieldTexts(d *dialect, text []byte, from int, ends []uint32) []string {
	var cells []string
	for i, end := range ends {
		raw := text[from:end]
		if i == len(ends)-1 {
			raw = bytes.TrimSuffix(raw, []byte("\r"))
		}
		cell, _ := d.cell(raw, nil)
		cells = append(cells, string(cell))
		from = int(end) + 1
	}
	return cells
}

func checkNames(in Input, h header) error {
	seen := make(map[string]int)
	for i, name := range h.names {
		if !utf8.ValidString(name) {
			return &engine.DataError{Path: in.Name, Line: max(h.lines, 1), Offset: -1,
				Msg: fmt.Sprintf("the name of column %d, %q, is not valid UTF-8; say how the text is encoded with data.csv.encoding in the suite", i+1, name)}
		}
		if first, dup := seen[name]; dup {
			return &engine.DataError{Path: in.Name, Line: max(h.lines, 1), Offset: -1,
				Msg: fmt.Sprintf("columns %d and %d are both called %q; rename one, or give names with data.csv.header", first+1, i+1, name)}
		}
		seen[name] = i
	}
	return nil
}
