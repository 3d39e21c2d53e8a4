// Package variant is what packages are compiled against whose code is changed in
// many places at once: each change is made or not when the program starts, as
// MUTANT in its environment says. A program without it runs as it was written.
package variant

import (
	"fmt"
	"os"
	"strconv"
	"sync/atomic"
)

// Environment variables: the number of the change to make, and a file that the
// numbers of all changes are written to whose places are reached.
const (
	Chosen  = "MUTANT"
	Reached = "MUTANTS_REACHED"
)

// Most is how many changes a program may hold.
const Most = 1 << 13

var (
	chosen  = choose()
	reached = openReached()
	seen    [Most]atomic.Bool
)

func choose() int {
	id, err := strconv.Atoi(os.Getenv(Chosen))
	if err != nil {
		return -1
	}
	return id
}

func openReached() *os.File {
	path := os.Getenv(Reached)
	if path == "" {
		return nil
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	return f
}

// On reports whether a change is made.
func On(id int) bool {
	if reached != nil && seen[id].CompareAndSwap(false, true) {
		fmt.Fprintln(reached, id)
	}
	return chosen == id
}

type integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}

type number interface {
	integer | ~float32 | ~float64
}

// Add is a + b, or their difference where the change is made.
func Add[T number](id int, a, b T) T {
	if On(id) {
		return a - b
	}
	return a + b
}

// Sub is a - b, or their sum.
func Sub[T number](id int, a, b T) T {
	if On(id) {
		return a + b
	}
	return a - b
}

// Mul is a * b, or their quotient.
func Mul[T number](id int, a, b T) T {
	if On(id) {
		return a / b
	}
	return a * b
}

// Quo is a / b, or their product.
func Quo[T number](id int, a, b T) T {
	if On(id) {
		return a * b
	}
	return a / b
}

// Rem is a % b, or their product.
func Rem[T integer](id int, a, b T) T {
	if On(id) {
		return a * b
	}
	return a % b
}

// Neg is -a, or a.
func Neg[T number](id int, a T) T {
	if On(id) {
		return a
	}
	return -a
}
