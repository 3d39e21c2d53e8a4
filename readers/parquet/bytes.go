package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/parquet-go/parquet-go/format"
)

// batchBytes is where a batch of byte arrays is full, whatever its rows, so
// that large values do not pile up and offsets stay within 32 bits.
const batchBytes = 32 << 20

// full reports whether a value is too much for a batch that has bytes already.
func full(have, length int) bool { return have > 0 && have+length > batchBytes }

// noLimit is where a dictionary is full: pages are not that large.
const noLimit = math.MaxInt32

var errBeyondPage = errors.New("a value runs beyond its page")

// bytesPage decodes the byte arrays of a data page.
type bytesPage struct {
	encoding format.Encoding
	data     []byte
	lengthed lengthed
	prefixed prefixed
}

// reset starts at a page's values. A page of nulls only may have no bytes.
func (p *bytesPage) reset(e format.Encoding, data []byte) error {
	p.encoding, p.data = e, data
	switch {
	case e != format.Plain && e != format.DeltaLengthByteArray && e != format.DeltaByteArray:
		return fmt.Errorf("byte arrays are encoded as %s", encodingName(e))
	case len(data) == 0:
		p.encoding = format.Plain
	case e == format.DeltaLengthByteArray:
		return p.lengthed.reset(data)
	case e == format.DeltaByteArray:
		return p.prefixed.reset(data)
	}
	return nil
}

// read appends at most len(ends) values to dst, as many as the batch has room
// for, and writes where each ends to ends.
func (p *bytesPage) read(dst []byte, ends []int32) (out []byte, n int, err error) {
	switch p.encoding {
	case format.DeltaLengthByteArray:
		n, data, err := p.lengthed.take(ends, len(dst))
		return append(dst, data...), n, err
	case format.DeltaByteArray:
		return p.readPrefixed(dst, ends)
	default:
		return p.readPlain(dst, ends, batchBytes)
	}
}

// readPlain decodes values that follow their length, as many as limit has room
// for. It looks at the lengths first, so that memory is taken once, and copies
// then.
func (p *bytesPage) readPlain(dst []byte, ends []int32, limit int) ([]byte, int, error) {
	src, pos, end, n := p.data, 0, len(dst), 0
	for n < len(ends) {
		if len(src)-pos < 4 {
			return dst, 0, io.ErrUnexpectedEOF
		}
		length := int(int32(binary.LittleEndian.Uint32(src[pos:])))
		if length < 0 || length > len(src)-pos-4 {
			return dst, 0, errBeyondPage
		}
		if end > 0 && end+length > limit {
			break
		}
		pos += 4 + length
		end += length
		ends[n] = int32(end)
		n++
	}
	start := len(dst)
	dst = growBytes(dst, end)
	copyPlain(dst, start, src, ends[:n])
	p.data = src[pos:]
	return dst, n, nil
}

// copyPlain copies values, which src has behind their lengths and whose ends
// in dst are given, to dst from start on. Short ones are copied as 32 bytes,
// into what follows them and is overwritten next: no call, no branches.
func copyPlain(dst []byte, start int, src []byte, ends []int32) {
	wideDst, wideSrc := dst[:cap(dst)], src[:cap(src)]
	pos := 4
	for _, e := range ends {
		end := int(e)
		length := end - start
		if length <= 32 && start+32 <= len(wideDst) && pos+32 <= len(wideSrc) {
			*(*[16]byte)(wideDst[start:]) = *(*[16]byte)(wideSrc[pos:])
			*(*[16]byte)(wideDst[start+16:]) = *(*[16]byte)(wideSrc[pos+16:])
		} else {
			copy(dst[start:end], src[pos:])
		}
		start = end
		pos += length + 4
	}
}

func (p *bytesPage) readPrefixed(dst []byte, ends []int32) ([]byte, int, error) {
	for i := range ends {
		v, err := p.prefixed.peek()
		if err != nil {
			return dst, 0, err
		}
		if full(len(dst), len(v)) {
			return dst, i, nil
		}
		p.prefixed.take()
		dst = append(dst, v...)
		ends[i] = int32(len(dst))
	}
	return dst, len(ends), nil
}

// done checks that all values were read.
func (p *bytesPage) done() error {
	left := len(p.data) > 0
	switch p.encoding {
	case format.DeltaLengthByteArray:
		left = p.lengthed.more()
	case format.DeltaByteArray:
		left = p.prefixed.more()
	}
	if left {
		return errLeftover
	}
	return nil
}

// growBytes returns b with n bytes, the old ones among them, and slack behind.
func growBytes(b []byte, n int) []byte {
	if cap(b) >= n+slack {
		return b[:n]
	}
	grown := newBytes(max(n, min(2*cap(b), batchBytes)))[:n]
	copy(grown, b)
	return grown
}
