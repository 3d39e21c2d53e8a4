package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/parquet-go/parquet-go/format"
)

// full reports whether a value is too much for a batch of at most limit bytes that
// has some already.
func full(have, length, limit int) bool { return have > 0 && have+length > limit }

// noLimit is where a dictionary is full: pages are not that large.
const noLimit = math.MaxInt32

var errBeyondPage = errors.New("a value runs beyond its page")

// bytesPage decodes the byte arrays of a data page.
type bytesPage struct {
	encoding format.Encoding
	data     []byte
	limit    int // of bytes in a batch
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
		n, data, err := p.lengthed.take(ends, len(dst), p.limit)
		return append(dst, data...), n, err
	case format.DeltaByteArray:
		return p.readPrefixed(dst, ends)
	default:
		return p.readPlain(dst, ends)
	}
}

// readPlain decodes values that follow their length, as many as there is room for.
func (p *bytesPage) readPlain(dst []byte, ends []int32) ([]byte, int, error) {
	src, n := p.data, 0
	for n < len(ends) {
		var some, used int
		dst, some, used = appendShort(dst, src, ends[n:], p.limit)
		n += some
		src = src[used:]
		if n == len(ends) {
			break
		}
		if len(src) < 4 {
			return dst, 0, io.ErrUnexpectedEOF
		}
		length := int(int32(binary.LittleEndian.Uint32(src)))
		if length < 0 || length > len(src)-4 {
			return dst, 0, errBeyondPage
		}
		if full(len(dst), length, p.limit) {
			break
		}
		end := len(dst)
		dst = growBytes(dst, end+length)
		copy(dst[end:], src[4:])
		ends[n] = int32(len(dst))
		n++
		src = src[4+length:]
	}
	p.data = src
	return dst, n, nil
}

// short is the length up to which values are copied as so many bytes, into what
// follows them and is overwritten next: no call, and few branches.
const short = 64

// appendShort appends values to dst, which it does not grow, as long as they are
// short and not the last of their page. It returns how many those were, and how
// much of src they took.
func appendShort(dst, src []byte, ends []int32, limit int) (out []byte, n, used int) {
	all, end := dst[:cap(dst)], len(dst)
	lastEnd, lastUsed := min(len(all), limit)-short, len(src)-4-short
	for n < len(ends) && end <= lastEnd && used <= lastUsed {
		length := int(binary.LittleEndian.Uint32(src[used:]))
		if length > short {
			break
		}
		from, to := (*[short]byte)(src[used+4:]), (*[short]byte)(all[end:])
		*(*[16]byte)(to[:]) = *(*[16]byte)(from[:])
		*(*[16]byte)(to[16:]) = *(*[16]byte)(from[16:])
		if length > 32 {
			*(*[16]byte)(to[32:]) = *(*[16]byte)(from[32:])
			*(*[16]byte)(to[48:]) = *(*[16]byte)(from[48:])
		}
		used += 4 + length
		end += length
		ends[n] = int32(end)
		n++
	}
	return all[:end], n, used
}

func (p *bytesPage) readPrefixed(dst []byte, ends []int32) ([]byte, int, error) {
	for i := range ends {
		v, err := p.prefixed.peek()
		if err != nil {
			return dst, 0, err
		}
		if full(len(dst), len(v), p.limit) {
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
