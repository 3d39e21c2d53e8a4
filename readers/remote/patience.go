package remote

import (
	"context"
	"fmt"
	"time"
)

// The limits of trying again.
const (
	// totalLimit is how long one read may wait in vain, all in all.
	totalLimit = 30 * time.Second
	// idleLimit is how long a server may be quiet in the middle of an answer.
	idleLimit    = 10 * time.Second
	refusedTries = 3
	firstPause   = 100 * time.Millisecond
	longestPause = 5 * time.Second
)

// patience is how long a read goes on in spite of faults.
type patience struct {
	lost    time.Duration // waited in vain so far
	pause   time.Duration
	refused int
	tries   int
}

// wait waits before the next try, after a try that lasted idle without a byte.
// It returns an error where there is to be none.
func (p *patience) wait(ctx context.Context, f *fault, idle time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.tries++
	p.lost += idle
	p.pause = min(max(2*p.pause, firstPause), longestPause)
	pause := max(p.pause, f.after)
	switch {
	case !f.passing:
		return f
	case f.refused:
		if p.refused++; p.refused >= refusedTries {
			return f
		}
	case f.after > 0 && f.after > totalLimit-p.lost:
		return &fault{msg: fmt.Sprintf("%s, and it asks to be left alone for %s; run again later", f.msg, f.after), cause: f.cause}
	case p.lost+pause > totalLimit:
		return &fault{msg: fmt.Sprintf("%s, also after %d tries in %s; run again later", f.msg, p.tries, totalLimit), cause: f.cause}
	}
	p.lost += pause
	t := time.NewTimer(pause)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
