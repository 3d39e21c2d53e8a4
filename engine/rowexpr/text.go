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

// trim cuts white space off both ends, in place.
func trim(_ int, out *value, in []*value) {
	a := in[0]
	out.data = a.data
	for w, rows := range out.valid {
		for rows != 0 {
			row := w<<6 + bits.TrailingZeros64(rows)
			rows &= rows - 1
			text := a.bytes(row)
			right := bytes.TrimRightFunc(text, unicode.IsSpace)
			left := len(right) - len(bytes.TrimLeftFunc(right, unicode.IsSpace))
			out.from[row], out.to[row] = a.from[row]+int32(left), a.from[row]+int32(len(right))
		}
	}
}

func lowered(out *value, row int, text []byte) { out.mapCase(row, text, 'A', unicode.ToLower) }

func uppered(out *value, row int, text []byte) { out.mapCase(row, text, 'a', unicode.ToUpper) }

// mapCase makes the value of a row of a text in which every code point is
// mapped by f; among ASCII, f changes the case of the 26 letters from first on.
func (v *value) mapCase(row int, text []byte, first byte, f func(rune) rune) {
	at := len(v.data)
	v.data = append(v.data, text...)
	var all byte
	for i, c := range v.data[at:] {
		all |= c
		if c-first < 26 {
			v.data[at+i] = c ^ ('a' - 'A')
		}
	}
	if all >= utf8.RuneSelf {
		v.data = v.data[:at]
		v.appendMapped(text, f)
	}
	v.close(row, at)
}

// appendMapped appends a text, each of its code points mapped. Bytes that are
// no UTF-8 stay as they are.
func (v *value) appendMapped(text []byte, f func(rune) rune) {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size <= 1 {
			v.data = append(v.data, text[i])
		} else {
			v.data = utf8.AppendRune(v.data, f(r))
		}
		i += size
	}
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
