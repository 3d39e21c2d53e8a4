package regex

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"assay/engine/vector"
)

var patterns = []string{
	``, `a`, `^$`, `^a$`, `abc`, `a|b|cd`, `(?i)straße|k`, `[^a-c]x`, `.`, `(?s).`, `^.*$`, `(?m)^a.*b$`,
	`\bfoo\b`, `\Bo\B`, `\d{3}-\d{4}`, `^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$`, `x*`, `^x*y+z?$`,
	`\pL+\s\pN`, `[\x00-\x1f]`, `é+`, `^(a|ab)(c|bcd)$`, `(a*)*b`, `\A\d+\z`, `(?m)$`, `a$`, `\b`, `^\B$`,
	`[^\x{100}-\x{10ffff}]$`, `(foo|bar)+baz`, "\xef\xbf\xbd", `[Kk\x{212a}]`, `(?i:K)`, `^[\p{Greek}]+$`, `a{2,5}b{0,2}`,
}

var texts = []string{
	"", "a", "b", "abc", "xabcx", "foo", "a foo b", "afoob", "straSSe", "STRASSE", "straße", "K", "k", "\u212a",
	"123-4567", "12-34", "me@example.org", "me@example", "x\ny", "a1b\nc", "\nab\n", "é", "e\u0301", "\xff", "a\xffb", "\xc3",
	"\xef\xbf\xbd", "Ω", "αβγ", "yz", "xxxyyz", "aaab", "aab", "foobarbaz", "_", "a_b", "0", "\x00", "\U0010ffff", "ĀĀ",
}

func TestMatchAgreesWithRegexp(t *testing.T) {
	for _, pattern := range patterns {
		compareAll(t, pattern, texts)
	}
}

func compareAll(t *testing.T, pattern string, texts []string) {
	t.Helper()
	p, err := Compile(pattern)
	if err != nil {
		t.Fatalf("Compile(%q): %v", pattern, err)
	}
	want := regexp.MustCompile(pattern)
	m := p.NewMatcher()
	for range 2 { // the second time from the states that the first left
		for _, text := range texts {
			if got := m.Match([]byte(text)); got != want.MatchString(text) {
				t.Errorf("%q on %q: got %v", pattern, text, got)
			}
		}
	}
}

func TestMatchAgreesOnRandomPatterns(t *testing.T) {
	const seed = 20261123
	rng := rand.New(rand.NewPCG(seed, 1))
	for range 3000 {
		pattern := randomPattern(rng, 4)
		if _, err := regexp.Compile(pattern); err != nil {
			continue
		}
		var some []string
		for range 12 {
			some = append(some, randomText(rng))
		}
		compareAll(t, pattern, some)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func randomPattern(rng *rand.Rand, depth int) string {
	if depth == 0 || rng.IntN(4) == 0 {
		atoms := []string{"a", "b", ".", "[ab]", "[^a]", `\w`, `\W`, `\b`, `\B`, "^", "$", "é", `\n`, "(?i:A)", `\d`, "[à-ÿ]"}
		return atoms[rng.IntN(len(atoms))]
	}
	sub := func() string { return randomPattern(rng, depth-1) }
	switch rng.IntN(6) {
	case 0:
		return "(" + sub() + "|" + sub() + ")"
	case 1:
		return "(?:" + sub() + ")" + []string{"*", "+", "?", "{2}", "{1,3}", "*?"}[rng.IntN(6)]
	case 2:
		return "(?m:" + sub() + ")"
	}
	return sub() + sub()
}

func randomText(rng *rand.Rand) string {
	var b strings.Builder
	for range rng.IntN(8) {
		b.WriteString([]string{"a", "b", "A", "é", "\n", " ", "1", "_", "\xff", "ÿ"}[rng.IntN(10)])
	}
	return b.String()
}

func TestTooManyStatesFallBack(t *testing.T) {
	p, err := Compile(`a.{14}b`)
	if err != nil {
		t.Fatal(err)
	}
	m := p.NewMatcher()
	rng := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		text := make([]byte, 300)
		for i := range text {
			text[i] = "acd"[rng.IntN(3)]
		}
		if got := m.Match(text); got != p.slow().Match(text) {
			t.Fatalf("on %q: got %v", text, got)
		}
	}
	if !m.slow {
		t.Errorf("%d states and no fallback", len(m.states))
	}
}

func TestHugePatternIsLeftToRegexp(t *testing.T) {
	compareAll(t, `^(?:\pL{900}|x)$`, []string{"x", "y", "xx"})
}

// TestNotMatchingAgreesWithMatch matches texts of all lengths side by side, from
// an automaton that is still unknown, or given up on the way.
func TestNotMatchingAgreesWithMatch(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	for _, pattern := range append([]string{`a.{14}b`, `^b+$`}, patterns...) {
		p, err := Compile(pattern)
		if err != nil {
			t.Fatal(err)
		}
		m := p.NewMatcher()
		for range 6 {
			v := &vector.Vector{Lane: vector.Bytes, Offsets: []int32{0}, Len: rng.IntN(400)}
			want := vector.NewMask(v.Len)
			for i := range v.Len {
				text := texts[rng.IntN(len(texts))]
				if rng.IntN(3) == 0 {
					text = strings.Repeat("acdbb"[rng.IntN(5):], rng.IntN(20))
				}
				if !p.slow().MatchString(text) {
					want.Set(i)
				}
				v.Data = append(v.Data, text...)
				v.Offsets = append(v.Offsets, int32(len(v.Data)))
			}
			got := vector.NewMask(v.Len)
			if err := m.NotMatching(v, nil, got); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%q: got %x, want %x", pattern, got, want)
			}
		}
	}
}

func FuzzMatch(f *testing.F) {
	for _, p := range patterns {
		f.Add(p, "a foo\nb")
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		want, err := regexp.Compile(pattern)
		if err != nil || len(pattern) > 200 {
			return
		}
		p, err := Compile(pattern)
		if err != nil {
			t.Fatalf("regexp takes %q, Compile does not: %v", pattern, err)
		}
		if got := p.NewMatcher().Match([]byte(text)); got != want.MatchString(text) {
			t.Errorf("%q on %q: got %v (valid: %v)", pattern, text, got, utf8.ValidString(text))
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	const pattern = `^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$`
	text := []byte("user1000761@mail24.example.com")
	b.Run("engine=dfa", func(b *testing.B) {
		p, err := Compile(pattern)
		if err != nil {
			b.Fatal(err)
		}
		m := p.NewMatcher()
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			m.Match(text)
		}
	})
	b.Run("engine=regexp", func(b *testing.B) {
		re := regexp.MustCompile(pattern)
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			re.Match(text)
		}
	})
}

func BenchmarkNotMatching(b *testing.B) {
	const rows = 4096
	v := &vector.Vector{Lane: vector.Bytes, Offsets: []int32{0}, Len: rows}
	for i := range rows {
		v.Data = fmt.Appendf(v.Data, "user%d@mail%d.example.com", 1_000_000+i*7919, i%50)
		v.Offsets = append(v.Offsets, int32(len(v.Data)))
	}
	p, err := Compile(`^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$`)
	if err != nil {
		b.Fatal(err)
	}
	m := p.NewMatcher()
	out := vector.NewMask(rows)
	b.SetBytes(int64(len(v.Data)))
	for b.Loop() {
		if err := m.NotMatching(v, nil, out); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds(), "rows/s")
}
