package expectations

import "unicode/utf8"

// nearest is the name that differs least from word, or "" where none is close:
// more than a third of its letters would have to change.
func nearest(word string, names []string) string {
	best, least := "", 1+utf8.RuneCountInString(word)/3
	for _, name := range names {
		if d := editDistance([]rune(word), []rune(name)); d < least || d == least && best == "" {
			best, least = name, d
		}
	}
	return best
}

// editDistance is the number of letters to insert, remove or replace
// (Levenshtein 1966).
func editDistance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			change := diagonal
			if x != y {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
