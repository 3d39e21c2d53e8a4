package readers

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"

	"assay/engine"
	"assay/readers/digest"
	"assay/readers/remote"
)

// FileDigest identifies the bytes of a file as they are stored.
type FileDigest struct {
	Path string // as in engine.File
	digest.Sum
}

// Digests hashes the files of a Request while they are read. A Digests is for
// one dataset: for Requests of the same Paths, one after the other.
type Digests struct {
	// bare watches files for changes, and hashes nothing.
	bare  bool
	mu    sync.Mutex
	paths []string // of the Request
	files []*watched
	index map[place]int // into files
}

// place is where a file is, as the Request has it.
type place struct{ path, address string }

// watched is a file that must stay what it is, and is being hashed unless it is
// bare.
type watched struct {
	location
	bare bool
	hash digest.File
	// first is the file as it was when it was first opened; nil for what
	// passes by, and for what is remote, which stays as it was opened.
	first fs.FileInfo
	// seekable is set for what is remote and can be read anywhere.
	seekable bool
}

// watch is the file at a location.
func (d *Digests) watch(l location) *watched {
	d.mu.Lock()
	defer d.mu.Unlock()
	at := place{l.path, l.address}
	i, known := d.index[at]
	if known && d.files[i].at() == l.at() {
		return d.files[i]
	}
	w := &watched{location: l, bare: d.bare}
	switch {
	case known: // fetched again: another file with the same bytes
		d.files[i] = w
	default:
		if d.index == nil {
			d.index = make(map[place]int)
		}
		d.index[at] = len(d.files)
		d.files = append(d.files, w)
	}
	return w
}

// passing is a stream that can be had only once.
func (w *watched) passing(r io.Reader, c io.Closer) storage {
	if !w.bare {
		r = w.hash.Stream(r)
	}
	return storage{once: r, size: -1, Closer: c}
}

// atRest is a file that is scanned.
func (w *watched) atRest(f *os.File, size int64) storage {
	if w.bare {
		return storage{at: f, size: size, Closer: f}
	}
	v := w.hash.View(f)
	return storage{at: v, size: size, Closer: closers{v, f}}
}

// same demands that an open file is the one that was opened first, unchanged.
func (w *watched) same(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return unreadable(w.path, err)
	}
	if w.first == nil {
		w.first = info
	}
	return w.unchanged(info)
}

// sameObject demands that a remote object is the one that was opened first.
func (w *watched) sameObject(o *remote.Object) error {
	if !w.object.Same(o) {
		return &engine.DataError{Path: w.path, Offset: -1, Msg: "the object was replaced while it was read; run the check again"}
	}
	w.object = o
	return nil
}

func (w *watched) unchanged(now fs.FileInfo) error {
	msg := ""
	switch was := w.first; {
	case !os.SameFile(was, now):
		msg = "the file was replaced while it was read; run the check again"
	case now.Size() > was.Size():
		msg = "the file became longer while it was read; run the check again"
	case now.Size() < was.Size():
		msg = "the file became shorter while it was read; run the check again"
	case !now.ModTime().Equal(was.ModTime()):
		msg = "the file was written to while it was read; run the check again"
	default:
		return nil
	}
	return &engine.DataError{Path: w.path, Offset: -1, Msg: msg}
}

// lasts demands that the file at the path is still the one that was opened first,
// unchanged. What passes by, and what is remote, is as it was read.
func (w *watched) lasts() error {
	if w.first == nil {
		return nil
	}
	info, err := os.Stat(w.at())
	if err != nil {
		return unreadable(w.path, err)
	}
	return w.unchanged(info)
}

// lasts demands it of all files.
func (d *Digests) lasts(ctx context.Context) error {
	for _, w := range d.files {
		if err := w.lasts(); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// finish reads what nobody has read, and demands that the file at the path is
// still the one that was read.
func (w *watched) finish(ctx context.Context) (FileDigest, error) {
	d := FileDigest{Path: w.path}
	var err error
	if w.seekable {
		a := w.object.Whole(ctx)
		defer a.Close()
		if d.Sum, err = w.hash.Finish(ctx, a, w.object.Size()); err != nil && ctx.Err() == nil {
			err = unreadable(w.path, err)
		}
		return d, err
	}
	if w.first == nil {
		if d.Sum, err = w.hash.FinishStream(); err != nil {
			return d, unreadable(w.path, err)
		}
		return d, nil
	}
	f, size, err := openFile(ctx, w.location)
	if err != nil {
		return d, err
	}
	defer f.Close()
	if err := w.same(f); err != nil {
		return d, err
	}
	d.Sum, err = w.hash.Finish(ctx, f, size)
	if err != nil && ctx.Err() == nil {
		err = &engine.DataError{Path: w.path, Offset: -1, Msg: "its digest cannot be computed", Err: err}
	}
	return d, errors.Join(err, w.same(f))
}

// DataDigest identifies the bytes of a dataset.
type DataDigest struct {
	// MD5 is the digest of the whole as DVC computes it: that of the file
	// where the data are one file, else that of a list of files, with the
	// ending ".dir".
	MD5   string
	Files []FileDigest // in reading order
}

// Finish completes the digests after the data were read. The error is an
// *engine.DataError where a file was replaced, or changed, since it was first
// opened.
func (d *Digests) Finish(ctx context.Context) (DataDigest, error) {
	var all DataDigest
	for _, w := range d.files {
		f, err := w.finish(ctx)
		if err != nil {
			return DataDigest{}, err
		}
		all.Files = append(all.Files, f)
	}
	var err error
	all.MD5, err = d.datasetMD5(ctx, all.Files)
	return all, err
}

// Read hashes the files of req without a look at what is in them. Errors are
// those of Open and of Finish.
func (d *Digests) Read(ctx context.Context, req Request) (DataDigest, error) {
	endSession := req.ownSession()
	all, err := d.read(ctx, req)
	return all, errors.Join(err, endSession())
}

func (d *Digests) read(ctx context.Context, req Request) (DataDigest, error) {
	locations, err := find(ctx, req)
	if err != nil {
		return DataDigest{}, err
	}
	req.Digests = d
	d.paths = req.Paths
	o := &opener{req: req}
	for _, l := range locations {
		s, err := o.storage(ctx, l, false)
		if err != nil {
			return DataDigest{}, err
		}
		if s.at == nil {
			_, err = io.Copy(io.Discard, s.once)
		}
		if err = errors.Join(err, s.Close()); err != nil && ctx.Err() == nil {
			return DataDigest{}, unreadable(l.path, err)
		}
	}
	return d.Finish(ctx)
}

// closers are closed in order.
type closers []io.Closer

// Close closes all of them.
func (c closers) Close() error {
	var errs []error
	for _, each := range c {
		errs = append(errs, each.Close())
	}
	return errors.Join(errs...)
}
