package csv

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
)

// once keeps a stream that can be read only once: the first reading is copied
// into a file, from which the next ones come.
type once struct {
	in    Input
	head  []byte // read ahead by Probe
	rest  io.ReadCloser
	spool *os.File
	first io.Reader // the reading that fills spool
}

func newOnce(in Input) *once { return &once{in: in} }

// peek reads up to n bytes without consuming them.
func (o *once) peek(n int) ([]byte, error) {
	if o.rest == nil {
		r, err := o.in.Open()
		if err != nil {
			return nil, err
		}
		o.rest = r
	}
	if missing := n - len(o.head); missing > 0 {
		more, err := io.ReadAll(io.LimitReader(o.rest, int64(missing)))
		o.head = append(o.head, more...)
		if err != nil {
			return nil, err
		}
	}
	return o.head[:min(n, len(o.head))], nil
}

// open starts a reading; with keep set, one that can be repeated.
func (o *once) open(keep bool) (io.ReadCloser, error) {
	if o.spool != nil {
		return o.again()
	}
	if o.head == nil && o.rest == nil {
		return nil, o.in.fail(-1, "the stream has been read and was not kept", nil)
	}
	all := io.MultiReader(bytes.NewReader(o.head), o.rest)
	if keep {
		if o.in.Spool == nil {
			return nil, fmt.Errorf("keep %s for another pass: there is no place for temporary files", o.in.Name)
		}
		f, err := o.in.Spool()
		if err != nil {
			return nil, fmt.Errorf("keep %s for another pass: %w", o.in.Name, err)
		}
		o.spool, o.first = f, &keeper{name: o.in.Name, from: all, into: f}
		return io.NopCloser(o.first), nil
	}
	rest := o.rest
	o.head, o.rest = nil, nil
	return struct {
		io.Reader
		io.Closer
	}{all, rest}, nil
}

// again reads what was kept, after what the first reading left behind has been
// kept too.
func (o *once) again() (io.ReadCloser, error) {
	if _, err := io.Copy(io.Discard, o.first); err != nil {
		return nil, o.in.unreadable(-1, "cannot be read to its end", err)
	}
	return io.NopCloser(io.NewSectionReader(o.spool, 0, math.MaxInt64)), nil
}

func (o *once) close() error {
	var errs []error
	if o.rest != nil {
		errs = append(errs, o.rest.Close())
	}
	if o.spool != nil {
		errs = append(errs, o.spool.Close())
	}
	return errors.Join(errs...)
}

// keeper reads a stream and keeps what it has read in a file.
type keeper struct {
	name string
	from io.Reader
	into io.Writer
}

func (k *keeper) Read(p []byte) (int, error) {
	n, err := k.from.Read(p)
	if _, werr := k.into.Write(p[:n]); werr != nil {
		return n, &keepError{name: k.name, err: werr}
	}
	return n, err
}

// keepError is not the fault of the data, but of the place for temporary files.
type keepError struct {
	name string
	err  error
}

func (e *keepError) Error() string {
	return fmt.Sprintf("keep %s for another pass: %v", e.name, e.err)
}

func (e *keepError) Unwrap() error { return e.err }
