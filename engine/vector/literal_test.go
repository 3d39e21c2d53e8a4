package vector

import "testing"

func TestCompareLiterals(t *testing.T) {
	yes, no := &Literal{Kind: LiteralBool, Text: "true"}, &Literal{Kind: LiteralBool, Text: "false"}
	for _, c := range []struct {
		a, b *Literal
		cmp  int
		ok   bool
	}{
		{num("1"), num("1.0"), 0, true},
		{num("9007199254740993"), num("9007199254740992"), 1, true},
		{num("-.inf"), num("-1e999"), -1, true},
		{num("1e-999999999"), num("0"), 1, true},
		{num("10"), num("9"), 1, true},
		{num("1_0"), num("9"), 0, false},
		{num(".nan"), num("9"), 0, false},
		{str("10"), str("9"), -1, true},
		{str("b"), str("a"), 1, true},
		{num("1"), str("1"), 0, false},
		{num("1"), &Literal{}, 0, false},
		{&Literal{}, &Literal{}, 0, false},
		{no, yes, -1, true},
		{tim("2024-01-31"), tim("2024-01-31T00:00:00"), 0, true},
		{tim("2024-01-31"), str("2024-02-01"), -1, true},
		{tim("2024-01-31"), str("soon"), 0, false},
		{tim("2024-01-31T10:00:00Z"), tim("2024-01-31T10:00:00"), 0, false},
		{tim("2024-01-31T10:00:00Z"), tim("2024-01-31T11:30:00+02:00"), 1, true},
		{str("2024-01-31T10:00:00Z"), str("2024-01-31T11:30:00+02:00"), -1, false},
		{str("2024-01-31T10:00:00Z"), str("2024-01-31T11:00:00"), -1, false},
		{str("2024-01-31"), str("2024-02-01"), -1, true},
		{tim("2024-02-30"), tim("2024-01-01"), 0, false},
	} {
		if cmp, ok := CompareLiterals(*c.a, *c.b); ok != c.ok || ok && order(cmp, 0) != c.cmp {
			t.Errorf("%v and %v: got %d, %v", *c.a, *c.b, cmp, ok)
		}
		if cmp, ok := CompareLiterals(*c.b, *c.a); ok != c.ok || ok && order(cmp, 0) != -c.cmp {
			t.Errorf("%v and %v: got %d, %v", *c.b, *c.a, cmp, ok)
		}
	}
}
