package rowexpr

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
)

// TestExpressionsAreClosed tries what would call out, loop, define, or take
// memory or time without bound. All of it is refused before any data is read.
func TestExpressionsAreClosed(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "a", Type: arrow.PrimitiveTypes.Int64}, {Name: "s", Type: arrow.BinaryTypes.String},
	}, nil)
	for _, text := range []string{
		`env("HOME") == "x"`, `$env.HOME == "x"`, `$env["HOME"] == "x"`, `os.Getenv("HOME") == "x"`, `exec("true")`, `system("true") == 0`, `open("/etc/passwd") == s`, `get("http://x") == s`,
		`all(1..1000000000, # > 0)`, `len(1..1000000000) > 0`, `count(map(1..9, # * a)) > 0`, `reduce(1..9, #acc + #) > a`, `any([1, 2], {# > a})`, `filter([1], true) == a`,
		`let x = a; x > 0`, `a = 1`, `a; a`, `fn() > 0`, `a.b.c() > 0`, `s.toString() == s`, `while (true) {}`, `for x in a: x`, `lambda: a`, `(() => a)()`,
		`repeat(s, 1000000000) == s`, `sprintf("%999999999d", a) == s`, `join(split(s, ""), s) == s`, `toJSON(a) == s`, `fromJSON(s) == a`, `now().String() == s`,
		`2 ** 1000000000 > a`, `a ** 1000 > 0`, `1e999999999 > a`, strings.Repeat("9", 100_000) + " > a",
		strings.Repeat("(", 100_000) + "a" + strings.Repeat(")", 100_000) + " > 0", strings.Repeat("-", 100_000) + "a > 0", strings.Repeat("not ", 10_000) + "(a > 0)",
		strings.Repeat("a > 0 and ", 100_000) + "a > 0", "a in [" + strings.Repeat("1,", 100_000) + "1]", `s == "` + strings.Repeat("x", 1<<20) + `"`,
		"a" + strings.Repeat(" ? a", 5_000), strings.Repeat("a + ", 30_000) + "a > 0",
	} {
		e, err := Parse(text)
		if err == nil {
			_, err = e.Bind(schema, Options{})
		}
		if err == nil {
			t.Errorf("%.60q is taken", text)
		}
	}
	// What is near the limits and lawful is taken.
	for _, text := range []string{"a ** 3 > 0", strings.Repeat("(", 50) + "a" + strings.Repeat(")", 50) + " > 0", "a in [" + strings.Repeat("1,", 1000) + "1]", fmt.Sprintf("s == %q", strings.Repeat("x", 1000))} {
		e, err := Parse(text)
		if err == nil {
			_, err = e.Bind(schema, Options{})
		}
		if err != nil {
			t.Errorf("%.60q is refused: %v", text, err)
		}
	}
}
