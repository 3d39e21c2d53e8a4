package remote

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"

	"assay/engine"
)

// Object is an object that can be read anywhere. It stays the version that was
// opened: if it is replaced, reading fails. It is safe for concurrent use.
type Object struct {
	ctx     context.Context
	store   store
	key     string
	name    string
	session *Session
	own     bool // the session is this object's alone
	met     bool // the version is known
	version version
	whole   bool   // the server gives no ranges
	head    []byte // the first bytes, while kept
	tail    atomic.Pointer[tail]
}

// tail is the last bytes of an object, where the footers of some formats are.
type tail struct {
	off  int64
	data []byte
}

// headBytes is what is read of an object to learn its size: all of a small one.
const headBytes = 64 << 10

// The limits of what is kept of objects, for it is read more than once: of all of
// them together, and of the end of one.
const (
	maxKept = 16 << 20
	maxTail = 1 << 20
)

// Open asks for the beginning of an object, and so learns its size and version.
// Reads by ReadAt end with ctx. The error is an *engine.DataError.
func Open(ctx context.Context, text string, opt Options) (*Object, error) {
	a, err := parse(text)
	if err != nil {
		return nil, dataError(Shown(text), -1, "%v", err)
	}
	o := &Object{ctx: ctx, key: a.key, name: a.shown(), session: opt.Session}
	if o.session == nil {
		o.session, o.own = NewSession(0), true
		opt.Session = o.session
	}
	if o.store, err = storeOf(ctx, a, opt); err == nil {
		err = o.open(ctx)
	}
	if err != nil {
		o.Close()
		return nil, o.fail(ctx, -1, err)
	}
	return o, nil
}

// open reads the head.
func (o *Object) open(ctx context.Context) error {
	buf := make([]byte, headBytes)
	var p patience
	for {
		n, idle, err := o.attempt(ctx, buf, 0)
		if err == nil {
			o.keepHead(buf[:n])
			return nil
		}
		var f *fault
		errors.As(err, &f)
		if f.empty {
			o.met = true
			return nil
		}
		o.met, o.version = false, version{}
		if err := p.wait(ctx, f, idle); err != nil {
			return err
		}
	}
}

// keepHead keeps the first bytes.
func (o *Object) keepHead(head []byte) {
	if o.session.mayKeep(len(head)) {
		o.head = bytes.Clone(head)
	}
}

// keepTail keeps the bytes from off on, if they are the object's last, but for the
// few that a footer ends in.
func (o *Object) keepTail(p []byte, off int64) {
	const frame = 8
	if len(p) > maxTail || off+int64(len(p)) < o.version.size-frame || !o.session.mayKeep(len(p)) {
		return
	}
	if before := o.tail.Swap(&tail{off, bytes.Clone(p)}); before != nil {
		o.session.kept.Add(-int64(len(before.data)))
	}
}

// Name is the address without secrets.
func (o *Object) Name() string { return o.name }

// Size is the object's in bytes, -1 where the server does not tell.
func (o *Object) Size() int64 { return o.version.size }

// Same reports whether two objects, opened by one address, are the same version as
// far as their server tells.
func (o *Object) Same(other *Object) bool { return o.version.same(other.version) }

// Ranges reports whether ReadAt works: where the server gives objects only as a
// whole, there is but Stream.
func (o *Object) Ranges() bool { return !o.whole }

// Traffic is what was fetched so far in the object's session.
func (o *Object) Traffic() (bytes, requests int64) { return o.session.Traffic() }

// Close lets go of the object.
func (o *Object) Close() error {
	o.session.kept.Add(-int64(len(o.head)))
	o.head = nil
	if t := o.tail.Swap(nil); t != nil {
		o.session.kept.Add(-int64(len(t.data)))
	}
	if o.own {
		return o.session.Close()
	}
	return nil
}

// ReadAt reads by one ranged request, repeated from where it broke off.
func (o *Object) ReadAt(p []byte, off int64) (int, error) { return o.readAt(o.ctx, p, off) }

