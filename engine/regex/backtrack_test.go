package regex

import (
	"errors"
	"testing"
	"time"

	"assay/engine"
	"assay/engine/vector"
)

// TestTimeLimitNamesTheRow searches for a pattern that tries a number of ways
// that doubles with each letter.
func TestTimeLimitNamesTheRow(t *testing.T) {
	e, err := CompilePython(`^(?=((a|aa|a?a)+)+$)`, time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	v := column([]string{"aaa", "b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"})
	ignored, absent := vector.NewMask(v.Len), vector.NewMask(v.Len)
	ignored.Set(2)
	err = e.NewSearcher().NotMatching(v, ignored, absent)
	var row *engine.RowError
	if !errors.As(err, &row) || row.Row != 3 {
		t.Fatalf("the error is %v, not that of row 3", err)
	}
	if got, want := row.Error(), "the regular expression takes more than 1ms on a value"; got != want {
		t.Errorf("the message is %q, not %q", got, want)
	}
}

func TestEngine(t *testing.T) {
	for pattern, want := range map[string]string{
		`^\d+$`:       "automaton",
		`\bword\b`:    "automaton",
		`a(?=b)`:      "backtracking (look-ahead), at most 1s per value",
		`(?<!a)b`:     "backtracking (look-behind), at most 1s per value",
		`(a)\1`:       "backtracking (back-references), at most 1s per value",
		`a++b`:        "backtracking (possessive quantifiers), at most 1s per value",
		`(?>a|ab)c`:   "backtracking (atomic groups), at most 1s per value",
		`a$\n`:        "backtracking ($ before the pattern's end), at most 1s per value",
		`(a)?(?(1)b)`: "backtracking (conditions), at most 1s per value",
	} {
		e, err := CompilePython(pattern, DefaultLimit)
		if err != nil {
			t.Fatalf("%q: %v", pattern, err)
		}
		if got := e.Engine(); got != want {
			t.Errorf("%q is searched for by %s, not by %s", pattern, got, want)
		}
	}
}

// TestUnicodeWordsWithoutStates searches for words without keeping states, as is
// done where there are too many.
func TestUnicodeWordsWithoutStates(t *testing.T) {
	for _, pattern := range []string{`\bé\b`, `\B本`, `^\w+\b.$`} {
		e, err := CompilePython(pattern, DefaultLimit)
		if err != nil {
			t.Fatal(err)
		}
		quick, slow := e.pattern.NewMatcher(), e.pattern.NewMatcher()
		slow.slow = true
		for _, text := range append([]string{"日本", "本", "é", "éa", "a é b", "日本!"}, texts...) {
			if got, want := slow.Match([]byte(text)), quick.Match([]byte(text)); got != want {
				t.Errorf("%q in %q: %v without states, %v with them", pattern, text, got, want)
			}
		}
	}
}
