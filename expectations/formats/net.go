package formats

import (
	"bytes"
	"slices"
	"strings"
)

// isHostname accepts labels of RFC 1123, section 2.1. The last one is not all
// digits, which tells names from addresses.
func isHostname(text []byte) bool {
	labels, numeric := hostLabels(text)
	return labels > 0 && !numeric
}

// hostLabels counts the labels of a name, 0 where it is none, and says whether
// the last has digits alone.
func hostLabels(text []byte) (labels int, numeric bool) {
	if len(text) > 253 {
		return 0, false
	}
	for {
		label, rest, more := bytes.Cut(text, []byte("."))
		if len(label) == 0 || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return 0, false
		}
		numeric = true
		for _, c := range label {
			if !isAlnum(c) && c != '-' {
				return 0, false
			}
			numeric = numeric && isDigit(c)
		}
		labels++
		if !more {
			return labels, numeric
		}
		text = rest
	}
}

// isEmail accepts RFC 5321's Dot-string before the @ and a name of two labels or
// more after it.
func isEmail(text []byte) bool {
	at := bytes.LastIndexByte(text, '@')
	if at < 1 || at > 64 || len(text) > 254 {
		return false
	}
	dot := true // before the first character none may stand
	for _, c := range text[:at] {
		if c == '.' && dot || c != '.' && !isAtext(c) {
			return false
		}
		dot = c == '.'
	}
	labels, numeric := hostLabels(text[at+1:])
	return !dot && labels > 1 && !numeric
}

// isAtext is the class of characters of an atom (RFC 5322, section 3.2.3).
func isAtext(c byte) bool {
	return isAlnum(c) || bytes.IndexByte([]byte("!#$%&'*+-/=?^_`{|}~"), c) >= 0
}

// isURI accepts RFC 3986's URI: a scheme, and what the generic syntax allows
// after it.
func isURI(text []byte) bool {
	_, _, ok := splitURI(text)
	return ok
}

var webSchemes = []string{"https", "http", "ftp", "ws", "wss"}

// isURL accepts a URI of a scheme of the web, or ftp, that names a host.
func isURL(text []byte) bool {
	scheme, authority, ok := splitURI(text)
	if !ok || len(authority) == 0 {
		return false
	}
	if !slices.ContainsFunc(webSchemes, func(s string) bool { return strings.EqualFold(s, asString(scheme)) }) {
		return false
	}
	_, host, _ := splitAuthority(authority)
	return isHostname(host) || isIPv4(host) || len(host) > 0 && host[0] == '['
}

// splitURI checks a URI and returns its scheme and its authority, nil where it
// has none.
func splitURI(text []byte) (scheme, authority []byte, ok bool) {
	scheme, rest, found := bytes.Cut(text, []byte(":"))
	if !found || len(scheme) == 0 || !isAlpha(scheme[0]) || !all(scheme, isSchemeChar) {
		return nil, nil, false
	}
	rest, fragment, _ := bytes.Cut(rest, []byte("#"))
	path, query, _ := bytes.Cut(rest, []byte("?"))
	if after, found := bytes.CutPrefix(path, []byte("//")); found {
		end := bytes.IndexByte(after, '/')
		if end < 0 {
			end = len(after)
		}
		authority, path = after[:end], after[end:]
		if !isAuthority(authority) {
			return nil, nil, false
		}
	}
	return scheme, authority, isEncoded(path, ":@/") && isEncoded(query, ":@/?") && isEncoded(fragment, ":@/?")
}

func isSchemeChar(c byte) bool { return isAlnum(c) || c == '+' || c == '-' || c == '.' }

// splitAuthority takes apart user information, host and port.
func splitAuthority(text []byte) (user, host, port []byte) {
	if at := bytes.LastIndexByte(text, '@'); at >= 0 {
		user, text = text[:at], text[at+1:]
	}
	host = text
	if colon := bytes.LastIndexByte(text, ':'); colon > bytes.IndexByte(text, ']') {
		host, port = text[:colon], text[colon+1:]
	}
	return user, host, port
}

func isAuthority(text []byte) bool {
	user, host, port := splitAuthority(text)
	if len(port) > 0 && !isPort(port) || !isEncoded(user, ":") {
		return false
	}
	if len(host) > 0 && host[0] == '[' {
		return host[len(host)-1] == ']' && isIPv6(host[1:len(host)-1])
	}
	return isEncoded(host, "")
}

func isPort(text []byte) bool {
	n := 0
	for _, c := range text {
		if !isDigit(c) || n > 65535 {
			return false
		}
		n = n*10 + int(c-'0')
	}
	return n <= 65535
}

// isEncoded reports whether text is of unreserved characters, sub-delims,
// percent-encoded bytes and those of more.
func isEncoded(text []byte, more string) bool {
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case isAlnum(c) || bytes.IndexByte([]byte("-._~!$&'()*+,;="), c) >= 0:
		case c == '%':
			if i+2 >= len(text) || !isHex(text[i+1]) || !isHex(text[i+2]) {
				return false
			}
			i += 2
		case bytes.IndexByte([]byte(more), c) < 0:
			return false
		}
	}
	return true
}
