package regex

import (
	"testing"
	"time"

	"assay/integrations/bounded"
)

// fuzzBytes is what an automaton and the search for its classes may take.
const fuzzBytes = 256 << 20

// FuzzPython compares the automaton of a pattern with backtracking over the same
// pattern: both are to find what Python's re finds.
func FuzzPython(f *testing.F) {
	for _, p := range patterns {
		f.Add(p, "a foo\nb")
	}
	for _, p := range []string{`(?i)straße`, `\bno\b`, `^a$`, `a\Z`, `[^\W\d]+`, `(a|b)*c{2,3}`, `(?s).+`, `(?m)^x$`, `\d{4}-\d\d`, `[\s\S]`, `(?P<n>a)(?P=n)`, `(?x) a # b`} {
		f.Add(p, "Straße 2024-01 a\n")
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if len(pattern) > 64 || len(text) > 256 {
			return
		}
		bounded.Run(t, fuzzBytes, func() { checkEngines(t, pattern, text) })
	})
}

func checkEngines(t *testing.T, pattern, text string) {
	t.Helper()
	e, err := CompilePython(pattern, time.Second)
	if err != nil || e.back != nil {
		return // there is but one engine for it, or none
	}
	rewritten, err := translate(pattern, true)
	if err != nil {
		t.Fatalf("%q becomes an automaton, and cannot be searched for: %v", pattern, err)
	}
	b, err := newBacktracker(rewritten.out.String(), 100*time.Millisecond)
	if err != nil {
		return // regexp2 has limits of its own
	}
	want, err := b.Find([]byte(text))
	if err != nil {
		return
	}
	if got, _ := e.NewSearcher().Find([]byte(text)); got != want {
		t.Errorf("%q in %q: the automaton says %v, backtracking %v", pattern, text, got, want)
	}
}
