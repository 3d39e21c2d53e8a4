package remote

import (
	"context"
	"errors"
	"io"
)

// Stream reads the object from off on, ahead of its reader where the server
// gives ranges. A stream that breaks off goes on where it was.
func (o *Object) Stream(ctx context.Context, off int64) (io.ReadCloser, error) {
	if o.whole {
		return &wholeStream{object: o, ctx: ctx, off: off}, nil
	}
	a := o.Ahead(ctx, off, o.version.size, o.session.readAhead/2, false)
	a.Prefetch()
	return &aheadStream{Ahead: a, off: off}, nil
}

// Whole reads all of the object, ahead of whoever reads it in order.
func (o *Object) Whole(ctx context.Context) *Ahead {
	return o.Ahead(ctx, 0, o.version.size, o.session.readAhead/2, true)
}

// wholeStream reads an object that is given only as a whole. After a fault it
// begins anew, and throws away what it had already.
type wholeStream struct {
	object *Object
	ctx    context.Context
	off    int64
	pat    patience
	watch  *watch
	reply  *reply // being read; nil before, and after a fault
}

func (s *wholeStream) Read(p []byte) (int, error) {
	for {
		n, err := s.read(p)
		if err == nil || err == io.EOF {
			return n, err
		}
		idle := s.watch.idle()
		s.end()
		if n > 0 {
			return n, nil
		}
		var f *fault
		errors.As(err, &f)
		if err := s.pat.wait(s.ctx, f, idle); err != nil {
			return 0, s.object.fail(s.ctx, s.off, err)
		}
	}
}

// read reads on, or begins anew. The error is io.EOF or a *fault.
func (s *wholeStream) read(p []byte) (int, error) {
	if s.reply == nil {
		if err := s.begin(); err != nil {
			return 0, err
		}
	}
	s.watch.timer.Reset(idleLimit)
	n, err := s.reply.body.Read(p)
	s.watch.timer.Stop()
	s.off += int64(n)
	switch size := s.object.version.size; {
	case err == io.EOF && size >= 0 && s.off < size:
		return n, s.watch.blame(io.ErrUnexpectedEOF)
	case err != nil && err != io.EOF:
		return n, s.watch.blame(err)
	}
	if n > 0 && err == io.EOF {
		err = nil
	}
	return n, err
}

func (s *wholeStream) begin() error {
	s.watch = newWatch(s.ctx)
	r, err := s.object.store.get(s.watch.ctx, s.object.key, 0, max(s.object.version.size, 1), s.object.version)
	if err != nil {
		return s.watch.blame(err)
	}
	s.reply = r
	if err := s.object.accept(r); err != nil {
		return err
	}
	if _, err := io.CopyN(s.watch.writer(), r.body, s.off); err != nil {
		return s.watch.blame(err)
	}
	return nil
}

// end gives a broken answer up.
func (s *wholeStream) end() {
	if s.reply != nil {
		s.reply.body.Close()
		s.reply = nil
	}
	s.watch.stop()
}

// Close ends the stream.
func (s *wholeStream) Close() error {
	if s.watch != nil {
		s.end()
	}
	return nil
}
