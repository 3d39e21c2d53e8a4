package digest

import (
	"errors"
	"io"
)

// ErrNotRead is that of a stream that was not read to its end.
var ErrNotRead = errors.New("it was not read to its end")

// Stream hashes what is read of r, which can be had only once.
func (f *File) Stream(r io.Reader) io.Reader { return &stream{f, r} }

type stream struct {
	file *File
	from io.Reader
}

// Read reads and hashes.
func (s *stream) Read(p []byte) (int, error) {
	n, err := s.from.Read(p)
	f := s.file
	f.mu.Lock()
	defer f.mu.Unlock()
	if n > 0 {
		f.push(p[:n])
	}
	if err != nil {
		f.ended = err == io.EOF
		f.stop()
	}
	return n, err
}

// FinishStream returns the digests of a Stream.
func (f *File) FinishStream() (Sum, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stop()
	if !f.ended {
		return Sum{}, ErrNotRead
	}
	return f.sum(), nil
}
