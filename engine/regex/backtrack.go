package regex

import (
	"errors"
	"fmt"
	"time"

	"github.com/dlclark/regexp2/v2"

	"assay/engine"
	"assay/engine/vector"
)

// backtracker searches by backtracking, for as long as the limit allows.
type backtracker struct{ re *regexp2.Regexp }

// newBacktracker compiles a pattern that translate has rewritten.
func newBacktracker(pattern string, limit time.Duration) (b *backtracker, err error) {
	defer func() {
		if p := recover(); p != nil {
			b, err = nil, fmt.Errorf("the pattern cannot be compiled: %v", p)
		}
	}()
	re, err := regexp2.Compile(pattern, regexp2.OptionMaintainCaptureOrder())
	if err != nil {
		return nil, err
	}
	re.MatchTimeout = limit
	return &backtracker{re}, nil
}

// NotMatching looks at the rows that are not ignored, one by one.
func (b *backtracker) NotMatching(v *vector.Vector, ignored, out vector.Mask) error {
	if v.Lane != vector.Bytes {
		return nil
	}
	for row := range v.Len {
		if ignored.Get(row) || !v.IsValid(row) {
			continue
		}
		found, err := b.Find(v.BytesAt(row))
		if err != nil {
			return &engine.RowError{Row: row, Err: err}
		}
		if !found {
			out.Set(row)
		}
	}
	return nil
}

// Find looks at one text.
func (b *backtracker) Find(text []byte) (bool, error) {
	found, err := b.re.MatchString(string(text))
	switch {
	case err == nil:
		return found, nil
	case errors.Is(err, regexp2.ErrBacktrackingStackLimit):
		return false, errors.New("the regular expression backtracks too deeply on a value")
	}
	return false, fmt.Errorf("the regular expression takes more than %v on a value", b.re.MatchTimeout)
}
