package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go/format"
)

var errLeftover = errors.New("a page holds more than its values")

// fixedPage decodes the values of a data page that all have one width.
type fixedPage struct {
	encoding format.Encoding
	width    int
	data     []byte
	pos      int // value number, for BYTE_STREAM_SPLIT
	delta    delta
	prefixed prefixed
}

// reset starts at a page's values. A page of nulls only may have no bytes.
func (p *fixedPage) reset(e format.Encoding, physical format.Type, width int, data []byte) error {
	p.encoding, p.width, p.data, p.pos = e, width, data, 0
	if !fixedEncoding(e, physical) {
		return fmt.Errorf("values of type %v are encoded as %s", physical, encodingName(e))
	}
	if len(data) == 0 {
		p.encoding = format.Plain
		return nil
	}
	switch e {
	case format.DeltaBinaryPacked:
		return p.delta.reset(data)
	case format.DeltaByteArray:
		return p.prefixed.reset(data)
	case format.ByteStreamSplit:
		if len(data)%width != 0 {
			return fmt.Errorf("values of %d bytes take %d bytes", width, len(data))
		}
	}
	return nil
}

// fixedEncoding reports whether values of a type may be so encoded.
func fixedEncoding(e format.Encoding, physical format.Type) bool {
	switch e {
	case format.Plain:
		return true
	case format.DeltaBinaryPacked:
		return physical == format.Int32 || physical == format.Int64
	case format.DeltaByteArray:
		return physical == format.FixedLenByteArray
	case format.ByteStreamSplit:
		return physical != format.Int96
	}
	return false
}

// plain hands out n plainly encoded values where they lie.
func (p *fixedPage) plain(n int) ([]byte, error) {
	size := n * p.width
	if size > len(p.data) {
		return nil, io.ErrUnexpectedEOF
	}
	values := p.data[:size]
	p.data = p.data[size:]
	return values, nil
}

// read decodes n values to dst, which must be aligned.
func (p *fixedPage) read(dst []byte, n int) error {
	switch p.encoding {
	case format.DeltaBinaryPacked:
		if p.width == 4 {
			return fillDelta(&p.delta, valuesOf[uint32](dst)[:n])
		}
		return fillDelta(&p.delta, valuesOf[uint64](dst)[:n])
	case format.DeltaByteArray:
		return p.prefixed.fixed(dst[:n*p.width], p.width)
	case format.ByteStreamSplit:
		return p.join(dst, n)
	default:
		values, err := p.plain(n)
		copy(dst, values)
		return err
	}
}

// join decodes BYTE_STREAM_SPLIT, which stores the first bytes of all values,
// then the second ones, and so on.
// https://github.com/apache/parquet-format/blob/master/Encodings.md#byte-stream-split-byte_stream_split--9
func (p *fixedPage) join(dst []byte, n int) error {
	total := len(p.data) / p.width
	if p.pos+n > total {
		return io.ErrUnexpectedEOF
	}
	stream := func(i int) []byte { return p.data[i*total+p.pos:][:n] }
	switch p.width {
	case 4:
		a, b, c, d := stream(0), stream(1), stream(2), stream(3)
		for i := range n {
			binary.LittleEndian.PutUint32(dst[4*i:], uint32(a[i])|uint32(b[i])<<8|uint32(c[i])<<16|uint32(d[i])<<24)
		}
	case 8:
		a, b, c, d := stream(0), stream(1), stream(2), stream(3)
		e, f, g, h := stream(4), stream(5), stream(6), stream(7)
		for i := range n {
			lo := uint32(a[i]) | uint32(b[i])<<8 | uint32(c[i])<<16 | uint32(d[i])<<24
			hi := uint32(e[i]) | uint32(f[i])<<8 | uint32(g[i])<<16 | uint32(h[i])<<24
			binary.LittleEndian.PutUint64(dst[8*i:], uint64(lo)|uint64(hi)<<32)
		}
	default:
		for w := range p.width {
			for i, b := range stream(w) {
				dst[i*p.width+w] = b
			}
		}
	}
	p.pos += n
	return nil
}

// done checks that all values were read.
func (p *fixedPage) done() error {
	left := false
	switch p.encoding {
	case format.DeltaBinaryPacked:
		left = p.delta.more()
	case format.DeltaByteArray:
		left = p.prefixed.more()
	case format.ByteStreamSplit:
		left = p.pos*p.width < len(p.data)
	default:
		left = len(p.data) > 0
	}
	if left {
		return errLeftover
	}
	return nil
}
