package fold

import "os"

// Spiller hands out temporary files, private to the run and removed with it.
type Spiller interface {
	Create() (*os.File, error)
}

// Budget bounds the memory of state that grows with the data.
type Budget interface {
	// Reserve asks for n more bytes. Where it returns false the caller
	// must spill what it holds instead of growing.
	Reserve(n int64) bool
	// Release gives n bytes back.
	Release(n int64)
}
