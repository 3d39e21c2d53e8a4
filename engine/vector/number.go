package vector

import (
	"math"
	"math/big"
	"strings"
)

// number is an exact decimal number, coef × 10^exp, or an infinity.
type number struct {
	coef *big.Int
	exp  int
	inf  int // -1, 0 or 1; coef and exp mean nothing unless 0
}

// maxNumberText bounds the length of a number literal: more digits than any
// column can hold, few enough to work with.
const maxNumberText = 4096

// parseNumber reads a number as YAML 1.2 and JSON write it in decimal: 18,
// -1.5, +.5, 1e9, .inf. A leading zero does not make it octal.
func parseNumber(text string) (number, error) {
	if len(text) > maxNumberText {
		return number{}, &LiteralError{Code: CodeOutOfRange, Msg: "a number of more than 4096 characters is too long"}
	}
	unsigned, negative := cutSign(text)
	switch unsigned {
	case ".inf", ".Inf", ".INF":
		if negative {
			return number{inf: -1}, nil
		}
		return number{inf: 1}, nil
	case ".nan", ".NaN", ".NAN":
		return number{}, badNumber("NaN counts as missing: see not-null", "%s is no value to compare with", text)
	}
	mantissa, exponent := unsigned, ""
	if i := strings.IndexAny(unsigned, "eE"); i >= 0 {
		mantissa, exponent = unsigned[:i], unsigned[i+1:]
		if exponent == "" {
			return number{}, notANumber(text)
		}
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := whole + fraction
	exp, ok := parseExponent(exponent)
	if !ok || digits == "" || !allDigits(digits) {
		return number{}, notANumber(text)
	}
	coef, _ := new(big.Int).SetString(digits, 10)
	if negative {
		coef.Neg(coef)
	}
	return number{coef: coef, exp: exp - len(fraction)}, nil
}

func notANumber(text string) *LiteralError {
	hint := ""
	switch {
	case strings.Contains(text, "_"):
		hint = "write it without underscores"
	case strings.Contains(text, ","):
		hint = "write it without commas, and with a point before the decimals"
	case strings.HasPrefix(text, "0x"), strings.HasPrefix(text, "0o"), strings.HasPrefix(text, "0b"):
		hint = "write it in decimal"
	}
	return badNumber(hint, "%q is not a number", text)
}

func cutSign(text string) (unsigned string, negative bool) {
	if text != "" && (text[0] == '-' || text[0] == '+') {
		return text[1:], text[0] == '-'
	}
	return text, false
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// parseExponent reads the part after the e, "" being 0. Exponents are cut off
// at a billion, where they are beyond every type.
func parseExponent(text string) (exp int, ok bool) {
	const limit = 1_000_000_000
	digits, negative := cutSign(text)
	if text != "" && digits == "" || !allDigits(digits) {
		return 0, false
	}
	for _, c := range digits {
		exp = min(exp*10+int(c-'0'), limit)
	}
	if negative {
		exp = -exp
	}
	return exp, true
}

// numberOfFloat is the exact value of f, which is not NaN.
func numberOfFloat(f float64) number {
	if math.IsInf(f, 0) {
		return number{inf: int(math.Copysign(1, f))}
	}
	fraction, exp := math.Frexp(f)
	coef := big.NewInt(int64(math.Ldexp(fraction, 53)))
	exp -= 53
	if exp >= 0 {
		return number{coef: coef.Lsh(coef, uint(exp))}
	}
	// m / 2^k = m · 5^k / 10^k
	five := new(big.Int).Exp(big.NewInt(5), big.NewInt(int64(-exp)), nil)
	return number{coef: coef.Mul(coef, five), exp: exp}
}

func (n number) isZero() bool { return n.inf == 0 && n.coef.Sign() == 0 }

func (n number) sign() int {
	if n.inf != 0 {
		return n.inf
	}
	return n.coef.Sign()
}

// magnitude is the number of digits before the point of a finite number other
// than zero; it is negative where zeros follow the point.
func (n number) magnitude() int {
	return len(new(big.Int).Abs(n.coef).String()) + n.exp
}

// cmp compares two numbers exactly. Their exponents may be far apart: they are
// only brought together where their magnitudes agree.
func (n number) cmp(m number) int {
	if a, b := n.sign(), m.sign(); a != b || a == 0 {
		return a - b
	}
	if n.inf != 0 || m.inf != 0 {
		return n.inf - m.inf
	}
	if a, b := n.magnitude(), m.magnitude(); a != b {
		return order(a, b) * n.sign()
	}
	exp := min(n.exp, m.exp)
	return shifted(n.coef, n.exp-exp).Cmp(shifted(m.coef, m.exp-exp))
}

// shifted is x × 10^by.
func shifted(x *big.Int, by int) *big.Int {
	return new(big.Int).Mul(x, pow10(by))
}

func pow10(by int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(by)), nil)
}

// maxDigits is more than the digits of any column's value: decimal256 has 77.
const maxDigits = 80

// floor is the greatest integer not above n × 10^scale, and whether it is equal
// to that. What has more than maxDigits digits becomes ±10^maxDigits.
func (n number) floor(scale int) (floor *big.Int, exact bool) {
	if n.isZero() {
		return new(big.Int), true
	}
	if n.inf != 0 || n.magnitude()+scale > maxDigits {
		beyond := pow10(maxDigits)
		if n.sign() < 0 {
			beyond.Neg(beyond)
		}
		return beyond, n.inf == 0
	}
	shift := n.exp + scale
	if shift >= 0 {
		return shifted(n.coef, shift), true
	}
	if n.magnitude()+scale <= 0 {
		return big.NewInt(int64(min(n.sign(), 0))), false
	}
	floor, rem := new(big.Int).DivMod(n.coef, pow10(-shift), new(big.Int))
	return floor, rem.Sign() == 0
}
