// Package lazyregexp has patterns compiled when they are first needed, which
// most runs of a command never come to.
package lazyregexp

import (
	"regexp"
	"sync"
)

// New returns what compiles the pattern at its first call, and panics there if it
// is none, as regexp.MustCompile does.
func New(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}
