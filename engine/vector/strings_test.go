package vector

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
)

func TestLengthsOutside(t *testing.T) {
	r := newRand(t)
	bounds := []int64{math.MinInt64, -1, 0, 1, 2, 3, 5, 9, 17, 40, math.MaxInt32, math.MaxInt64}
	for _, typ := range textTypes {
		for round := range 60 {
			values := randomValues(r, typ, r.IntN(200))
			if round%2 == 0 { // ASCII alone
				for i, x := range values {
					if x != nil {
						values[i] = strings.Map(func(c rune) rune { return c & 0x7F }, x.(string))
					}
				}
			}
			if typ.ID() == arrow.FIXED_SIZE_BINARY {
				values = randomValues(r, typ, 20)
			}
			var lo, hi *int64
			if r.IntN(4) > 0 {
				n := pick(r, bounds...)
				lo = &n
			}
			if r.IntN(4) > 0 {
				n := pick(r, bounds...)
				hi = &n
			}
			v := vectorOf(t, typ, values)
			before := randomMask(r, v.Len)
			out := append(Mask(nil), before...)
			LengthsOutside(v, lo, hi, out)
			checkRows(t, fmt.Sprintf("length of %s", typ), v, out, before, func(s Scalar) bool {
				n := int64(len([]rune(s.S))) // an invalid byte is one rune
				return lo != nil && n < *lo || hi != nil && n > *hi
			})
		}
	}
}

func TestTextsRefused(t *testing.T) {
	r := newRand(t)
	for _, pattern := range []string{`^a`, `b`, `^$`, `\d{2}`, `é|日`, `^https://`} {
		re := regexp.MustCompile(pattern)
		v := vectorOf(t, arrow.BinaryTypes.String, randomValues(r, arrow.BinaryTypes.String, 150))
		before := randomMask(r, v.Len)
		out := append(Mask(nil), before...)
		TextsRefused(re.Match, v, out)
		checkRows(t, pattern, v, out, before, func(s Scalar) bool { return !re.MatchString(s.S) })
	}
}

func TestStringKernelsOnOtherLanes(t *testing.T) {
	zero := int64(0)
	null, ints := vectorOf(t, arrow.Null, make([]any, 3)), vectorOf(t, arrow.PrimitiveTypes.Int64, []any{int64(1), int64(2), int64(3)})
	for name, kernel := range map[string]func(v *Vector, out Mask){
		"lengths": func(v *Vector, out Mask) { LengthsOutside(v, &zero, nil, out) },
		"refused": func(v *Vector, out Mask) { TextsRefused(func([]byte) bool { return true }, v, out) },
	} {
		out := NewMask(3)
		if kernel(null, out); out.Any() {
			t.Errorf("%s: null is judged", name)
		}
		if kernel(ints, out); out.Count() != 3 {
			t.Errorf("%s: integers pass for text", name)
		}
	}
}
