package expectations

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

const spanHint = "write it as 90s, 15m, 36h, 2d or 1w, or joined: 1d12h"

// parseSpan reads a span of time: Go's durations, with d for 24 hours and w for
// seven days.
func parseSpan(text string) (time.Duration, error) {
	rest, negative := strings.CutPrefix(text, "-")
	var total time.Duration
	for first := true; first || rest != ""; first = false {
		number := strings.TrimLeft(rest, "0123456789.")
		unit := strings.TrimLeft(number, "abcdefghijklmnopqrstuvwxyzµ")
		digits, name := rest[:len(rest)-len(number)], number[:len(number)-len(unit)]
		scale := time.Duration(1)
		switch name {
		case "d":
			name, scale = "h", 24
		case "w":
			name, scale = "h", 7*24
		}
		d, err := time.ParseDuration(digits + name)
		if err != nil || digits == "" || name == "" {
			return 0, fmt.Errorf("%q is no span of time", text)
		}
		part := d * scale
		if total += part; part/scale != d || total < 0 {
			return 0, fmt.Errorf("%q is too long a span of time", text)
		}
		rest = unit
	}
	if negative {
		total = -total
	}
	return total, nil
}

// spanProblem reports a parameter that is no span of time above zero.
func spanProblem(param, text string) []Problem {
	d, err := parseSpan(text)
	switch {
	case err != nil:
		return []Problem{{Param: param, Code: "bad-value", Msg: err.Error(), Hint: spanHint}}
	case d <= 0:
		return []Problem{{Param: param, Code: "bad-value", Msg: param + " is not above zero"}}
	}
	return nil
}

// inTicks is a span in the unit in which columns of type t count, as a decimal
// number.
func inTicks(span time.Duration, t arrow.DataType) (string, error) {
	tick := 24 * time.Hour
	if u, ok := t.(arrow.TemporalWithUnit); ok && ClassOf(t) != Dates {
		tick = u.TimeUnit().Multiplier()
	}
	if ClassOf(t) == Dates && span%tick != 0 {
		return "", &engine.CheckError{Code: "bad-value", Msg: fmt.Sprintf("the column has dates, and %s is no whole number of days", span)}
	}
	return new(big.Rat).SetFrac64(int64(span), int64(tick)).FloatString(9), nil
}
