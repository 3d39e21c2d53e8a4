package parquet

import (
	"fmt"
	"io"
)

// blockBytes is how much is read at once, so that small pages do not cost a
// read each. Pages of more than half of it are read as they are.
const blockBytes = 64 << 10

// window reads the bytes of one column chunk in order, in blocks.
type window struct {
	r    io.ReaderAt
	next int64 // position in the file of what follows buf
	end  int64 // position in the file of the chunk's end
	buf  []byte
	pos  int   // of the next byte in buf
	read int64 // bytes read from storage
}

// reset starts at the chunk [start, end) of the file.
func (w *window) reset(r io.ReaderAt, start, end int64) {
	w.r, w.next, w.end = r, start, end
	w.buf, w.pos, w.read = w.buf[:0], 0, 0
}

// offset is the position in the file of the next byte.
func (w *window) offset() int64 { return w.next - int64(len(w.buf)-w.pos) }

// remaining is the number of bytes until the chunk's end.
func (w *window) remaining() int64 { return w.end - w.offset() }

// peek returns the next n bytes, which must be there, without passing over
// them. They are valid until the following peek.
func (w *window) peek(n int) ([]byte, error) {
	if have := len(w.buf) - w.pos; have < n {
		if err := w.fill(n - have); err != nil {
			return nil, err
		}
	}
	return w.buf[w.pos : w.pos+n], nil
}

// take returns the next n bytes, which must be there, and passes over them. It
// puts them in *to, behind pad bytes, unless they are few: then they are valid
// until the following peek, and inside is set.
func (w *window) take(n int, to *[]byte, pad int) (body []byte, inside bool, err error) {
	have := len(w.buf) - w.pos
	if n <= max(have, blockBytes/2) {
		body, err = w.peek(n)
		w.pos += n
		return body, true, err
	}
	// What follows is looked at next: the header of a page.
	ahead := int(min(headerBytes, w.remaining()-int64(n)))
	*to = resize(*to, pad+n+ahead)
	all := (*to)[pad:]
	copy(all, w.buf[w.pos:])
	if err := w.load(all[have:]); err != nil {
		return nil, false, err
	}
	w.makeRoom(0, ahead)
	w.buf = append(w.buf[:0], all[n:]...)
	w.pos = 0
	return all[:n], false, nil
}

// skip passes over n bytes that were peeked at.
func (w *window) skip(n int) { w.pos += n }

// pass passes over n bytes, which must be there, without reading them.
func (w *window) pass(n int64) {
	have := int64(len(w.buf) - w.pos)
	w.pos += int(min(n, have))
	if n > have {
		w.next += n - have
		w.buf, w.pos = w.buf[:0], 0
	}
}

// fill reads at least n bytes more.
func (w *window) fill(n int) error {
	have := len(w.buf) - w.pos
	n = int(min(max(int64(n), int64(blockBytes-have)), w.end-w.next))
	w.makeRoom(have, n)
	to := len(w.buf)
	if err := w.load(w.buf[to : to+n]); err != nil {
		return err
	}
	w.buf = w.buf[:to+n]
	return nil
}

// load reads what follows buf.
func (w *window) load(b []byte) error {
	if err := readFull(w.r, b, w.next); err != nil {
		return &storageError{offset: w.next, cause: err}
	}
	w.next += int64(len(b))
	w.read += int64(len(b))
	return nil
}

// makeRoom makes room for n bytes behind the have bytes that are left. They are
// moved only where there is no other way.
func (w *window) makeRoom(have, n int) {
	if have > 0 && cap(w.buf) >= len(w.buf)+n+slack {
		return
	}
	left := w.buf[w.pos:]
	if cap(w.buf) < have+n+slack {
		w.buf = newBytes(max(have+n, min(2*cap(w.buf), have+n+blockBytes)))
	}
	copy(w.buf[:have], left)
	w.buf, w.pos = w.buf[:have], 0
}

// storageError is a failed read, as opposed to bytes that are wrong.
type storageError struct {
	offset int64
	cause  error
}

func (e *storageError) Error() string {
	return fmt.Sprintf("reading at byte %d: %v", e.offset, e.cause)
}

func (e *storageError) Unwrap() error { return e.cause }
