package reports

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// group writes n with a comma at every thousand: 10,000.
func group(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// plural is "1 row", "2 rows", "1 pass", "2 passes".
func plural(n int64, noun string) string {
	switch {
	case n == 1:
	case strings.HasSuffix(noun, "s"):
		noun += "es"
	default:
		noun += "s"
	}
	return group(n) + " " + noun
}

// bytesText is a size in powers of a thousand: 1.2 MB.
func bytesText(n int64) string {
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	size, unit := float64(n), ""
	for _, u := range []string{"kB", "MB", "GB", "TB", "PB", "EB"} {
		size, unit = size/1000, u
		if size < 999.95 {
			break
		}
	}
	return strconv.FormatFloat(size, 'f', 1, 64) + " " + unit
}

// share is n/of in percent, rounded for people, but never to 0 or 100 where it
// is neither.
func share(n, of int64) string {
	if of == 0 {
		return "–"
	}
	p := float64(n) / float64(of) * 100
	switch {
	case n == 0 || n == of:
		return fmt.Sprintf("%.0f%%", p)
	case p < 0.01:
		return "< 0.01%"
	case p > 99.99:
		return "> 99.99%"
	case p < 1 || p > 99:
		return fmt.Sprintf("%.2f%%", p)
	}
	return fmt.Sprintf("%.1f%%", p)
}

// decimal writes a percentage without the noise of binary fractions: 99.9.
func decimal(p float64) string {
	return strconv.FormatFloat(math.Round(p*1e9)/1e9, 'f', -1, 64)
}
