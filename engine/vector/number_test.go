package vector

import (
	"math"
	"math/big"
	"strings"
	"testing"
)

func (n number) rat() *big.Rat {
	r := new(big.Rat).SetInt(n.coef)
	return r.Mul(r, ratPow10(n.exp))
}

func TestParseNumber(t *testing.T) {
	for _, text := range numberTexts {
		n, err := parseNumber(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if want, ok := new(big.Rat).SetString(text); ok && n.rat().Cmp(want) != 0 {
			t.Errorf("%s: got %s", text, n.rat())
		}
	}
	for _, text := range []string{
		"", " ", "1 ", " 1", "1_000", "1,000", "0x1F", "0o17", "0b1", "1e", "1e+", "e5", ".", "-", "+", "--1", "+-1", "1.2.3", "1e5.5",
		"inf", "Infinity", "nan", ".nan", ".NaN", "-.nan", "１", "1f", strings.Repeat("1", 5000),
	} {
		if n, err := parseNumber(text); err == nil {
			t.Errorf("%q was read as %v", text, n)
		}
	}
}

func TestNumberFloor(t *testing.T) {
	for _, c := range []struct {
		text  string
		scale int
		want  string
		exact bool
	}{
		{"10.5", 0, "10", false}, {"-10.5", 0, "-11", false}, {"10.5", 1, "105", true}, {"0.001", 0, "0", false}, {"-0.001", 0, "-1", false},
		{"1e-1000000000", 0, "0", false}, {"-1e-1000000000", 2, "-1", false}, {"0e999999999", 5, "0", true}, {"12300", -2, "123", true},
		{"12345", -2, "123", false}, {"1e9999999999", 0, pow10(maxDigits).String(), true}, {"-.inf", 0, "-" + pow10(maxDigits).String(), false},
	} {
		n, err := parseNumber(c.text)
		if err != nil {
			t.Fatal(err)
		}
		if got, exact := n.floor(c.scale); got.String() != c.want || exact != c.exact {
			t.Errorf("%s at scale %d: got %s, %v", c.text, c.scale, got, exact)
		}
	}
}

func TestNumberCompare(t *testing.T) {
	r := newRand(t)
	for range 3000 {
		a, b := pick(r, numberTexts...), pick(r, numberTexts...)
		n, errA := parseNumber(a)
		m, errB := parseNumber(b)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		x, y := worth{inf: n.inf}, worth{inf: m.inf}
		if n.inf == 0 {
			x.rat = n.rat()
		}
		if m.inf == 0 {
			y.rat = m.rat()
		}
		if got, want := n.cmp(m), x.cmp(y); order(got, 0) != order(want, 0) {
			t.Errorf("%s and %s: got %d, want %d", a, b, got, want)
		}
	}
	far, _ := parseNumber("1e1000000000")
	near, _ := parseNumber("-1e-1000000000")
	if far.cmp(near) <= 0 || near.cmp(far) >= 0 || near.cmp(near) != 0 {
		t.Error("numbers of extreme exponents compare wrongly")
	}
}

func TestNumberOfFloat(t *testing.T) {
	r := newRand(t)
	for range 500 {
		f := randomFloat(r, 64)
		if math.IsNaN(f) || math.IsInf(f, 0) {
			continue
		}
		if got := numberOfFloat(f).rat(); got.Cmp(new(big.Rat).SetFloat64(f)) != 0 {
			t.Errorf("%v: got %s", f, got)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, text := range numberTexts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := parseNumber(text)
		if err != nil {
			return
		}
		n.floor(0)
		n.cmp(number{coef: big.NewInt(1), exp: -3})
		if n.inf != 0 || max(n.exp, -n.exp) > 5000 {
			return
		}
		want, ok := new(big.Rat).SetString(text)
		if !ok || n.rat().Cmp(want) != 0 {
			t.Errorf("%q was read as %v", text, n.rat())
		}
	})
}
