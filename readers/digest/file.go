// Package digest hashes files while others read them: in any order, by several
// goroutines, whole or in part. What nobody read is read at the end.
package digest

import (
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"sync"
)

// Sum identifies the bytes of a file.
type Sum struct {
	Bytes  int64
	MD5    string // in hexadecimal, which is what DVC calls a file by
	SHA256 string // in hexadecimal
}

// Bounds of what is done for bytes that come out of order.
const (
	// aheadBytes is how much is kept of what was read ahead of the hashes:
	// as much as 16 workers have in their hands.
	aheadBytes = 16 << 20
	// leadBytes is how much at the start of a file is read at once where
	// readers begin behind it: they know the header already.
	leadBytes = 4 << 20
	// gapBytes is how much else is: readers that leave out so little do not
	// come back for it.
	gapBytes = 64 << 10
	// lostSpans is how many places are remembered that were read too far
	// ahead to be kept.
	lostSpans = 1000
)

// File hashes one file. Its zero value is ready. Views and Streams of it may
// follow one another; a byte is hashed once, as it was read first.
type File struct {
	mu     sync.Mutex
	md5    hash.Hash
	sha256 hash.Hash
	hashes *pipeline // nil while nobody reads
	next   int64     // what stands before has been hashed
	ahead  pieces
	lost   spans
	ended  bool // of a Stream
}

// View is a file that is read at any place. Its bytes are hashed on the way.
type View struct {
	file *File
	from io.ReaderAt
}

// View hashes what is read of r through it, until it is closed.
func (f *File) View(r io.ReaderAt) *View { return &View{f, r} }

// ReadAt reads, and hashes what has not been.
func (v *View) ReadAt(p []byte, off int64) (int, error) {
	n, err := v.from.ReadAt(p, off)
	if n > 0 {
		v.file.observe(v.from, p[:n], off)
	}
	return n, err
}

// Close ends the use of the view, and of what was kept for it. It does not
// close what it reads from.
func (v *View) Close() error {
	v.file.rest()
	return nil
}

// rest ends the goroutines until somebody reads again.
func (f *File) rest() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stop()
	f.ahead, f.lost = pieces{}, nil
}

func (f *File) stop() {
	if f.hashes != nil {
		f.hashes.stop()
		f.hashes = nil
	}
}

// observe takes in bytes that were read at off; r is for what lies before them
// and will not be read by anybody else.
func (f *File) observe(r io.ReaderAt, p []byte, off int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	end := off + int64(len(p))
	if end <= f.next {
		return
	}
	if gap := off - f.next; gap > 0 && (gap <= gapBytes || f.next == 0 && gap <= leadBytes) {
		f.fetch(r, off)
	}
	switch {
	case off <= f.next:
		f.push(p[f.next-off:])
		f.catchUp(r)
	case !f.ahead.add(p, off):
		f.lost.add(off, end)
	}
}

// catchUp hashes what was read ahead as far as there is no gap before it.
func (f *File) catchUp(r io.ReaderAt) {
	for {
		if p, ok := f.ahead.take(f.next); ok {
			f.push(p)
			continue
		}
		end := f.lost.endAt(f.next)
		if end <= f.next || !f.fetch(r, end) {
			return
		}
	}
}

// fetch reads on up to end, and reports whether it came there. Why it did not
// is seen at the end, when the same is tried again.
func (f *File) fetch(r io.ReaderAt, end int64) bool {
	buf := make([]byte, min(end-f.next, blockBytes))
	for f.next < end {
		n, err := r.ReadAt(buf[:min(int64(len(buf)), end-f.next)], f.next)
		f.push(buf[:n])
		if err != nil && f.next < end {
			return false
		}
	}
	return true
}

// push hashes the bytes that follow.
func (f *File) push(p []byte) {
	if f.md5 == nil {
		f.md5, f.sha256 = md5.New(), sha256.New()
	}
	if f.hashes == nil {
		f.hashes = newPipeline(f.md5, f.sha256)
	}
	f.hashes.write(p)
	f.next += int64(len(p))
}

// Finish hashes what nobody has read of a file of size bytes, and returns the
// file's digests. The error is that of reading.
func (f *File) Finish(ctx context.Context, r io.ReaderAt, size int64) (Sum, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	defer f.stop()
	for f.next < size {
		if err := ctx.Err(); err != nil {
			return Sum{}, err
		}
		if !f.fetch(r, min(f.next+leadBytes, size)) {
			_, err := r.ReadAt(make([]byte, 1), f.next)
			return Sum{}, errors.Join(io.ErrUnexpectedEOF, err)
		}
	}
	return f.sum(), nil
}

// Complete reports whether all of a file of size bytes has been hashed.
func (f *File) Complete(size int64) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.next == size
}

// sum ends the hashes.
func (f *File) sum() Sum {
	f.push(nil) // of an empty file
	f.stop()
	return Sum{Bytes: f.next, MD5: hex.EncodeToString(f.md5.Sum(nil)), SHA256: hex.EncodeToString(f.sha256.Sum(nil))}
}
