// Package nearest finds the name that a mistyped one most likely means.
package nearest

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// longest is the length of a word, in characters, beyond which nobody mistypes
// it: a bound on the work that a hostile file can ask for.
const longest = 100

// Name is the candidate that word most likely means, the first of several; ""
// if none is near: at most a third of its characters may differ, one in the
// shortest words. Differences in case alone do not count.
func Name(word string, candidates []string) string {
	letters := []rune(strings.ToLower(word))
	if len(letters) > longest {
		return ""
	}
	best, fewest := "", max(len(letters)/3, 1)+1
	for _, candidate := range candidates {
		if n := utf8.RuneCountInString(candidate); n-len(letters) >= fewest || len(letters)-n >= fewest {
			continue
		}
		if d := distance(letters, []rune(strings.ToLower(candidate))); d < fewest {
			best, fewest = candidate, d
		}
	}
	return best
}

// DidYouMean asks whether the nearest candidate was meant; "" if none is near.
func DidYouMean(word string, candidates []string) string {
	if best := Name(word, candidates); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return ""
}

// distance is the number of characters to insert, delete, replace or swap with
// their neighbour (the optimal string alignment distance).
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, before
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
