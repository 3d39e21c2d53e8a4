package regex

import (
	"slices"
	"testing"
	"unicode"
)

// TestRangesOf compares ranges with a look at every rune.
func TestRangesOf(t *testing.T) {
	for name, tables := range map[string][]*unicode.RangeTable{
		"digits": {unicode.Nd}, "words": {unicode.L, unicode.N, underscore}, "overlapping": {unicode.Letter, unicode.Upper, unicode.Lu},
	} {
		var want []runeRange
		for r := rune(0); r <= unicode.MaxRune; r++ {
			if !unicode.In(r, tables...) {
				continue
			}
			if last := len(want) - 1; last >= 0 && want[last].hi == r-1 {
				want[last].hi = r
			} else {
				want = append(want, runeRange{r, r})
			}
		}
		if got := rangesOf(tables...); !slices.Equal(got, want) {
			t.Errorf("%s: %d ranges, want %d", name, len(got), len(want))
		}
	}
}
