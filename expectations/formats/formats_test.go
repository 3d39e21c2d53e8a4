package formats

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// samples are texts of each format, and texts that are nearly so.
var samples = map[string]struct{ good, bad []string }{
	"base64": {
		[]string{"Zg==", "Zm8=", "Zm9v", "+/8=", "TWFu"},
		[]string{"", "Zg", "Zg=", "Zh==", "Zm9=", "Zm9v=", "====", "Zm 9v", "-_8=", "Zg==Zg==", "A==="},
	},
	"base64url": {
		[]string{"Zg==", "Zg", "Zm8", "-_8=", "-_8"},
		[]string{"", "Zg=", "Z", "+/8=", "Zh"},
	},
	"bic": {
		[]string{"DEUTDEFF", "DEUTDEFF500", "NEDSZAJJXXX"},
		[]string{"", "DEUTDEF", "DEUTXXFF", "deutdeff", "DEUTDEFF50", "DEUTDEFF5000"},
	},
	"country":     {[]string{"FR", "GB", "US", "SS"}, []string{"", "fr", "UK", "XX", "FRA", "F", "EU"}},
	"country3":    {[]string{"FRA", "GBR", "ZWE"}, []string{"", "fra", "FR", "XXX", "FRAN"}},
	"credit-card": {creditCards, []string{"", "4111111111111112", "4111-1111 1111-1111", "0000000000000000", "41111111111", "4111  1111 1111 1111", "-4111111111111111", "4111111111111111-", "41111111111111111111"}},
	"currency":    {[]string{"EUR", "USD", "CHF", "XCG"}, []string{"", "eur", "EU", "DEM", "EURO", "€"}},
	"date": {
		[]string{"2024-01-31", "2024-02-29", "0000-01-01", "2000-02-29"},
		[]string{"", "2023-02-29", "2024-13-01", "2024-00-01", "2024-04-31", "2024-1-31", "20240131", "2024-01-31T", "1900-02-29", "24-01-31"},
	},
	"datetime": {
		[]string{"2024-01-31T10:00:00Z", "2024-01-31 10:00:00", "2024-01-31T10:00:00.5+01:00", "2016-12-31T23:59:60Z", "2016-12-31T15:59:60-08:00", "2016-12-31T23:59:60"},
		[]string{"", "2024-01-31", "2024-01-31T10:00", "2024-01-31T24:00:00Z", "2024-01-31T10:00:60Z", "2024-01-31T10:00:00.Z", "2024-01-31T10:00:00+1:00", "2024-01-31T10:00:00+24:00", "2024-01-31T10:00:60"},
	},
	"email": {
		[]string{"a@b.co", "first.last+tag@sub.example.org", "o'hara@example.com", "x@xn--bcher-kva.example", strings.Repeat("a", 64) + "@example.org"},
		[]string{"", "a", "@b.co", "a@", "a@b", ".a@b.co", "a.@b.co", "a..b@c.de", "a b@c.de", "a@b..co", "a@-b.co", "a@b.c-", "a@1.2.3.4", "a@b@c.de", "é@b.co", "a@b.co ", "\"a\"@b.co", strings.Repeat("a", 65) + "@example.org"},
	},
	"gtin":      {[]string{"96385074", "036000291452", "4006381333931", "10012345678902"}, []string{"", "4006381333932", "400638133393", "400-638133393", "963850741"}},
	"hex-color": {[]string{"#fff", "#FFF8", "#a1b2c3", "#a1b2c3d4"}, []string{"", "fff", "#ff", "#fffff", "#ggg", "#a1b2c3d"}},
	"hostname": {
		[]string{"localhost", "example.org", "a-b.c3.io", "3com.com", strings.Repeat("a", 63) + ".org"},
		[]string{"", ".", "a.", ".a", "-a.org", "a-.org", "a_b.org", "1.2.3.4", "a..b", strings.Repeat("a", 64) + ".org", strings.Repeat("abcdefg.", 32) + "org", "é.fr"},
	},
	"iban": {
		[]string{"GB82WEST12345698765432", "DE89370400440532013000", "DE89 3704 0044 0532 0130 00", "FR1420041010050500013M02606", "NO9386011117947", "MT84MALT011000012345MTLCAST001S"},
		[]string{"", "GB82WEST12345698765433", "gb82west12345698765432", "DE8937040044053201300", "XX89370400440532013000", "DE89 3704 00440532 0130 00", "DE89 3704 0044 0532 0130 00 ", "DE89-3704-0044-0532-0130-00", "GB82", "DEXX370400440532013000"},
	},
	"ip":   {[]string{"1.2.3.4", "::1"}, []string{"", "1.2.3", "x"}},
	"ipv4": {[]string{"0.0.0.0", "255.255.255.255", "127.0.0.1"}, []string{"", "256.1.1.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.4 ", "::1", "::ffff:1.2.3.4"}},
	"ipv6": {[]string{"::", "::1", "2001:db8::8a2e:370:7334", "::ffff:1.2.3.4", "FE80::1"}, []string{"", ":", "1::2::3", "12345::", "fe80::1%eth0", "[::1]", "1.2.3.4", "1:2:3:4:5:6:7"}},
	"isbn": {
		[]string{"9780306406157", "978-0-306-40615-7", "0306406152", "0-306-40615-2", "080442957X", "0-8044-2957-X", "979-10-90636-07-1"},
		[]string{"", "9780306406158", "0306406153", "080442957x", "978-0-306 40615-7", "9770306406157", "X804429570", "X", "-0306406152"},
	},
	"isin": {[]string{"US0378331005", "GB0002634946", "DE0005557508"}, []string{"", "US0378331006", "us0378331005", "0S0378331005", "US037833100", "US037833100A"}},
	"json": {[]string{`{"a": [1, null]}`, "1", `"x"`, " [] "}, []string{"", "{", "{'a': 1}", "[1,]", "nul", "1 2"}},
	"lei":  {[]string{"529900T8BM49AURSDO55", "5493001KJTIIGC8Y1R12"}, []string{"", "529900T8BM49AURSDO56", "529900t8bm49aursdo55", "529900T8BM49AURSDO5"}},
	"mac":  {[]string{"00:1b:44:11:3A:B7", "00-1B-44-11-3A-B7", "001b.4411.3ab7"}, []string{"", "00:1b:44:11:3a", "00:1b:44:11:3a-b7", "001b44113ab7", "00:1b:44:11:3a:bg", "0:1b:44:11:3a:b7a"}},
	"phone": {
		[]string{"+14155552671", "+442071838750", "+6834001", "+123456789012345"},
		[]string{"", "+", "4155552671", "+04155552671", "+1 415 555 2671", "+1234567890123456", "+123456", "+1415555267a"},
	},
	"postal-code": {},
	"rfc3339": {
		[]string{"2024-01-31T10:00:00Z", "2024-01-31t10:00:00.123456789-08:00", "1990-12-31T23:59:60Z"},
		[]string{"", "2024-01-31 10:00:00Z", "2024-01-31T10:00:00", "2024-01-31T10:00Z", "2024-02-30T10:00:00Z"},
	},
	"semver": {
		[]string{"0.0.0", "1.2.3", "1.0.0-alpha.1", "1.0.0-0A.is.legal", "1.0.0+build.01", "1.0.0--", "1.0.0-a+b-c"},
		[]string{"", "1", "1.2", "1.2.3.4", "01.2.3", "v1.2.3", "1.0.0-", "1.0.0-01", "1.0.0+", "1.0.0-a..b", "1.0.0+a_b"},
	},
	"time": {
		[]string{"10:00:00", "10:00:00Z", "23:59:59.999+05:30", "23:59:60Z"},
		[]string{"", "10:00", "24:00:00", "10:60:00", "10:00:61", "10:00:60Z", "1:00:00", "10:00:00 Z"},
	},
	"uri": {
		[]string{"https://example.org/a?b=c#d", "mailto:a@b.co", "urn:isbn:0306406152", "file:///etc/hosts", "http://[::1]:80/", "a:", "x+y.z-1:%20", "tel:+1-816-555-1212"},
		[]string{"", "example.org", "//example.org", "1a:b", "http://a b", "http://exa%2", "http://[::1", "http://[1.2.3.4]/", "http://a:b/", "http://a:65536/", "a:é", "a:#b#c", "http://a/[", ":a"},
	},
	"url": {
		[]string{"https://example.org", "HTTP://user:pw@example.org:8080/a;b?c=d&e#f", "ftp://127.0.0.1/x", "http://[2001:db8::1]/", "wss://localhost"},
		[]string{"", "example.org", "http://", "http:///a", "http:a", "mailto:a@b.co", "http://999.1.1.1/", "http://-a.org", "https://a_b.org", "http://exa mple.org", "http://:80", "http://user@"},
	},
	"uuid": {[]string{"f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6", "00000000-0000-0000-0000-000000000000"}, []string{"", "f81d4fae7dec11d0a76500a0c91e6bf6", "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}", "f81d4fae-7dec-11d0-a765-00a0c91e6bfg", "f81d4fae-7dec-11d0-a76500-a0c91e6bf6"}},
	"vin":  {[]string{"1M8GDM9AXKP042788", "11111111111111111"}, []string{"", "1M8GDM9A1KP042788", "1M8GDM9AXKP04278", "IM8GDM9AXKP042788", "1m8gdm9axkp042788"}},
}

