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
	var d decompressed
	var err error
	switch l.format.compression {
	case "":
		return r, nil
	case "gz":
		d = decompressed{file: r, kind: "gzip", done: func() {}}
		d.from, err = gzip.NewReader(r)
	case "zst":
		d = decompressed{file: r, kind: "Zstandard"}
		var z *zstd.Decoder
		z, err = zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxWindow))
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

// decompressed is a file's text.
type decompressed struct {
	from io.Reader
	file io.Closer
	kind string
	done func()
}

// Read tells a file that was cut short from one that has ended.
func (d *decompressed) Read(p []byte) (int, error) {
	n, err := d.from.Read(p)
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
