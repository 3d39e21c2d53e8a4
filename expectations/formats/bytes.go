package formats

func isDigit(c byte) bool { return c-'0' < 10 }
func isUpper(c byte) bool { return c-'A' < 26 }
func isLower(c byte) bool { return c-'a' < 26 }
func isAlpha(c byte) bool { return c|0x20-'a' < 26 }
func isAlnum(c byte) bool { return isDigit(c) || isAlpha(c) }
func isHex(c byte) bool   { return isDigit(c) || c|0x20-'a' < 6 }

// all reports whether text is not empty and every byte of it is of a class.
func all(text []byte, class func(byte) bool) bool {
	for _, c := range text {
		if !class(c) {
			return false
		}
	}
	return len(text) > 0
}

// digitsOf appends the digits of text to dst where it has nothing else but
// single spaces or hyphens between them, all the same.
func digitsOf(dst, text []byte) ([]byte, bool) {
	var separator byte
	for i, c := range text {
		switch {
		case isDigit(c):
			if len(dst) == cap(dst) {
				return nil, false
			}
			dst = append(dst, c)
		case c != ' ' && c != '-', i == 0, i+1 == len(text), !isAlnum(text[i+1]), separator != 0 && separator != c:
			return nil, false
		default:
			separator = c
		}
	}
	return dst, true
}
