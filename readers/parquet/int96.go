package parquet

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/parquet-go/parquet-go/format"
)

// The deprecated INT96 timestamp is a nanosecond of the day, in 64 bits, and a
// Julian day, in 32. It spans 11 million years, of which 64-bit nanoseconds
// express those from 1677-09-21 to 2262-04-11. A time that does not fit the
// column's unit is an invalid cell.

const (
	julianUnixEpoch = 2440588
	nanosPerDay     = int64(24 * time.Hour)
)

// int96 makes timestamps of the given unit, which is a nanosecond or a
// microsecond.
func int96(unit time.Duration) converter {
	perDay := nanosPerDay / int64(unit)
	firstDay, lastDay := math.MinInt64/perDay-1, math.MaxInt64/perDay
	return func(dst []byte, src stored, n int, bad *badCells) {
		to := valuesOf[int64](dst)
		for i := range n {
			v := src.at(i)
			nanos := int64(binary.LittleEndian.Uint64(v))
			day := int64(int32(binary.LittleEndian.Uint32(v[8:]))) - julianUnixEpoch
			if nanos < 0 || nanos >= nanosPerDay {
				bad.add(i, fmt.Sprintf("day %d, nanosecond %d", day, nanos))
				continue
			}
			if day < firstDay || day > lastDay || nanos%int64(unit) != 0 {
				bad.add(i, int96Text(day, nanos))
				continue
			}
			// Negative days are counted from their end, so that the
			// first one of the range does not overflow on the way.
			sum := day*perDay + nanos/int64(unit)
			if day < 0 {
				sum = (day+1)*perDay + (nanos/int64(unit) - perDay)
			}
			if day < 0 != (sum < 0) {
				bad.add(i, int96Text(day, nanos))
				continue
			}
			to[i] = sum
		}
	}
}

func int96Text(day, nanos int64) string {
	return time.Unix(day*86400, nanos).UTC().Format("2006-01-02T15:04:05.999999999")
}

// refineInt96 chooses microseconds for what Spark wrote: it knows no shorter
// ones, and its tables are where 9999-12-31 stands for "until further notice".
func refineInt96(columns []column, metadata []keyValue) {
	spark := false
	for _, kv := range metadata {
		spark = spark || strings.HasPrefix(kv.Key, "org.apache.spark.")
	}
	for i := range columns {
		if c := &columns[i]; spark && c.layout.physical == format.Int96 && c.leaf >= 0 && c.layout.typ.ID() == arrow.TIMESTAMP {
			c.setType(&arrow.TimestampType{Unit: arrow.Microsecond})
			c.layout.convert = int96(time.Microsecond)
		}
	}
}
