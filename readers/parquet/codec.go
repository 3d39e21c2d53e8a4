package parquet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/format"
	"github.com/pierrec/lz4/v4"
)

// codecs decompresses pages. It keeps decoders for reuse and is safe for
// concurrent use.
//
// parquet-go's compress packages are not used: they decompress whatever a
// stream holds before anyone can compare it with what the page declares.
type codecs struct {
	zstd, gzip, brotli sync.Pool
}

// supported reports whether pages of this codec can be read.
func supported(codec format.CompressionCodec) bool {
	switch codec {
	case format.Uncompressed, format.Snappy, format.Gzip, format.Brotli, format.Lz4, format.Zstd, format.Lz4Raw:
		return true
	}
	return false
}

// codecName is a codec's name, its number where it has none.
func codecName(codec format.CompressionCodec) string {
	if codec < format.Uncompressed || codec > format.Lz4Raw {
		return fmt.Sprintf("codec %d", codec)
	}
	return codec.String()
}

var errWrongSize = errors.New("a page does not decompress to the size that its header declares")

// decompress writes the n bytes that src must hold to dst[pad:], growing it as
// needed, and returns dst. Memory beyond what src plausibly holds is taken
// only as data comes out of it.
func (c *codecs) decompress(codec format.CompressionCodec, dst []byte, pad, n int, src []byte) (out []byte, err error) {
	defer func() {
		// The decoders check what they read. Should one panic all the
		// same, that is an error of this file.
		if p := recover(); p != nil {
			err = fmt.Errorf("a page cannot be decompressed (%s): %v", codecName(codec), p)
		}
	}()
	if len(src) == 0 {
		if n > 0 {
			return dst, errWrongSize
		}
		return resize(dst, pad), nil
	}
	switch codec {
	case format.Snappy:
		return unsnappy(dst, pad, n, src)
	case format.Lz4Raw:
		return unlz4(dst, pad, n, src)
	case format.Lz4:
		return unlz4Legacy(dst, pad, n, src)
	case format.Zstd:
		return c.unzstd(dst, pad, n, src)
	case format.Gzip:
		return c.ungzip(dst, pad, n, src)
	case format.Brotli:
		return c.unbrotli(dst, pad, n, src)
	}
	return dst, fmt.Errorf("pages compressed with %s cannot be read", codecName(codec))
}

func unsnappy(dst []byte, pad, n int, src []byte) ([]byte, error) {
	size, err := snappy.DecodedLen(src)
	if err != nil {
		return dst, fmt.Errorf("a page cannot be decompressed: %w", err)
	}
	// Three bytes of snappy make 64 at most.
	if size != n || size > 22*len(src) {
		return dst, errWrongSize
	}
	dst = resize(dst, pad+n)
	if _, err = snappy.Decode(dst[pad:pad+n:pad+n], src); err != nil {
		return dst, fmt.Errorf("a page cannot be decompressed: %w", err)
	}
	return dst, nil
}

func unlz4(dst []byte, pad, n int, src []byte) ([]byte, error) {
	if n > 255*len(src) { // the format's greatest ratio
		return dst, errWrongSize
	}
	dst = resize(dst, pad+n)
	return dst, lz4Block(dst[pad:], src)
}

// lz4Block decompresses a block that must fill dst.
func lz4Block(dst, src []byte) error {
	size, err := lz4.UncompressBlock(src, dst)
	if err != nil {
		return fmt.Errorf("a page cannot be decompressed: %w", err)
	}
	if size != len(dst) {
		return errWrongSize
	}
	return nil
}

func (c *codecs) unzstd(dst []byte, pad, n int, src []byte) ([]byte, error) {
	var head zstd.Header
	if err := head.Decode(src); err != nil {
		return dst, fmt.Errorf("a page cannot be decompressed: %w", err)
	}
	if head.HasFCS && head.FrameContentSize > uint64(n) {
		return dst, errWrongSize
	}
	d, _ := c.zstd.Get().(*zstd.Decoder)
	if d == nil {
		var err error
		d, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecodeAllCapLimit(true), zstd.WithDecoderLowmem(true))
		if err != nil {
			return dst, err
		}
	}
	defer c.zstd.Put(d)
	// The decoder is faster with room to spare, for which it gets the slack.
	for size := plausible(n, cap(dst)-pad-slack, len(src)); ; size = min(4*size, n) {
		dst = resize(dst, pad+size)
		got, err := d.DecodeAll(src, dst[pad:pad:pad+size+slack])
		switch {
		case errors.Is(err, zstd.ErrDecoderSizeExceeded) && size < n:
			continue
		case err != nil:
			return dst, fmt.Errorf("a page cannot be decompressed: %w", err)
		case len(got) != n:
			return dst, errWrongSize
		}
		return dst[:pad+n], nil
	}
}

func (c *codecs) ungzip(dst []byte, pad, n int, src []byte) ([]byte, error) {
	in := bytes.NewReader(src)
	r, _ := c.gzip.Get().(*gzip.Reader)
	if r == nil {
		r = new(gzip.Reader)
	}
	defer c.gzip.Put(r)
	if err := r.Reset(in); err != nil {
		return dst, fmt.Errorf("a page cannot be decompressed: %w", err)
	}
	return readExactly(dst, pad, n, len(src), r)
}

func (c *codecs) unbrotli(dst []byte, pad, n int, src []byte) ([]byte, error) {
	in := bytes.NewReader(src)
	r, _ := c.brotli.Get().(*brotli.Reader)
	if r == nil {
		r = brotli.NewReader(nil)
	}
	defer c.brotli.Put(r)
	if err := r.Reset(in); err != nil {
		return dst, fmt.Errorf("a page cannot be decompressed: %w", err)
	}
	return readExactly(dst, pad, n, len(src), r)
}

// readExactly reads the n bytes that r must hold behind the pad.
func readExactly(dst []byte, pad, n, compressed int, r io.Reader) ([]byte, error) {
	have := 0
	for size := plausible(n, cap(dst)-pad-slack, compressed); ; size = min(4*size, n) {
		grown := resize(dst, pad+size)
		copy(grown, dst[:min(len(dst), pad+have)])
		dst = grown
		k, err := io.ReadFull(r, dst[pad+have:])
		have += k
		if err != nil {
			if err == io.EOF || err == io.ErrUnexpectedEOF {
				return dst, errWrongSize
			}
			return dst, fmt.Errorf("a page cannot be decompressed: %w", err)
		}
		if size == n {
			break
		}
	}
	switch k, err := io.ReadFull(r, make([]byte, 1)); {
	case k > 0:
		return dst, errWrongSize
	case err != io.EOF:
		return dst, fmt.Errorf("a page cannot be decompressed: %w", err)
	}
	return dst, nil
}

// plausible is how many of n bytes to make room for at first: what is there
// already, or what ordinary data grows by.
func plausible(n, have, compressed int) int {
	return min(n, max(have, 64<<10+32*compressed))
}

// resize returns b with n bytes, whose contents are unspecified. Large ones get
// some more room, as pages are of about the same size and seldom of the very same.
func resize(b []byte, n int) []byte {
	const grain = 32 << 10
	switch {
	case cap(b) >= n+slack:
		return b[:n]
	case n < grain:
		return newBytes(n)
	}
	return newBytes(n + grain - n%grain)[:n]
}
