package formats

import "bytes"

// isUUID accepts the 8-4-4-4-12 hexadecimal digits of RFC 9562.
func isUUID(text []byte) bool {
	if len(text) != 36 {
		return false
	}
	for i, c := range text {
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if !isHex(c) {
				return false
			}
		}
	}
	return true
}

// isMAC accepts EUI-48 as aa:bb:cc:dd:ee:ff, with hyphens in the place of the
// colons, or as aabb.ccdd.eeff.
func isMAC(text []byte) bool {
	switch {
	case len(text) == 17 && (text[2] == ':' || text[2] == '-'):
		return hexGroups(text, 2, text[2])
	case len(text) == 14:
		return hexGroups(text, 4, '.')
	}
	return false
}

func hexGroups(text []byte, size int, separator byte) bool {
	for i, c := range text {
		if i%(size+1) == size {
			if c != separator {
				return false
			}
		} else if !isHex(c) {
			return false
		}
	}
	return true
}

// isHexColor accepts # and 3, 4, 6 or 8 hexadecimal digits.
func isHexColor(text []byte) bool {
	switch len(text) {
	case 4, 5, 7, 9:
		return text[0] == '#' && all(text[1:], isHex)
	}
	return false
}

func isBase64(text []byte) bool {
	return len(text)%4 == 0 && isBase64Of(text, '+', '/')
}

// isBase64URL accepts the alphabet of RFC 4648, section 5, padded or not.
func isBase64URL(text []byte) bool {
	if bytes.IndexByte(text, '=') >= 0 && len(text)%4 != 0 {
		return false
	}
	return isBase64Of(text, '-', '_')
}

// isBase64Of checks digits, padding, and that no bit of the last digit is lost.
func isBase64Of(text []byte, c62, c63 byte) bool {
	digits := bytes.TrimRight(text, "=")
	if len(digits) == 0 || len(text)-len(digits) > 2 {
		return false
	}
	last := 0
	for _, c := range digits {
		switch {
		case isUpper(c):
			last = int(c - 'A')
		case isLower(c):
			last = int(c-'a') + 26
		case isDigit(c):
			last = int(c-'0') + 52
		case c == c62:
			last = 62
		case c == c63:
			last = 63
		default:
			return false
		}
	}
	switch len(digits) % 4 {
	case 2:
		return last&15 == 0
	case 3:
		return last&3 == 0
	case 1:
		return false
	}
	return len(digits) == len(text)
}

// isSemver accepts Semantic Versioning 2.0.0.
func isSemver(text []byte) bool {
	text, build, built := bytes.Cut(text, []byte("+"))
	if built && !isIdentifiers(build, false) {
		return false
	}
	core, pre, preceded := bytes.Cut(text, []byte("-"))
	if preceded && !isIdentifiers(pre, true) {
		return false
	}
	for range 2 {
		number, rest, more := bytes.Cut(core, []byte("."))
		if !more || !isNumber(number) {
			return false
		}
		core = rest
	}
	return isNumber(core)
}

// isNumber accepts digits without a leading zero.
func isNumber(text []byte) bool {
	return all(text, isDigit) && (len(text) == 1 || text[0] != '0')
}

// isIdentifiers accepts letters, digits and hyphens between dots. In a
// pre-release, numbers have no leading zero.
func isIdentifiers(text []byte, pre bool) bool {
	for more := true; more; {
		var part []byte
		part, text, more = bytes.Cut(text, []byte("."))
		if !all(part, func(c byte) bool { return isAlnum(c) || c == '-' }) {
			return false
		}
		if pre && all(part, isDigit) && !isNumber(part) {
			return false
		}
	}
	return true
}
