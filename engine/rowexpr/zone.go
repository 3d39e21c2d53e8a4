package rowexpr

import (
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// localize takes readings of a clock to points in time: zone is where the
// clock hangs.
func localize(unit arrow.TimeUnit, zone *time.Location) kernel {
	per := unitsPerSecond(unit)
	return func(n int, out *value, in []*value) {
		for i, local := range in[0].ints[:n] {
			sec := local / per
			if local%per < 0 {
				sec--
			}
			offset := offsetAt(sec, zone)
			out.ints[i] = local - offset*per
		}
	}
}

func offsetAt(sec int64, zone *time.Location) int64 {
	c := time.Unix(sec, 0).UTC()
	t := time.Date(c.Year(), c.Month(), c.Day(), c.Hour(), c.Minute(), c.Second(), 0, zone)
	return sec - t.Unix()
}
