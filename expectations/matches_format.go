package expectations

import (
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/expectations/formats"
)

type matchesFormatParams struct {
	oneColumn
	Format  string `param:"format,required" doc:"the name of the format" enum:"base64,base64url,bic,country,country3,credit-card,currency,date,datetime,email,gtin,hex-color,hostname,iban,ip,ipv4,ipv6,isbn,isin,json,lei,mac,phone,postal-code,rfc3339,semver,time,uri,url,uuid,vin"`
	Country string `param:"country" doc:"for postal-code, and for iban if only one is expected: a country's code of two letters"`
}

var _ = register(Def[matchesFormatParams]{
	Name:  "matches-format",
	Group: "text",
	Title: "Every value's text is of a format",
	Doc: `A value is unexpected where its text is not, as a whole, of the named format. Missing values are passed over; the empty string is of no format, nor is a text with space around it. No address is looked up, no card or account is asked for.

    email        RFC 5321: a dot-string of up to 64 characters, @, a host name of two labels or more
    hostname     RFC 1123: labels of letters, digits and hyphens; the last not all digits
    url          RFC 3986 with the scheme http, https, ftp, ws or wss, and a host
    uri          RFC 3986: any scheme and what follows it, in ASCII; no relative reference
    ip           ipv4 or ipv6
    ipv4         RFC 6943: four decimal numbers, without leading zeros
    ipv6         RFC 4291, without a zone
    mac          IEEE 802, EUI-48: aa:bb:cc:dd:ee:ff, aa-bb-cc-dd-ee-ff or aabb.ccdd.eeff
    uuid         RFC 9562: 8-4-4-4-12 hexadecimal digits, of any version
    date         RFC 3339: 2024-01-31
    time         RFC 3339: 10:00:00, with a fraction and an offset or without
    datetime     RFC 3339 or, without an offset, ISO 8601: 2024-01-31T10:00:00; a space may be the T
    rfc3339      RFC 3339: 2024-01-31T10:00:00Z; the offset must be there
    country      ISO 3166-1, two letters: FR
    country3     ISO 3166-1, three letters: FRA
    currency     ISO 4217, current as of 2025: EUR
    iban         ISO 13616: length by country and check digits, as stored or in printed groups of four
    bic          ISO 9362: 8 or 11 characters with a country
    lei          ISO 17442: 20 characters with check digits
    isin         ISO 6166: 12 characters with a check digit
    credit-card  ISO/IEC 7812: 12 to 19 digits with a check digit (Luhn); spaces or hyphens may part them
    isbn         ISO 2108: 10 or 13 digits with a check digit; spaces or hyphens may part them
    gtin         GS1: 8, 12, 13 or 14 digits with a check digit (EAN, UPC)
    vin          ISO 3779: 17 characters with a check digit
    phone        E.164: + and 7 to 15 digits
    postal-code  UPU: the form of the country's codes, not whether one is in use
    semver       Semantic Versioning 2.0.0
    base64       RFC 4648, section 4, padded
    base64url    RFC 4648, section 5, padded or not
    json         RFC 8259
    hex-color    CSS Color 4: # and 3, 4, 6 or 8 hexadecimal digits

Codes are written in capitals, as their standards have them. The text of a cell is, in CSV, what the file says; elsewhere it is the value as reports write it. Other formats are a matter for matches-regex.`,
	Example: `- matches-format: {column: email, format: email}
  mostly: 0.99`,
	Since:    "0.1",
	Domain:   SingleColumn,
	RowWise:  true,
	Accepts:  AnyType,
	Validate: (*matchesFormatParams).problems,
	Expect: func(p *matchesFormatParams) string {
		return strings.TrimSpace(fmt.Sprintf("of the format %s %s", p.Format, p.Country))
	},
	Build: func(p *matchesFormatParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		accept, ok := formats.For(p.Format, p.Country)
		if !ok {
			return nil, fmt.Errorf("there is no format %s %s", p.Format, p.Country)
		}
		return accepts(p.oneColumn, accept), nil
	},
})

// problems reports a country that is missing, superfluous or unknown.
func (p *matchesFormatParams) problems() []Problem {
	takes, needs := formats.National(p.Format)
	switch _, known := formats.For(p.Format, p.Country); {
	case known:
		return nil
	case needs && p.Country == "":
		return []Problem{{Param: "country", Code: "missing-parameter", Msg: p.Format + " differs from country to country", Hint: "say which: country: FR"}}
	case !takes:
		return []Problem{{Param: "country", Code: "bad-value", Msg: p.Format + " is the same in every country", Hint: "leave country out"}}
	}
	return []Problem{{Param: "country", Code: "bad-value", Msg: fmt.Sprintf("no %s of %q is known", p.Format, p.Country), Hint: "write the code of two capital letters, or the form of it with matches-regex"}}
}
