package quarantine

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"

	"assay/engine/filelock"
	"assay/reports"
)

// file is written beside its place and takes it in the end.
type file struct {
	path   string // where it belongs, links followed
	temp   string // "" once it is gone
	f      *os.File
	w      io.Writer
	closes []io.Closer // before f, in this order
}

var errNoRegularFile = errors.New("that is no regular file, which alone can appear whole or not at all")

// create opens a temporary file beside path, in whose place anything but a
// regular file cannot be put.
func create(path, compression string, enc encoding.Encoding) (*file, error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	perm := fs.FileMode(0o666)
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("cannot write the rows: %w", err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("cannot write the rows to %s: %w", path, errNoRegularFile)
	default:
		perm = info.Mode().Perm()
	}
	f := &file{path: path}
	var err error
	if f.f, err = reports.CreateBeside(path, perm); err != nil {
		return nil, f.failed(err)
	}
	f.temp = f.f.Name()
	if err := f.stack(compression, enc); err != nil {
		return nil, errors.Join(f.failed(err), f.discard())
	}
	return f, nil
}

// stack puts the compression, a buffer and the encoding before the file.
func (f *file) stack(compression string, enc encoding.Encoding) error {
	f.w = f.f
	switch compression {
	case "gz":
		z := gzip.NewWriter(f.f)
		f.w, f.closes = z, []io.Closer{z}
	case "zst":
		z, err := zstd.NewWriter(f.f, zstd.WithEncoderConcurrency(1))
		if err != nil {
			return err
		}
		f.w, f.closes = z, []io.Closer{z}
	}
	b := bufio.NewWriterSize(f.w, 256<<10)
	f.w, f.closes = b, append([]io.Closer{flusher{b}}, f.closes...)
	if enc != nil {
		// What the encoding has no bytes for was no text in it to begin with.
		t := transform.NewWriter(b, encoding.ReplaceUnsupported(enc.NewEncoder()))
		f.w, f.closes = t, append([]io.Closer{t}, f.closes...)
	}
	return nil
}

type flusher struct{ *bufio.Writer }

// Close writes what is buffered.
func (f flusher) Close() error { return f.Flush() }

// finish writes the file to its end.
func (f *file) finish() error {
	var errs []error
	for _, c := range f.closes {
		errs = append(errs, c.Close())
	}
	f.closes = nil
	return errors.Join(errs...)
}

// failed says of an error which file it is about; the temporary name means
// nothing to the reader.
func (f *file) failed(err error) error {
	if err == nil {
		return nil
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		pe.Path = f.path
		return fmt.Errorf("cannot write the rows: %w", pe)
	}
	return fmt.Errorf("cannot write the rows to %s: %w", f.path, err)
}

// discard removes the temporary file, if it is still there.
func (f *file) discard() error {
	if f.temp == "" {
		return nil
	}
	err := f.f.Close()
	if errors.Is(err, fs.ErrClosed) {
		err = nil
	}
	temp := f.temp
	f.temp = ""
	return errors.Join(err, os.Remove(temp))
}

// replaceAll has finished files take their places. Where one cannot, those
// before it give theirs back.
func replaceAll(files []*file) error {
	var undo []func() error
	for _, f := range files {
		back, err := f.replace()
		if err != nil {
			errs := []error{f.failed(err)}
			for _, u := range undo {
				errs = append(errs, u())
			}
			return errors.Join(errs...)
		}
		undo = append(undo, back)
	}
	for _, f := range files {
		_ = os.Remove(f.kept()) // there is none where nothing was replaced
		f.temp = ""
	}
	return nil
}

// kept is where the file that is replaced stays meanwhile.
func (f *file) kept() string { return f.temp + reports.KeptEnding }

// replace puts the file in its place; back undoes that.
func (f *file) replace() (back func() error, err error) {
	back = func() error { return os.Rename(f.kept(), f.path) }
	info, err := os.Stat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		back = func() error { return os.Remove(f.path) }
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errNoRegularFile
	case os.Link(f.path, f.kept()) != nil:
		// The file system has no links: for a moment there is no file.
		if err := os.Rename(f.path, f.kept()); err != nil {
			return nil, err
		}
	}
	if err := filelock.Rename(f.f, f.path); err != nil {
		_ = os.Rename(f.kept(), f.path) // leaves two links to one file alone
		_ = os.Remove(f.kept())
		return nil, err
	}
	return back, nil
}