var creditCards = []string{"4111111111111111", "4111 1111 1111 1111", "3782-822463-10005", "6304000000000000", "30569309025904"}

func TestFormats(t *testing.T) {
	for _, name := range Names() {
		s, ok := samples[name]
		if !ok {
			t.Errorf("%s has no samples", name)
		}
		accept, ok := For(name, "")
		if _, needs := National(name); needs == ok {
			t.Errorf("%s: needs a country: %t; is there without one: %t", name, needs, ok)
		}
		check(t, name, accept, s.good, s.bad)
	}
}

func check(t *testing.T, name string, accept Accept, good, bad []string) {
	t.Helper()
	for _, text := range good {
		if !accept([]byte(text)) {
			t.Errorf("%s: %q is refused", name, text)
		}
	}
	for _, text := range bad {
		if accept([]byte(text)) {
			t.Errorf("%s: %q is accepted", name, text)
		}
	}
}

func TestNationalFormats(t *testing.T) {
	for _, s := range []struct {
		name, country string
		good, bad     []string
	}{
		{"postal-code", "US", []string{"90210", "90210-1234"}, []string{"", "9021", "90210-", "90210 1234"}},
		{"postal-code", "GB", []string{"SW1A 1AA", "M1 1AE", "GIR 0AA"}, []string{"SW1A1AA", "sw1a 1aa", "SW1A 1A"}},
		{"postal-code", "CA", []string{"K1A 0B1"}, []string{"K1A0B1", "K1A 0BB"}},
		{"postal-code", "IE", []string{"D02 X285", "D6W XY00"}, []string{"D6X XY00", "D02X285"}},
		{"postal-code", "MC", []string{"98000"}, []string{"97000"}},
		{"postal-code", "AD", []string{"AD500"}, []string{"XD500"}},
		{"iban", "DE", []string{"DE89370400440532013000"}, []string{"GB82WEST12345698765432", "DE89370400440532013001"}},
	} {
		accept, ok := For(s.name, s.country)
		if !ok {
			t.Fatalf("%s of %s is unknown", s.name, s.country)
		}
		check(t, s.name+" "+s.country, accept, s.good, s.bad)
	}
	for _, s := range [][2]string{{"postal-code", "XX"}, {"iban", "US"}, {"iban", ""}, {"email", "FR"}, {"no-such", ""}} {
		if _, ok := For(s[0], s[1]); ok != (s[0] == "iban" && s[1] == "") {
			t.Errorf("%s of %q: %t", s[0], s[1], ok)
		}
	}
	for country, forms := range postalCodes {
		if !isCountry([]byte(country)) || forms == "" {
			t.Errorf("postal codes of %s: %q", country, forms)
		}
	}
}

