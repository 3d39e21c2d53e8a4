// Package formats tells texts of common formats: addresses, numbers with check
// digits, codes, dates. Each is what its standard says, in a plain loop over
// the bytes; none takes more time than in proportion to the text, and on a text
// that is of its format none allocates.
package formats

import (
	"encoding/json"
	"net/netip"
	"slices"
	"strings"
	"unsafe"
)

// Accept reports whether a text is of a format. It is safe for concurrent use.
type Accept func(text []byte) bool

// format is an entry of the table.
type format struct {
	name   string
	accept Accept
	// national is set in the place of accept where the format differs from
	// country to country, and beside it where a country narrows it.
	national func(country string) (Accept, bool)
}

// table is in the order of names.
var table = []format{
	{name: "base64", accept: isBase64},
	{name: "base64url", accept: isBase64URL},
	{name: "bic", accept: isBIC},
	{name: "country", accept: isCountry},
	{name: "country3", accept: isCountry3},
	{name: "credit-card", accept: isCreditCard},
	{name: "currency", accept: isCurrency},
	{name: "date", accept: isDate},
	{name: "datetime", accept: isDateTime},
	{name: "email", accept: isEmail},
	{name: "gtin", accept: isGTIN},
	{name: "hex-color", accept: isHexColor},
	{name: "hostname", accept: isHostname},
	{name: "iban", accept: isIBAN, national: ibanOf},
	{name: "ip", accept: isIP},
	{name: "ipv4", accept: isIPv4},
	{name: "ipv6", accept: isIPv6},
	{name: "isbn", accept: isISBN},
	{name: "isin", accept: isISIN},
	{name: "json", accept: json.Valid},
	{name: "lei", accept: isLEI},
	{name: "mac", accept: isMAC},
	{name: "phone", accept: isPhone},
	{name: "postal-code", national: postalCodeOf},
	{name: "rfc3339", accept: isRFC3339},
	{name: "semver", accept: isSemver},
	{name: "time", accept: isTime},
	{name: "uri", accept: isURI},
	{name: "url", accept: isURL},
	{name: "uuid", accept: isUUID},
	{name: "vin", accept: isVIN},
}

// Names lists the formats.
func Names() []string {
	names := make([]string, len(table))
	for i, f := range table {
		names[i] = f.name
	}
	return names
}

// National says whether a format takes a country, and whether it needs one.
func National(name string) (takes, needs bool) {
	f, ok := find(name)
	return ok && f.national != nil, ok && f.accept == nil
}

// For returns the format of a name as it is in a country, "" for anywhere. It
// reports false where there is none.
func For(name, country string) (Accept, bool) {
	f, ok := find(name)
	switch {
	case !ok:
		return nil, false
	case country == "":
		return f.accept, f.accept != nil
	case f.national == nil:
		return nil, false
	}
	return f.national(country)
}

func find(name string) (format, bool) {
	at, ok := slices.BinarySearchFunc(table, name, func(f format, name string) int { return strings.Compare(f.name, name) })
	if !ok {
		return format{}, false
	}
	return table[at], true
}

// asString is text as a string that must not outlive it.
func asString(text []byte) string { return unsafe.String(unsafe.SliceData(text), len(text)) }

func isIPv4(text []byte) bool {
	addr, ok := parseIP(text)
	return ok && addr.Is4()
}

func isIPv6(text []byte) bool {
	addr, ok := parseIP(text)
	return ok && !addr.Is4()
}

func isIP(text []byte) bool {
	_, ok := parseIP(text)
	return ok
}

// parseIP reads an address without a zone. What cannot be one is turned away
// first, since an error of netip costs more than an address.
func parseIP(text []byte) (netip.Addr, bool) {
	if len(text) < len("::") || len(text) > len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255") {
		return netip.Addr{}, false
	}
	for _, c := range text {
		if !isHex(c) && c != '.' && c != ':' {
			return netip.Addr{}, false
		}
	}
	addr, err := netip.ParseAddr(asString(text))
	return addr, err == nil
}
