package rowexpr

import (
	"math/big"
	"strconv"
	"strings"
)

// maxExponent bounds the exponent of a number literal; float64 ends at 308.
const maxExponent = 400

// number reads the digits at a place of the text, exactly.
func (l *lowering) number(at span) *term {
	value, ok := parseNumber(l.text[at.start:at.end])
	if !ok {
		return l.refuse(at, CodeLiteral, "a number is out of range", "")
	}
	return &term{op: opNumber, number: value, at: at}
}

// parseNumber reads a number as expr writes it: underscores between digits,
// the prefixes 0x, 0o and 0b, and no octal by a leading zero.
func parseNumber(text string) (*big.Rat, bool) {
	text = strings.ToLower(strings.ReplaceAll(text, "_", ""))
	if len(text) > 1 && text[0] == '0' && strings.ContainsRune("xob", rune(text[1])) {
		n, ok := new(big.Int).SetString(text, 0)
		if !ok {
			return nil, false
		}
		return new(big.Rat).SetInt(n), true
	}
	mantissa, exponent, scaled := strings.Cut(text, "e")
	if scaled {
		if e, err := strconv.Atoi(exponent); err != nil || e > maxExponent || e < -maxExponent {
			return nil, false
		}
	}
	mantissa = strings.TrimLeft(mantissa, "0")
	if mantissa == "" || mantissa[0] == '.' {
		mantissa = "0" + mantissa
	}
	if scaled {
		mantissa += "e" + exponent
	}
	return new(big.Rat).SetString(mantissa)
}
