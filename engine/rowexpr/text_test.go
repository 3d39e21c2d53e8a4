package rowexpr_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

// TestShortTexts compares literals of up to nine bytes with texts that differ
// from them in single bits, bytes and lengths, wherever in the data they lie.
func TestShortTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for size := range 10 {
		literal := strings.Repeat("x", size)
		cells := []any{literal, literal + "x", literal + "\x00", "", nil, strings.Repeat("\x00", size)}
		for i := range size {
			for bit := range 8 {
				changed := []byte(literal)
				changed[i] ^= 1 << bit
				cells = append(cells, string(changed), string(changed[:i]), string(changed[:i+1]))
			}
		}
		for range 300 {
			cells = append(cells, strings.Repeat("x", r.IntN(18)))
		}
		r.Shuffle(len(cells), func(i, j int) { cells[i], cells[j] = cells[j], cells[i] })
		data := table{{"s", texts, cells}}
		for _, test := range []struct {
			text string
			want func(s string) bool
		}{
			{"s == " + strconv.Quote(literal), func(s string) bool { return s == literal }},
			{strconv.Quote(literal) + " != s", func(s string) bool { return s != literal }},
			{"trim(s) == " + strconv.Quote(literal), func(s string) bool { return s == literal }},
			{fmt.Sprintf("s in [%q, %q]", literal, literal+"x"), func(s string) bool { return s == literal || s == literal+"x" }},
		} {
			var want []string
			for _, c := range cells {
				s, ok := c.(string)
				if strings.HasPrefix(test.text, "trim") {
					s = strings.TrimSpace(s)
				}
				if ok {
					want = append(want, strconv.FormatBool(test.want(s)))
				} else {
					want = append(want, "null")
				}
			}
			if got := verdict(t, data, bind(t, data, test.text, options)); got != strings.Join(want, " ") {
				t.Errorf("%s of %q:\ngot  %s\nwant %s", test.text, cells, got, strings.Join(want, " "))
			}
		}
	}
}

// TestDictionary evaluates one condition over batches with dictionaries that
// are short, shared, new, longer than the batch, and absent.
func TestDictionary(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	draw := func(rows, values int) column {
		c := column{name: "s", dt: texts}
		for range rows {
			if r.IntN(10) == 0 {
				c.cells = append(c.cells, nil)
			} else {
				c.cells = append(c.cells, fmt.Sprintf("value %d", r.IntN(values)))
			}
		}
		return c
	}
	schema := table{draw(1, 1)}
	for _, text := range []string{
		`s contains "7"`, `s == nil or s == "value 7"`, `(s ?? "value 7") == "value 7"`, `lower(s) in ["value 7", "value 8"]`,
		`s != "value 3" and len(s) > 7`, `s + s == "value 7value 7"`,
	} {
		b := bind(t, schema, text, options)
		selector := b.Condition().New()
		check := func(c column, v *vector.Vector) {
			t.Helper()
			n := len(c.cells)
			got, want := vector.NewMask(n), vector.NewMask(n)
			if err := selector.Select([]*vector.Vector{v}, n, got); err != nil {
				t.Fatal(err)
			}
			if err := b.Condition().New().Select([]*vector.Vector{c.vector()}, n, want); err != nil {
				t.Fatal(err)
			}
			for i := range n {
				if got.Get(i) != want.Get(i) {
					t.Fatalf("%s: row %d, %v: %t with a dictionary", text, i, c.cells[i], got.Get(i))
				}
			}
		}
		short := draw(3000, 20)
		v := short.dictionary()
		check(short, v)
		check(short, v)
		long := draw(7000, 3000)
		check(long, long.dictionary())
		wide := draw(100, 5000)
		check(wide, wide.dictionary())
		check(short, short.vector())
		check(short, v)
		other := draw(129, 30)
		check(other, other.dictionary())
	}
}

// TestDictionaryFailure: an entry that no row has cannot fail the check, and
// the message names what failed.
func TestDictionaryFailure(t *testing.T) {
	c := column{name: "s", dt: texts, cells: []any{"a", "a", nil, "bb", "a", "a", "a", "a"}}
	data := table{c}
	b := bind(t, data, `1 % (len(s) - 2) >= 0`, options)
	v := c.dictionary()
	err := b.Condition().New().Select([]*vector.Vector{v}, 8, vector.NewMask(8))
	if at, ok := err.(*engine.RowError); !ok || at.Row != 3 || at.Error() != "division by zero in 1 % (len(s) - 2)" {
		t.Fatalf("got %v", err)
	}
	v.Index[3] = v.Index[0] // now "bb" is in no row
	if err := b.Condition().New().Select([]*vector.Vector{v}, 8, vector.NewMask(8)); err != nil {
		t.Fatal(err)
	}
}

// TestNullLane: a batch may hold no value at all of a column of any type.
func TestNullLane(t *testing.T) {
	for _, c := range orders {
		if c.dt.ID() == arrow.NULL {
			continue
		}
		data := table{c}
		text := fmt.Sprintf("$env[%q] == $env[%q] or $env[%q] == nil", c.name, c.name, c.name)
		b := bind(t, data, text, options)
		out := vector.NewMask(3)
		in := []*vector.Vector{{Type: c.dt, Lane: vector.Null, Len: 3}}
		if err := b.Condition().New().Select(in, 3, out); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if out.Count() != 3 {
			t.Errorf("%s: %d rows of 3", text, out.Count())
		}
	}
}
