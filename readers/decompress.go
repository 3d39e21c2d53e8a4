package readers

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"

	"assay/engine"
)

// maxWindow bounds the memory in which zstd keeps text to refer back to.
const maxWindow = 256 << 20

// decompress reads through the compression that a file's name tells.
func decompress(r io.ReadCloser, l location) (io.ReadCloser, error) {
	var err error
	d := decompressed{file: &counted{ReadCloser: r}, done: func() {}}
	switch l.format.compression {
	case "":
		return r, nil
	case "gz":
		d.kind = "gzip"
		d.from, err = gzip.NewReader(d.file)
	case "zst":
		d.kind = "Zstandard"
		var z *zstd.Decoder
		z, err = zstd.NewReader(d.file, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxWindow))
		if err == nil {
			d.from, d.done = z, z.Close
		}
	}
	if err != nil {
		r.Close()
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("it is too short")
		}
		return nil, &engine.DataError{Path: l.path, Offset: 0, Msg: fmt.Sprintf("is not %s data", d.kind), Err: err}
	}
	return &d, nil
}

// A text of which maxRatio bytes come from each compressed one on average is
// refused once freeText of it have been read: it is made to keep a reader busy.
// Deflate can make 1032 bytes of one, Zstandard any number.
const (
	maxRatio = 1000
	freeText = 64 << 20
)

// decompressed is a file's text.
type decompressed struct {
	from io.Reader
	file *counted
	kind string
	done func()
	text int64 // bytes that came out
}

// counted counts what is read of a file.
type counted struct {
	io.ReadCloser
	bytes int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.bytes += int64(n)
	return n, err
}

// Read tells a file that was cut short from one that has ended.
func (d *decompressed) Read(p []byte) (int, error) {
	n, err := d.from.Read(p)
	if d.text += int64(n); d.text > freeText && d.text/maxRatio > d.file.bytes {
		return 0, fmt.Errorf("the %s data make more than %d bytes of each; if that is meant, decompress them and check the text", d.kind, maxRatio)
	}
	if err != nil && err != io.EOF {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("it ends too early")
		}
		err = fmt.Errorf("the %s data is damaged: %w", d.kind, err)
	}
	return n, err
}

// Close closes the file.
func (d *decompressed) Close() error {
	d.done()
	return d.file.Close()
}
