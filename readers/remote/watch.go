package remote

import (
	"context"
	"errors"
	"io"
	"time"
)

// watch ends a request when nothing has come of it for idleLimit.
type watch struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	timer  *time.Timer
	since  time.Time // of the last byte
}

func newWatch(ctx context.Context) *watch {
	w := &watch{since: time.Now()}
	w.ctx, w.cancel = context.WithCancelCause(ctx)
	w.timer = time.AfterFunc(idleLimit, func() { w.cancel(errStalled) })
	return w
}

// progress notes that n bytes came.
func (w *watch) progress(n int) {
	if n > 0 {
		w.since = time.Now()
		w.timer.Reset(idleLimit)
	}
}

// idle is how long nothing has come.
func (w *watch) idle() time.Duration { return time.Since(w.since) }

// stop ends the request.
func (w *watch) stop() {
	w.timer.Stop()
	w.cancel(nil)
}

// blame makes a fault of what ended the request.
func (w *watch) blame(err error) error {
	var f *fault
	switch {
	case errors.Is(context.Cause(w.ctx), errStalled):
		return &fault{msg: "the server fell silent", cause: errStalled, passing: true}
	case errors.As(err, &f):
		return f
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &fault{msg: "the server ends its answers too early", passing: true}
	}
	return connectionFault(w.ctx, "the server", err)
}

// writer counts what is thrown away as progress.
func (w *watch) writer() io.Writer { return progressWriter{w} }

type progressWriter struct{ w *watch }

func (p progressWriter) Write(b []byte) (int, error) {
	p.w.progress(len(b))
	return len(b), nil
}
