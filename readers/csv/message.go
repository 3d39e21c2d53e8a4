package csv

import "fmt"

func ragged(have, want int) string {
	if have == 1 {
		return fmt.Sprintf("1 cell, header has %d", want)
	}
	return fmt.Sprintf("%d cells, header has %d", have, want)
}
