package regex

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// runeRange is the runes from lo to hi.
type runeRange struct{ lo, hi rune }

// charSet is what an escape such as \w stands for, as the members of a bracket
// expression, and what is left without them. outFold is out where case is
// ignored: without U+0345, which is no letter and stands for the letter iota
// there.
type charSet struct{ in, out, outFold string }

// charSets are the sets of \d, \w and \s.
type charSets struct{ digit, word, space charSet }

// unicodeSets are the sets as Python has them for text: \d is what
// str.isdecimal accepts, \w str.isalnum and the underscore, \s str.isspace.
var unicodeSets = sync.OnceValue(func() *charSets {
	return &charSets{
		digit: newCharSet(`\p{Nd}`, rangesOf(unicode.Nd)),
		word:  newCharSet(`\p{L}\p{N}_`, pythonWords()),
		space: newCharSet("\t-\r\x1c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000", []runeRange{
			{'\t', '\r'}, {0x1c, ' '}, {0x85, 0x85}, {0xa0, 0xa0}, {0x1680, 0x1680}, {0x2000, 0x200a},
			{0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000},
		}),
	}
})

// asciiSets are the sets under (?a).
var asciiSets = sync.OnceValue(func() *charSets {
	return &charSets{
		digit: newCharSet(`0-9`, []runeRange{{'0', '9'}}),
		word:  newCharSet(`0-9A-Z_a-z`, []runeRange{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}),
		space: newCharSet("\t-\r ", []runeRange{{'\t', '\r'}, {' ', ' '}}),
	}
})

// pythonWords are the runes that \w matches.
var pythonWords = sync.OnceValue(func() []runeRange { return rangesOf(unicode.L, unicode.N, underscore) })

var underscore = &unicode.RangeTable{R16: []unicode.Range16{{Lo: '_', Hi: '_', Stride: 1}}}

// isPythonWord reports whether Python's \w matches r.
func isPythonWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }

// rangesOf lists the runes of the tables, in order.
func rangesOf(tables ...*unicode.RangeTable) []runeRange {
	var all []runeRange
	add := func(lo, hi, stride rune) {
		if stride == 1 {
			all = append(all, runeRange{lo, hi})
			return
		}
		for r := lo; r <= hi; r += stride {
			all = append(all, runeRange{r, r})
		}
	}
	for _, t := range tables {
		for _, r := range t.R16 {
			add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
		for _, r := range t.R32 {
			add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
	}
	slices.SortFunc(all, func(a, b runeRange) int { return cmp.Compare(a.lo, b.lo) })
	merged := all[:0]
	for _, r := range all {
		if last := len(merged) - 1; last >= 0 && r.lo <= merged[last].hi+1 {
			merged[last].hi = max(merged[last].hi, r.hi)
		} else {
			merged = append(merged, r)
		}
	}
	return merged
}

func newCharSet(in string, ranges []runeRange) charSet {
	var out strings.Builder
	next := rune(0)
	for _, r := range ranges {
		writeRest(&out, next, r.lo-1)
		next = r.hi + 1
	}
	writeRest(&out, next, unicode.MaxRune)
	return charSet{in: in, out: out.String(), outFold: strings.ReplaceAll(out.String(), combiningIota, "")}
}

// combiningIota is U+0345, which writeRest keeps apart.
const combiningIota = "\u0345"

// writeRest writes the runes between two ranges; surrogates are no runes.
func writeRest(b *strings.Builder, lo, hi rune) {
	const subscript, surrogates, afterSurrogates = 0x345, 0xd800, 0xe000
	switch {
	case lo > hi:
	case lo < subscript && hi >= subscript:
		writeRest(b, lo, subscript-1)
		writeRest(b, subscript, hi)
	case lo == subscript && hi > lo:
		writeMember(b, lo)
		writeRest(b, lo+1, hi)
	case lo < surrogates && hi >= surrogates:
		writeRest(b, lo, surrogates-1)
		writeRest(b, surrogates, hi)
	case utf8.ValidRune(lo):
		writeRange(b, lo, hi)
	case hi >= afterSurrogates:
		writeRange(b, afterSurrogates, hi)
	}
}

// writeRange writes a range as a bracket expression has it.
func writeRange(b *strings.Builder, lo, hi rune) {
	writeMember(b, lo)
	if lo < hi {
		b.WriteByte('-')
		writeMember(b, hi)
	}
}

// writeMember writes a rune of a bracket expression, escaped where it means
// something there. To regexp2, `\-` is a member and never the end of a range.
func writeMember(b *strings.Builder, r rune) {
	switch {
	case r == '-':
		b.WriteString(`\x2d`)
	case strings.ContainsRune(`\[]^&~|#`, r):
		b.WriteByte('\\')
		fallthrough
	default:
		b.WriteRune(r)
	}
}

// expression matches a rune of the set, or one of the rest, whatever the case.
func (s charSet) expression(rest bool) string {
	if rest {
		return "(?-i:[^" + s.in + "])"
	}
	return "(?-i:[" + s.in + "])"
}
