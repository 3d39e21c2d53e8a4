package suites

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

var sizeUnits = []struct {
	suffix string
	bytes  float64
}{
	{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40},
	{"kB", 1e3}, {"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12}, {"B", 1},
}

// ParseSize reads a number of bytes as people write it: 268435456, 256MiB, 1.5GB.
func ParseSize(text string) (int64, error) {
	number, unit := strings.TrimSpace(text), 1.0
	for _, u := range sizeUnits {
		if rest, ok := strings.CutSuffix(number, u.suffix); ok {
			number, unit = strings.TrimSpace(rest), u.bytes
			break
		}
	}
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !(n*unit >= 1) || n*unit >= math.MaxInt64 {
		return 0, errors.New("it is a number of bytes above zero, such as 512MiB or 2GB")
	}
	return int64(n * unit), nil
}

// FormatSize writes a number of bytes as ParseSize reads it: in MiB where that is
// exact.
func FormatSize(n int64) string {
	if n%(1<<20) == 0 {
		return fmt.Sprintf("%dMiB", n>>20)
	}
	return strconv.FormatInt(n, 10)
}

// size reads a number of bytes up to most.
func (d decoder) size(into *int64, n *node, name string, most int64) {
	text, ok := d.text(n, name)
	if !ok {
		return
	}
	size, err := ParseSize(text)
	switch {
	case err != nil:
		d.report(n.at, "bad-value", fmt.Sprintf("%s is %q: %v", name, text, err), "")
	case size > most:
		d.report(n.at, "out-of-range", fmt.Sprintf("%s is %s; it is %s at most", name, text, FormatSize(most)), "")
	default:
		*into = size
	}
}

// sizeSchema is the schema of a number of bytes.
func sizeSchema() object {
	return object{"anyOf": []object{
		{"type": "integer", "minimum": 1},
		{"type": "string", "pattern": `^\s*[0-9.]+\s*([KMGT]i?B|kB|B)?\s*$`},
	}}
}
