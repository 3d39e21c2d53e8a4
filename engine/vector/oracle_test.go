package vector

import (
	"math"
	"math/big"
	"sort"
	"strings"
	"testing"
	"time"

	_ "time/tzdata"

	"github.com/apache/arrow-go/v18/arrow"
)

// worth is the exact value of a scalar or literal, for the naive side of the
// tests: a rational number (nanoseconds for what is temporal), an infinity, or
// text.
type worth struct {
	inf  int
	rat  *big.Rat
	text string
}

func (w worth) cmp(x worth) int {
	switch {
	case w.rat == nil && w.inf == 0:
		return strings.Compare(w.text, x.text)
	case w.inf != 0 || x.inf != 0:
		return w.inf - x.inf
	}
	return w.rat.Cmp(x.rat)
}

// worthOf is what s is worth; with a zone, instants are what clocks there show.
func worthOf(s Scalar, zone *time.Location) worth {
	switch s.Lane {
	case Uint:
		return worth{rat: new(big.Rat).SetInt(new(big.Int).SetUint64(s.U))}
	case Float:
		if math.IsInf(s.F, 0) {
			return worth{inf: int(math.Copysign(1, s.F))}
		}
		return worth{rat: new(big.Rat).SetFloat64(s.F)}
	case Decimal:
		r := new(big.Rat).SetInt(s.D.BigInt())
		return worth{rat: r.Mul(r, ratPow10(-scaleOf(s.Type)))}
	case Bytes:
		return worth{text: s.S}
	}
	if k := kindOf(s.Type); k == kindNumber || k == kindBool {
		return worth{rat: new(big.Rat).SetInt64(s.I)}
	}
	nanos := new(big.Int).Mul(big.NewInt(s.I), big.NewInt(tickOf(s.Type)))
	if zone != nil && zoned(s.Type) {
		sec := new(big.Int).Div(nanos, big.NewInt(1e9)).Int64()
		_, offset := time.Unix(max(-1<<55, min(sec, 1<<55)), 0).In(zone).Zone()
		nanos.Add(nanos, new(big.Int).Mul(big.NewInt(int64(offset)), big.NewInt(1e9)))
	}
	return worth{rat: new(big.Rat).SetInt(nanos)}
}

func ratPow10(by int) *big.Rat {
	p := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(by, -by))), nil))
	if by < 0 {
		p.Inv(p)
	}
	return p
}

// literalWorth is what a literal is worth to a column of type t, by way of the
// standard library's parsers.
func literalWorth(t testing.TB, l Literal, typ arrow.DataType) worth {
	switch kindOf(typ) {
	case kindNumber:
		if strings.HasSuffix(l.Text, ".inf") {
			return worth{inf: 1 - 2*strings.Count(l.Text, "-")}
		}
		r, ok := new(big.Rat).SetString(l.Text)
		if !ok {
			t.Fatalf("literal %q", l.Text)
		}
		switch floatBits(typ) {
		case 64:
			if LaneOf(typ) != Float {
				break
			}
			if f, _ := r.Float64(); !math.IsInf(f, 0) && f != 0 {
				r.SetFloat64(f)
			}
		case 32:
			if f, _ := r.Float32(); !math.IsInf(float64(f), 0) && f != 0 {
				r.SetFloat64(float64(f))
			} else if f, _ := r.Float64(); !math.IsInf(f, 0) && f != 0 {
				r.SetFloat64(f)
			}
		case 16:
			r = nearestHalf(r)
		}
		return worth{rat: r}
	case kindText:
		return worth{text: l.Text}
	case kindBool:
		return worth{rat: new(big.Rat).SetInt64(int64(len("false") - len(l.Text)))}
	case kindClock:
		at, err := time.Parse("15:04:05.999999999", l.Text)
		if err != nil {
			t.Fatal(err)
		}
		return worth{rat: new(big.Rat).SetInt64(int64(at.Sub(at.Truncate(24 * time.Hour))))}
	}
	for _, layout := range []string{"2006-01-02", "2006-01-02T15:04:05.999999999", time.RFC3339Nano} {
		if at, err := time.Parse(layout, l.Text); err == nil {
			nanos := new(big.Int).Mul(big.NewInt(at.Unix()), big.NewInt(1e9))
			return worth{rat: new(big.Rat).SetInt(nanos.Add(nanos, big.NewInt(int64(at.Nanosecond()))))}
		}
	}
	t.Fatalf("literal %q", l.Text)
	return worth{}
}

// nearestHalf looks among all binary16 numbers; what is nearest to none or
// to zero is nearest among float64.
func nearestHalf(r *big.Rat) *big.Rat {
	wide, _ := r.Float64()
	// Positive ones are in the order of their bits.
	at := sort.Search(0x7C00, func(bits int) bool { return halfToFloat(uint16(bits)) >= math.Abs(wide) })
	best := halfToFloat(uint16(at))
	if at > 0 {
		below := halfToFloat(uint16(at - 1))
		if down, up := math.Abs(wide)-below, best-math.Abs(wide); down < up || down == up && at%2 == 1 {
			best = below
		}
	}
	best = math.Copysign(best, wide)
	if best == 0 || math.Abs(wide) >= 65520 {
		best = wide
	}
	if math.IsInf(best, 0) || best == 0 {
		return r
	}
	return new(big.Rat).SetFloat64(best)
}
