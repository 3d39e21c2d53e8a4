package readers

import (
	"context"
	"io"
	"os"
)

// interruptible ends a read that waits for a pipe, or for a person, when ctx
// does. The read itself stays behind with the byte that it waits for.
type interruptible struct {
	ctx  context.Context
	r    io.Reader
	read chan readResult
	buf  []byte
	rest []byte // of buf, read and not handed out
	err  error  // stands behind rest
	busy bool
}

type readResult struct {
	n   int
	err error
}

// pipeBytes is what a pipe holds on most systems.
const pipeBytes = 64 << 10

func newInterruptible(ctx context.Context, r io.Reader) *interruptible {
	return &interruptible{ctx: ctx, r: r, read: make(chan readResult, 1), buf: make([]byte, pipeBytes)}
}

// Read hands out what has been read ahead, or waits for more.
func (i *interruptible) Read(p []byte) (int, error) {
	for len(i.rest) == 0 {
		if i.err != nil {
			return 0, i.err
		}
		if !i.busy {
			i.busy = true
			go func() {
				n, err := i.r.Read(i.buf)
				i.read <- readResult{n, err}
			}()
		}
		select {
		case got := <-i.read:
			i.busy = false
			i.rest, i.err = i.buf[:got.n], got.err
		case <-i.ctx.Done():
			return 0, i.ctx.Err()
		}
	}
	n := copy(p, i.rest)
	i.rest = i.rest[n:]
	return n, nil
}

// openWaiting is os.Open, which for a named pipe waits until somebody writes to
// it, or until ctx ends.
func openWaiting(ctx context.Context, path string) (*os.File, error) {
	if info, err := os.Stat(path); err != nil || info.Mode().IsRegular() {
		return os.Open(path)
	}
	type opened struct {
		file *os.File
		err  error
	}
	done := make(chan opened, 1)
	go func() {
		f, err := os.Open(path)
		done <- opened{f, err}
	}()
	select {
	case o := <-done:
		return o.file, o.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
