package formats

import "strings"

// ibanLengths are the countries of the IBAN registry (SWIFT, release 99) and how
// long their numbers are.
const ibanLengths = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 " +
	"EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 " +
	"LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 " +
	"RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"

// ibanLength is the length of a country's numbers, 0 where it has none.
func ibanLength(country string) int {
	for at := 0; at < len(ibanLengths); at += 5 {
		if ibanLengths[at:at+2] == country {
			return int(ibanLengths[at+2]-'0')*10 + int(ibanLengths[at+3]-'0')
		}
	}
	return 0
}

// isIBAN accepts the electronic form, and the printed one with a space after
// every four characters.
func isIBAN(text []byte) bool {
	var buffer [34]byte
	iban := buffer[:0]
	spaced := len(text) > 4 && text[4] == ' '
	for i, c := range text {
		switch {
		case spaced && i%5 == 4:
			if c != ' ' || i+1 == len(text) {
				return false
			}
		case !isCode(c) || len(iban) == len(buffer):
			return false
		default:
			iban = append(iban, c)
		}
	}
	if len(iban) < 5 || len(iban) != ibanLength(string(iban[:2])) || !all(iban[2:4], isDigit) {
		return false
	}
	return remainder97(remainder97(0, iban[4:]), iban[:4]) == 1
}

func ibanOf(country string) (Accept, bool) {
	if len(country) != 2 || ibanLength(country) == 0 {
		return nil, false
	}
	return func(text []byte) bool {
		return strings.HasPrefix(asString(text), country) && isIBAN(text)
	}, true
}

// isBIC accepts eight characters, or eleven with a branch.
func isBIC(text []byte) bool {
	if len(text) != 8 && len(text) != 11 {
		return false
	}
	country := text[4:6]
	return all(text[:4], isCode) && all(text[6:], isCode) && (isCountry(country) || string(country) == "XK")
}
