package regex

import "testing"

func TestLike(t *testing.T) {
	for _, c := range []struct {
		pattern, escape, text string
		want                  bool
	}{
		{"abc", "", "abc", true}, {"abc", "", "xabc", false}, {"abc", "", "abcx", false}, {"abc", "", "ABC", false},
		{"%", "", "", true}, {"_", "", "", false}, {"_", "", "é", true}, {"_", "", "ab", false}, {"a%c", "", "a\n\nc", true},
		{"%b%", "", "abc", true}, {"10%", "", "100", true}, {"10!%", "!", "100", false}, {"10!%", "!", "10%", true}, {"a!!b", "!", "a!b", true},
		{`a\_b`, `\`, "a_b", true}, {`a\_b`, `\`, "axb", false}, {"a.c", "", "abc", false}, {"[a]", "", "a", false}, {"%%a%%", "%", "%a%", true}, {"", "", "", true}, {"", "", "\n", false},
	} {
		e, err := CompileLike(c.pattern, c.escape)
		if err != nil {
			t.Fatalf("%q: %v", c.pattern, err)
		}
		if got, _ := e.NewSearcher().Find([]byte(c.text)); got != c.want {
			t.Errorf("%q like %q escape %q is %v", c.text, c.pattern, c.escape, got)
		}
	}
	if _, err := CompileLike("abc!", "!"); err == nil {
		t.Error("a pattern may end in its escape character")
	}
}
