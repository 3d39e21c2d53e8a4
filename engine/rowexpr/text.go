package rowexpr

import (
	"bytes"
	"math/bits"
	"regexp"
	"unicode"
	"unicode/utf8"
)

// test makes a boolean kernel of a test on one row, which runs only in the
// rows that hold values and are needed.
func test(holds func(row int, in []*value) bool) kernel {
	return func(_ int, out *value, in []*value) {
		for w, rows := range out.valid {
			var yes uint64
			for rows != 0 {
				bit := bits.TrailingZeros64(rows)
				rows &= rows - 1
				if holds(w<<6+bit, in) {
					yes |= 1 << bit
				}
			}
			out.bools[w] = yes
		}
	}
}

func contains(row int, in []*value) bool { return bytes.Contains(in[0].bytes(row), in[1].bytes(row)) }

func startsWith(row int, in []*value) bool {
	return bytes.HasPrefix(in[0].bytes(row), in[1].bytes(row))
}

func endsWith(row int, in []*value) bool { return bytes.HasSuffix(in[0].bytes(row), in[1].bytes(row)) }

// matches reports whether the pattern is found anywhere in the text.
func matches(regex *regexp.Regexp) kernel {
	return test(func(row int, in []*value) bool { return regex.Match(in[0].bytes(row)) })
}

// mapTexts makes a kernel of a function of one text.
func mapTexts(set func(out *value, row int, text []byte)) kernel {
	return func(_ int, out *value, in []*value) {
		out.data = out.data[:0]
		for w, rows := range out.valid {
			for rows != 0 {
				row := w<<6 + bits.TrailingZeros64(rows)
				rows &= rows - 1
				set(out, row, in[0].bytes(row))
			}
		}
	}
}

// codePoints counts code points; a byte that is no UTF-8 counts as one.
func codePoints(out *value, row int, text []byte) { out.ints[row] = int64(utf8.RuneCount(text)) }

func byteCount(out *value, row int, text []byte) { out.ints[row] = int64(len(text)) }

// trimmed cuts white space off both ends.
func trimmed(out *value, row int, text []byte) { out.append(row, bytes.TrimSpace(text)) }

func lowered(out *value, row int, text []byte) { out.appendMapped(row, text, unicode.ToLower) }

func uppered(out *value, row int, text []byte) { out.appendMapped(row, text, unicode.ToUpper) }

// appendMapped makes the value of a row of a text's code points, one by one.
// Bytes that are no UTF-8 stay as they are.
func (v *value) appendMapped(row int, text []byte, f func(rune) rune) {
	at := len(v.data)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size <= 1 {
			v.data = append(v.data, text[i])
		} else {
			v.data = utf8.AppendRune(v.data, f(r))
		}
		i += size
	}
	v.close(row, at)
}

// concat is a + b of texts.
func concat(_ int, out *value, in []*value) {
	out.data = out.data[:0]
	for w, rows := range out.valid {
		for rows != 0 {
			row := w<<6 + bits.TrailingZeros64(rows)
			rows &= rows - 1
			at := len(out.data)
			out.data = append(append(out.data, in[0].bytes(row)...), in[1].bytes(row)...)
			out.close(row, at)
		}
	}
}

// equalTexts compares lengths first; most texts differ there.
func equalTexts(_ int, out *value, in []*value) {
	a, b := in[0], in[1]
	for w, rows := range out.valid {
		var yes uint64
		for rows != 0 {
			bit := bits.TrailingZeros64(rows)
			rows &= rows - 1
			i := w<<6 + bit
			if a.to[i]-a.from[i] == b.to[i]-b.from[i] && bytes.Equal(a.bytes(i), b.bytes(i)) {
				yes |= 1 << bit
			}
		}
		out.bools[w] = yes
	}
}

func equalBools(equal bool) kernel {
	return func(_ int, out *value, in []*value) {
		for w := range out.bools {
			differ := in[0].bools[w] ^ in[1].bools[w]
			if equal {
				differ = ^differ
			}
			out.bools[w] = differ & out.valid[w]
		}
	}
}
