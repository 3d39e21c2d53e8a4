package fold

import (
	"maps"
	"math"
	"slices"
)

// entropy is that of shares of total, in nats, of which a profile says how many
// are of one count. Terms are added in order of the counts, so that it is the
// same however the values came.
func entropy(profile map[int64]int64, total int64) float64 {
	var sum float64
	for _, count := range slices.Sorted(maps.Keys(profile)) {
		share := float64(count) / float64(total)
		sum -= float64(profile[count]) * share * math.Log(share)
	}
	return sum
}