// At reads as ReadAt does, until ctx ends.
func (o *Object) At(ctx context.Context) io.ReaderAt { return readerAt{o, ctx} }

type readerAt struct {
	*Object
	ctx context.Context
}

func (r readerAt) ReadAt(p []byte, off int64) (int, error) { return r.readAt(r.ctx, p, off) }

func (o *Object) readAt(ctx context.Context, p []byte, off int64) (int, error) {
	if off >= o.version.size {
		return 0, io.EOF
	}
	want := p[:min(int64(len(p)), o.version.size-off)]
	n := o.fromKept(want, off)
	if n < len(want) {
		m, err := o.fetch(ctx, want[n:], off+int64(n))
		if n += m; err != nil {
			return n, err
		}
		o.keepTail(want, off)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// fromKept reads what is in memory of the bytes from off on.
func (o *Object) fromKept(p []byte, off int64) int {
	if off < int64(len(o.head)) {
		return copy(p, o.head[off:])
	}
	if t := o.tail.Load(); t != nil && off >= t.off && off < t.off+int64(len(t.data)) {
		return copy(p, t.data[off-t.off:])
	}
	return 0
}

// fetch fills p with the bytes from off on.
func (o *Object) fetch(ctx context.Context, p []byte, off int64) (int, error) {
	var pat patience
	done := 0
	for done < len(p) {
		n, idle, err := o.attempt(ctx, p[done:], off+int64(done))
		done += n
		if err == nil {
			continue
		}
		var f *fault
		errors.As(err, &f)
		if err := pat.wait(ctx, f, idle); err != nil {
			return done, o.fail(ctx, off+int64(done), err)
		}
	}
	return done, nil
}

// attempt makes one request for the bytes of p from off on. It returns how many
// came, and how long nothing came before it failed. Where the object ends before
// p does, it fills less of it. The error is a *fault.
func (o *Object) attempt(ctx context.Context, p []byte, off int64) (n int, idle time.Duration, err error) {
	w := newWatch(ctx)
	defer w.stop()
	r, err := o.store.get(w.ctx, o.key, off, int64(len(p)), o.version)
	if err != nil {
		return 0, w.idle(), w.blame(err)
	}
	defer r.body.Close()
	if err := o.accept(r); err != nil {
		return 0, 0, err
	}
	if r.whole && off > 0 {
		if _, err := io.CopyN(w.writer(), r.body, off); err != nil {
			return 0, w.idle(), w.blame(err)
		}
	}
	want := int64(len(p))
	if size := o.version.size; size >= 0 {
		want = min(want, size-off)
	}
	for int64(n) < want {
		m, err := r.body.Read(p[n:want])
		n += m
		w.progress(m)
		switch {
		case err == io.EOF && (r.n < 0 || int64(n) == want):
			return n, 0, nil
		case err == io.EOF:
			return n, w.idle(), w.blame(io.ErrUnexpectedEOF)
		case err != nil:
			return n, w.idle(), w.blame(err)
		}
	}
	return n, 0, nil
}

// accept takes the version of the first answer, and demands it of the others.
func (o *Object) accept(r *reply) error {
	if !o.met {
		o.met, o.version, o.whole = true, r.version, r.whole
		return nil
	}
	if !o.version.same(r.version) {
		return changedFault()
	}
	if r.whole && !o.whole {
		return lasting("the server gave a part of the object before, and now gives only all of it; run again, or read a local copy")
	}
	return nil
}

// fail makes a data error of a fault.
func (o *Object) fail(ctx context.Context, offset int64, err error) error {
	if why := ctx.Err(); why != nil {
		return why
	}
	var data *engine.DataError
	if errors.As(err, &data) {
		return err
	}
	var f *fault
	if errors.As(err, &f) {
		return &engine.DataError{Path: o.name, Offset: offset, Msg: f.msg, Err: f.cause}
	}
	return &engine.DataError{Path: o.name, Offset: offset, Msg: "cannot be read", Err: err}
}