func TestTablesAreInOrder(t *testing.T) {
	if names := Names(); !slices.IsSorted(names) {
		t.Errorf("not sorted: %v", names)
	}
	for i := 0; i < len(ibanLengths); i += 5 {
		country := ibanLengths[i : i+2]
		if country != "XK" && !isCountry([]byte(country)) {
			t.Errorf("IBANs of %s, which is no country", country)
		}
	}
	count := func(s *codes) (n int) {
		for _, w := range s {
			for ; w != 0; w &= w - 1 {
				n++
			}
		}
		return n
	}
	if got := [3]int{count(countries2()), count(countries3()), count(currencies())}; got != [3]int{249, 249, 178} {
		t.Errorf("%d countries, %d of three letters, %d currencies", got[0], got[1], got[2])
	}
}

// TestGoodTextsCostNoMemory holds the formats to what the package says.
func TestGoodTextsCostNoMemory(t *testing.T) {
	for name, s := range samples {
		accept, ok := For(name, "")
		if !ok || name == "json" {
			continue
		}
		for _, good := range s.good {
			text := []byte(good)
			if n := testing.AllocsPerRun(10, func() { accept(text) }); n > 0 {
				t.Errorf("%s: %g allocations for %q", name, n, good)
			}
		}
	}
}

// FuzzFormats finds texts on which a format fails, and texts to which it would
// give another answer after they were copied.
func FuzzFormats(f *testing.F) {
	for _, s := range samples {
		for _, text := range append(s.good, s.bad...) {
			f.Add([]byte(text))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		before := bytes.Clone(text)
		for _, name := range Names() {
			accept, ok := For(name, "")
			if !ok {
				continue
			}
			if accept(text) != accept(before) || !bytes.Equal(text, before) {
				t.Errorf("%s is not sure of %q", name, before)
			}
		}
	})
}

func BenchmarkFormats(b *testing.B) {
	for _, name := range Names() {
		accept, ok := For(name, "")
		if !ok {
			continue
		}
		text := []byte(samples[name].good[0])
		b.Run("format="+name, func(b *testing.B) {
			for b.Loop() {
				accept(text)
			}
		})
	}
}
