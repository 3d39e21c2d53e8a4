//go:build !unix

package readers

import "testing"

// openFiles has nothing to count here: a file that stays open keeps its folder
// from being removed when a test ends, which fails the test.
func openFiles(*testing.T) int { return 0 }
