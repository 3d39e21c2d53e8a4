package mlflow

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The limits of MLflow's servers
// (https://mlflow.org/docs/latest/api_reference/rest-api.html#request-limits).
const (
	maxMetrics    = 1000 // in a request
	maxParams     = 100
	maxTags       = 100
	maxName       = 250 // characters
	maxParamValue = 6000
	maxTagValue   = 5000
	maxDataset    = 500     // the name of one
	maxSchema     = 1 << 19 // half of what is permitted, since it is bytes that are counted
	maxSource     = 65535
)

// names gives texts names that MLflow takes, and no two texts the same. Some
// databases behind it do not tell A from a.
type names struct{ taken map[string]bool }

// of is text as a name, with what MLflow does not take replaced by _. room is
// how many characters will be appended to it.
func (n *names) of(text string, room int) string {
	const suffix = 6
	name := clean(text)
	name = name[:min(len(name), maxName-room-suffix)]
	distinct := name
	for i := 2; n.taken[strings.ToLower(distinct)]; i++ {
		distinct = fmt.Sprintf("%s_%d", name, i)
	}
	if n.taken == nil {
		n.taken = make(map[string]bool)
	}
	n.taken[strings.ToLower(distinct)] = true
	return distinct
}

// clean replaces what names may not hold: all but ASCII letters, digits and
// some marks, and parts between slashes that are no names of files.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-. :/", r) {
			return r
		}
		return '_'
	}, text)
	parts := strings.Split(text, "/")
	for i, part := range parts {
		if part == "" || part == "." || part == ".." {
			parts[i] = "_" + part
		}
	}
	return strings.Join(parts, "/")
}

// cut shortens a text to a number of bytes.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	const mark = "…"
	most -= len(mark)
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most] + mark
}
