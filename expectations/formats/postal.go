package formats

import "strings"

// postalCodes are the forms of countries' postal codes, between bars: n stands
// for a digit, a for a capital letter, x for either, anything else for itself.
// They are those of the Universal Postal Union's addressing systems.
var postalCodes = map[string]string{
	"AD": "ADnnn", "AR": "nnnn|annnnaaa", "AT": "nnnn", "AU": "nnnn", "BE": "nnnn", "BG": "nnnn",
	"BR": "nnnnn-nnn|nnnnnnnn", "CA": "ana nan", "CH": "nnnn", "CL": "nnnnnnn|nnn-nnnn", "CN": "nnnnnn", "CO": "nnnnnn",
	"CY": "nnnn", "CZ": "nnn nn|nnnnn", "DE": "nnnnn", "DK": "nnnn", "EE": "nnnnn", "ES": "nnnnn",
	"FI": "nnnnn", "FR": "nnnnn", "GB": "an naa|ann naa|aan naa|aann naa|ana naa|aana naa|GIR 0AA", "GR": "nnn nn|nnnnn",
	"HR": "nnnnn", "HU": "nnnn", "ID": "nnnnn", "IE": "ann xxxx|D6W xxxx",
	"IL": "nnnnnnn", "IN": "nnnnnn|nnn nnn", "IS": "nnn", "IT": "nnnnn", "JP": "nnn-nnnn", "KR": "nnnnn",
	"LI": "nnnn", "LT": "LT-nnnnn|nnnnn", "LU": "nnnn|L-nnnn", "LV": "LV-nnnn", "MC": "980nn", "MT": "aaa nnnn",
	"MX": "nnnnn", "MY": "nnnnn", "NL": "nnnn aa|nnnnaa", "NO": "nnnn", "NZ": "nnnn", "PH": "nnnn",
	"PL": "nn-nnn", "PT": "nnnn-nnn", "RO": "nnnnnn", "RS": "nnnnn", "RU": "nnnnnn", "SE": "nnn nn|nnnnn",
	"SG": "nnnnnn", "SI": "nnnn", "SK": "nnn nn|nnnnn", "TH": "nnnnn", "TR": "nnnnn", "TW": "nnn|nnnnn|nnnnnn",
	"UA": "nnnnn", "US": "nnnnn|nnnnn-nnnn", "VN": "nnnnn|nnnnnn", "ZA": "nnnn",
}

// postalCodeOf is the form of a country's postal codes.
func postalCodeOf(country string) (Accept, bool) {
	forms, ok := postalCodes[country]
	if !ok {
		return nil, false
	}
	list := strings.Split(forms, "|")
	return func(text []byte) bool {
		for _, form := range list {
			if fits(text, form) {
				return true
			}
		}
		return false
	}, true
}

func fits(text []byte, form string) bool {
	if len(text) != len(form) {
		return false
	}
	for i, c := range text {
		ok := c == form[i]
		switch form[i] {
		case 'n':
			ok = isDigit(c)
		case 'a':
			ok = isUpper(c)
		case 'x':
			ok = isCode(c)
		}
		if !ok {
			return false
		}
	}
	return true
}
