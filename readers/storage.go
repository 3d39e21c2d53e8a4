package readers

import (
	"context"
	"errors"
	"io"
	"os"

	"assay/readers/parquet"
)

// storage is a location's bytes: at rest, or passing by once.
type storage struct {
	at   io.ReaderAt // nil for what passes by
	size int64       // -1 for what passes by
	once io.Reader   // where at is nil
	// ahead is as in parquet.Input.
	ahead func(start, end int64, columns int) parquet.ChunkReader
	io.Closer
}

var (
	errNoStdin    = errors.New("there is no standard input to read")
	errNoTempFile = errors.New("there is no place for temporary files")
)

// storage opens what is at a location. Where digests are asked for, what is read of
// it in a scan is hashed on the way; what is read before a scan comes again in
// it, but for what passes by.
func (o *opener) storage(ctx context.Context, l location, scanning bool) (storage, error) {
	w := o.req.Digests.watch(l)
	if l.object != nil {
		return o.remote(ctx, w, l, scanning)
	}
	if l.path == stdin {
		if o.req.Stdin == nil {
			return storage{}, errNoStdin
		}
		return w.passing(newInterruptible(ctx, o.req.Stdin), io.NopCloser(nil)), nil
	}
	f, size, err := openFile(ctx, l)
	switch {
	case err != nil:
		return storage{}, err
	case size < 0:
		return w.passing(newInterruptible(ctx, f), f), nil
	}
	if err := w.same(f); err != nil {
		return storage{}, errors.Join(err, f.Close())
	}
	if scanning {
		return w.atRest(f, size), nil
	}
	return storage{at: f, size: size, Closer: f}, nil
}

// tempFile makes a file for what cannot be read twice, or is elsewhere.
func (r Request) tempFile() (*os.File, error) {
	if r.TempFile == nil {
		return nil, errNoTempFile
	}
	return r.TempFile()
}

// openFile opens a file and tells its size, -1 for what is no regular one.
func openFile(ctx context.Context, l location) (*os.File, int64, error) {
	f, err := openWaiting(ctx, l.at())
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, 0, ctx.Err()
	case err != nil:
		return nil, 0, unreadable(l.path, err)
	}
	info, err := f.Stat()
	switch {
	case err != nil:
		f.Close()
		return nil, 0, unreadable(l.path, err)
	case !info.Mode().IsRegular():
		return f, -1, nil
	}
	return f, info.Size(), nil
}
