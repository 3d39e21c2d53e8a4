package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"assay/engine"
	"assay/engine/vector"
)

// TestLayOutKeepsJSON lays out random documents: they must stay what they are.
func TestLayOutKeepsJSON(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for range 300 {
		raw, err := marshal(randomJSON(rng, 5))
		if err != nil {
			t.Fatal(err)
		}
		out := layOut(raw)
		var compact bytes.Buffer
		if err := json.Compact(&compact, out); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if !bytes.Equal(compact.Bytes(), raw) {
			t.Fatalf("layOut changed\n%s\nto\n%s", raw, compact.Bytes())
		}
		if bytes.Contains(out, []byte(" \n")) {
			t.Fatalf("a line ends with a blank:\n%s", out)
		}
	}
}

func randomJSON(rng *rand.Rand, depth int) any {
	texts := []string{"", "a, b", `quote " and \ and {[`, "日本", strings.Repeat("long ", 30), "a: b"}
	switch n := rng.IntN(6); {
	case n < 2 && depth > 0:
		object := map[string]any{}
		for range rng.IntN(5) {
			object[texts[rng.IntN(len(texts))]] = randomJSON(rng, depth-1)
		}
		return object
	case n < 4 && depth > 0:
		list := []any{}
		for range rng.IntN(8) {
			list = append(list, randomJSON(rng, depth-1))
		}
		return list
	case n == 4:
		return rng.Float64()
	}
	return texts[rng.IntN(len(texts))]
}

func TestJSONNumber(t *testing.T) {
	for text, want := range map[string]string{
		"18": "18", "+18": "18", "-0": "-0", "007": "7", "-007.50": "-7.50", ".5": "0.5", "5.": "5",
		"1e9": "1e9", "+.5E-3": "0.5E-3", "9007199254740993": "9007199254740993",
		"": "", ".": "", "1e": "", "x": "", "--1": "", "1_000": "", "0x10": "",
	} {
		got, ok := jsonNumber(text)
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("jsonNumber(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain é 日本":           "plain é 日本",
		"\x1b[31mred":          `\x1b[31mred`,
		"a\r\n\tb":             `a\r\n\tb`,
		"\u202eevil":           `\u202eevil`,
		"\x9b2J broken":        `\x9b2J broken`,
		"\u009b2J c1":          `\u009b2J c1`,
		"back\\slash \"":       "back\\slash \"",
		"nbsp\u00a0 bom\ufeff": `nbsp\u00a0 bom\ufeff`,
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

// FuzzTerminalText checks that nothing but printable text leaves the report.
func FuzzTerminalText(f *testing.F) {
	f.Add("\x1b]0;x\x07", 10)
	f.Add("日本語\xff", 3)
	f.Fuzz(func(t *testing.T, s string, n int) {
		n = 2 + int(uint(n)%200)
		for _, out := range []string{clip(clean(s), n), clip(scalarText(vector.StringScalar(s)), n), clipLeft(clean(s), n)} {
			if strings.IndexFunc(out, func(r rune) bool { return !unicode.IsPrint(r) }) >= 0 {
				t.Errorf("not printable: %q", out)
			}
			if width(out) > n {
				t.Errorf("%q is wider than %d", out, n)
			}
		}
		for _, line := range wrap(s, n) {
			if strings.IndexFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }) >= 0 {
				t.Errorf("not printable: %q", line)
			}
		}
	})
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", -1234567: "-1,234,567", math.MinInt64: "-9,223,372,036,854,775,808"} {
		if got := group(n); got != want {
			t.Errorf("group(%d) = %s, want %s", n, got, want)
		}
	}
	for n, want := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1.0 kB", 999_949: "999.9 kB", 999_951: "1.0 MB", 1_500_000_000: "1.5 GB"} {
		if got := bytesText(n); got != want {
			t.Errorf("bytesText(%d) = %s, want %s", n, got, want)
		}
	}
	shares := []struct {
		n, of int64
		want  string
	}{
		{0, 0, "–"}, {0, 7, "0%"}, {7, 7, "100%"}, {1, 1_000_000, "< 0.01%"}, {999_999, 1_000_000, "> 99.99%"},
		{1, 3, "33.3%"}, {1, 1000, "0.10%"}, {995, 1000, "99.50%"},
	}
	for _, c := range shares {
		if got := share(c.n, c.of); got != c.want {
			t.Errorf("share(%d, %d) = %s, want %s", c.n, c.of, got, c.want)
		}
	}
}

// TestValueCounterIsBounded feeds more distinct values than are counted.
func TestValueCounterIsBounded(t *testing.T) {
	visit := func(v func(engine.Example) error) error {
		for i := range int64(maxCounted + 1) {
			if err := v(engine.Example{Values: []vector.Scalar{vector.IntScalar(i)}}); err != nil {
				return err
			}
		}
		return nil
	}
	o := engine.Outcome{Check: &engine.Check{ID: "x"}, Counts: &engine.RowCounts{}, All: engine.NewFailureLog(maxCounted+1, visit)}
	g := gxWriter{level: gxComplete, partial: 20}
	got := fmt.Sprint(g.rowsOf(o).counts(nil))
	if !strings.Contains(got, "error") || g.err != nil {
		t.Errorf("got %s, %v, want an entry that says so", got, g.err)
	}
}

// TestGXStopsAtErrors lets the failure log break half-way.
func TestGXStopsAtErrors(t *testing.T) {
	broken := errors.New("the disk is gone")
	visit := func(v func(engine.Example) error) error {
		return errors.Join(v(engine.Example{Values: []vector.Scalar{vector.IntScalar(1)}}), broken)
	}
	o := engine.Outcome{
		Check: &engine.Check{ID: "x", Columns: []string{"a"}}, Status: engine.Fail,
		Counts: &engine.RowCounts{Elements: 9, Unexpected: 2}, All: engine.NewFailureLog(2, visit),
	}
	var out bytes.Buffer
	g := gxWriter{w: &out, level: gxComplete, partial: 20, result: &engine.Result{Outcomes: []engine.Outcome{o}}}
	g.document()
	if !errors.Is(g.err, broken) {
		t.Errorf("got %v, want the log's error", g.err)
	}
}
