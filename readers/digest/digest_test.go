package digest_test

import (
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/iotest"

	"assay/readers/digest"
)

// noise is n bytes that differ from place to place.
func noise(n int) []byte {
	data := make([]byte, n)
	source := rand.NewChaCha8([32]byte{1})
	if _, err := source.Read(data); err != nil {
		panic(err)
	}
	return data
}

func sumOf(data []byte) digest.Sum {
	return digest.Sum{Bytes: int64(len(data)), MD5: fmt.Sprintf("%x", md5.Sum(data)), SHA256: fmt.Sprintf("%x", sha256.Sum256(data))}
}

// counting counts the bytes that are read.
type counting struct {
	io.ReaderAt
	mu   sync.Mutex
	read int
}

func (c *counting) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(p, off)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read += n
	return n, err
}

// TestAnyOrder reads files in many ways, and wants the digests of their bytes.
func TestAnyOrder(t *testing.T) {
	const chunk = 1 << 20
	for name, c := range map[string]struct {
		size  int
		read  func(v io.ReaderAt, size int)
		spare int // the most that may be read more than once, or by nobody else
	}{
		"empty":             {0, func(io.ReaderAt, int) {}, 0},
		"nothing":           {3 * chunk, func(io.ReaderAt, int) {}, 3 * chunk},
		"in order":          {5*chunk + 7, inChunks(chunk, 0, 1), 0},
		"with look-ahead":   {5*chunk + 7, inChunks(chunk, 16<<10, 1), 0},
		"backwards":         {8 * chunk, backwards(chunk), 0},
		"behind the header": {3 * chunk, func(v io.ReaderAt, size int) { readAt(v, 100<<10, size-100<<10) }, 100 << 10},
		"eight workers":     {40 * chunk, inChunks(chunk, 16<<10, 8), 0},
		"far ahead":         {40 * chunk, backwards(chunk), 40 * chunk},
		"some of it":        {9 * chunk, func(v io.ReaderAt, _ int) { readAt(v, 5*chunk, chunk); readAt(v, 7*chunk, 10) }, 9 * chunk},
	} {
		t.Run(name, func(t *testing.T) {
			data := noise(c.size)
			var f digest.File
			seen := &counting{ReaderAt: bytes.NewReader(data)}
			v := f.View(seen)
			c.read(v, c.size)
			if err := v.Close(); err != nil {
				t.Fatal(err)
			}
			read := seen.read
			got, err := f.Finish(t.Context(), seen, int64(c.size))
			if err != nil || got != sumOf(data) {
				t.Errorf("the digests are %+v (%v), want %+v", got, err, sumOf(data))
			}
			if again := seen.read - read; again > c.spare {
				t.Errorf("%d bytes were read at the end, want %d at most", again, c.spare)
			}
			if name == "in order" && seen.read != c.size {
				t.Errorf("%d of %d bytes were read", seen.read, c.size)
			}
		})
	}
}

func readAt(r io.ReaderAt, off, n int) {
	if _, err := r.ReadAt(make([]byte, n), int64(off)); err != nil && err != io.EOF {
		panic(err)
	}
}

// inChunks reads a file by several workers that take one chunk after the other.
func inChunks(chunk, ahead, workers int) func(io.ReaderAt, int) {
	return func(r io.ReaderAt, size int) {
		todo := make(chan int, size/chunk+1)
		for off := 0; off < size; off += chunk {
			todo <- off
		}
		close(todo)
		var done sync.WaitGroup
		for range workers {
			done.Go(func() {
				for off := range todo {
					readAt(r, off, min(chunk+ahead, size-off))
				}
			})
		}
		done.Wait()
	}
}

func backwards(chunk int) func(io.ReaderAt, int) {
	return func(r io.ReaderAt, size int) {
		for off := size - chunk; off >= 0; off -= chunk {
			readAt(r, off, chunk)
		}
	}
}

// TestViews reads a file twice, as two passes do: every byte counts once.
func TestViews(t *testing.T) {
	data := noise(3 << 20)
	var f digest.File
	for range 2 {
		v := f.View(bytes.NewReader(data))
		inChunks(1<<20, 0, 1)(v, len(data))
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := f.Finish(t.Context(), nil, int64(len(data))); err != nil || got != sumOf(data) {
		t.Errorf("the digests are %+v (%v)", got, err)
	}
}

// TestFinishFails wants an error where a file is shorter than it was.
func TestFinishFails(t *testing.T) {
	var f digest.File
	_, err := f.Finish(t.Context(), bytes.NewReader(noise(10)), 11)
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("the error is %v", err)
	}
}

// TestStream hashes what can be had only once.
func TestStream(t *testing.T) {
	data := noise(1 << 20)
	var f digest.File
	if _, err := io.Copy(io.Discard, f.Stream(iotest.HalfReader(bytes.NewReader(data)))); err != nil {
		t.Fatal(err)
	}
	if got, err := f.FinishStream(); err != nil || got != sumOf(data) {
		t.Errorf("the digests are %+v (%v)", got, err)
	}
	var half digest.File
	if _, err := io.CopyN(io.Discard, half.Stream(bytes.NewReader(data)), 10); err != nil {
		t.Fatal(err)
	}
	if _, err := half.FinishStream(); !errors.Is(err, digest.ErrNotRead) {
		t.Errorf("the error of half a stream is %v", err)
	}
}
