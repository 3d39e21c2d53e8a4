package formats

// luhn reports whether digits and letters, these read as 10 to 35, pass the
// check of ISO/IEC 7812-1, annex B: from the right every second digit doubled.
func luhn(text []byte) bool {
	sum, double := 0, false
	add := func(d int) {
		if double {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
		double = !double
	}
	for i := len(text) - 1; i >= 0; i-- {
		if n := valueOf(text[i]); n < 10 {
			add(n)
		} else {
			add(n % 10)
			add(n / 10)
		}
	}
	return sum%10 == 0
}

// valueOf reads a digit or a capital letter as 0 to 35.
func valueOf(c byte) int {
	if isDigit(c) {
		return int(c - '0')
	}
	return int(c-'A') + 10
}

// remainder97 is the remainder by 97 of text read as a number, with 10 to 35
// for letters, after seed (ISO/IEC 7064, MOD 97-10).
func remainder97(seed int, text []byte) int {
	for _, c := range text {
		if n := valueOf(c); n < 10 {
			seed = (seed*10 + n) % 97
		} else {
			seed = (seed*100 + n) % 97
		}
	}
	return seed
}

// weighted3 reports whether digits, weighted by 1 and 3 in turn from the right,
// sum to a multiple of ten (GS1).
func weighted3(digits []byte) bool {
	sum, weight := 0, 1
	for i := len(digits) - 1; i >= 0; i-- {
		sum += weight * int(digits[i]-'0')
		weight = 4 - weight
	}
	return sum%10 == 0
}

func isCreditCard(text []byte) bool {
	digits, ok := digitsOf(make([]byte, 0, 19), text)
	return ok && len(digits) >= 12 && digits[0] != '0' && luhn(digits)
}

func isGTIN(text []byte) bool {
	switch len(text) {
	case 8, 12, 13, 14:
		return all(text, isDigit) && weighted3(text)
	}
	return false
}

// isISBN accepts ten digits, the last of which may be X, or thirteen.
func isISBN(text []byte) bool {
	last := len(text) - 1
	if last > 0 && text[last] == 'X' {
		body := text[:last]
		if c := text[last-1]; c == '-' || c == ' ' {
			body = text[:last-1]
		}
		digits, ok := digitsOf(make([]byte, 0, 9), body)
		return ok && len(digits) == 9 && isbn10(digits, 10)
	}
	digits, ok := digitsOf(make([]byte, 0, 13), text)
	switch {
	case !ok:
		return false
	case len(digits) == 10:
		return isbn10(digits[:9], int(digits[9]-'0'))
	case len(digits) == 13:
		prefix := string(digits[:3])
		return (prefix == "978" || prefix == "979") && weighted3(digits)
	}
	return false
}

// isbn10 sums nine digits by the weights 10 to 2 and a check digit by 1.
func isbn10(digits []byte, check int) bool {
	sum := check
	for i, c := range digits {
		sum += (10 - i) * int(c-'0')
	}
	return sum%11 == 0
}

func isISIN(text []byte) bool {
	return len(text) == 12 && isUpper(text[0]) && isUpper(text[1]) && all(text[2:11], isCode) && isDigit(text[11]) && luhn(text)
}

// isCode is the class of digits and capital letters.
func isCode(c byte) bool { return isDigit(c) || isUpper(c) }

func isLEI(text []byte) bool {
	return len(text) == 20 && all(text[:18], isCode) && all(text[18:], isDigit) && remainder97(0, text) == 1
}

func isPhone(text []byte) bool {
	return len(text) >= 8 && len(text) <= 16 && text[0] == '+' && text[1] != '0' && all(text[1:], isDigit)
}

// vinValues transliterates letters; I, O and Q have no part in it.
const vinValues = "12345678.12345.7.923456789"

var vinWeights = [17]int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2}

// isVIN also asks for the check digit, the ninth character, that North America
// and China prescribe.
func isVIN(text []byte) bool {
	if len(text) != len(vinWeights) {
		return false
	}
	sum := 0
	for i, c := range text {
		switch {
		case isDigit(c):
		case isUpper(c) && vinValues[c-'A'] != '.':
			c = vinValues[c-'A']
		default:
			return false
		}
		sum += vinWeights[i] * int(c-'0')
	}
	return text[8] == "0123456789X"[sum%11]
}
