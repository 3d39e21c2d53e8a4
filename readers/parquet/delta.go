package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/parquet-go/bitpack"
)

// maxDeltaBlock bounds the values of a block; writers use 128 or 256.
const maxDeltaBlock = 1 << 16

// delta decodes DELTA_BINARY_PACKED integers a miniblock at a time.
// https://github.com/apache/parquet-format/blob/master/Encodings.md#DELTAENC
type delta struct {
	src   []byte
	total int // values in all
	left  int // values not yet decoded into buf
	minis int // miniblocks of a block
	per   int // values of a miniblock

	last   uint64 // the value decoded last
	least  uint64 // the least delta of the current block
	widths []byte // of the block's miniblocks that are still to come

	buf   []uint64 // decoded values of the current miniblock
	ready []uint64 // those of buf that were not handed out
}

// reset reads the head of src.
func (d *delta) reset(src []byte) error {
	*d = delta{src: src, buf: d.buf}
	block, err := d.uvarint()
	if err != nil {
		return err
	}
	minis, err := d.uvarint()
	if err != nil {
		return err
	}
	total, err := d.uvarint()
	if err != nil {
		return err
	}
	first, err := d.uvarint()
	if err != nil {
		return err
	}
	if block == 0 || block > maxDeltaBlock || minis == 0 || minis > block || block%minis != 0 || block/minis%8 != 0 {
		return fmt.Errorf("a delta block has %d values in %d parts", block, minis)
	}
	if total > math.MaxInt32 {
		return fmt.Errorf("a page has %d delta-encoded values", total)
	}
	d.total, d.left = int(total), int(total)
	d.minis, d.per = int(minis), int(block/minis)
	if d.total > 0 {
		d.last = unzigzag(first)
		d.buf = append(d.buf[:0], d.last)
		d.ready = d.buf
		d.left--
	}
	return nil
}

// end passes over all values and returns what follows them.
func (d *delta) end() ([]byte, error) {
	e := *d
	e.buf, e.ready = nil, nil
	for e.left > 0 {
		width, err := e.mini()
		if err != nil {
			return nil, err
		}
		size := e.per * width / 8
		if size > len(e.src) {
			return nil, io.ErrUnexpectedEOF
		}
		e.src = e.src[size:]
		e.left -= min(e.per, e.left)
	}
	return e.src, nil
}

// mini enters the next miniblock and returns the width of its deltas.
func (d *delta) mini() (int, error) {
	if len(d.widths) == 0 {
		least, err := d.uvarint()
		if err != nil {
			return 0, err
		}
		if len(d.src) < d.minis {
			return 0, io.ErrUnexpectedEOF
		}
		d.least = unzigzag(least)
		d.widths, d.src = d.src[:d.minis], d.src[d.minis:]
	}
	width := int(d.widths[0])
	d.widths = d.widths[1:]
	if width > 64 {
		return 0, fmt.Errorf("a delta has %d bits", width)
	}
	return width, nil
}

// load decodes the next miniblock into buf.
func (d *delta) load() error {
	if d.left == 0 {
		return io.ErrUnexpectedEOF
	}
	width, err := d.mini()
	if err != nil {
		return err
	}
	n := min(d.per, d.left)
	size := min(d.per*width/8, len(d.src)) // the padding may be cut
	if size < (n*width+7)/8 {
		return io.ErrUnexpectedEOF
	}
	if cap(d.buf) < d.per {
		d.buf = make([]uint64, d.per)
	}
	d.buf = d.buf[:n]
	unpack64(d.buf, d.src[:size], width)
	last, least := d.last, d.least
	for i, v := range d.buf {
		last += least + v
		d.buf[i] = last
	}
	d.last, d.ready = last, d.buf
	d.src = d.src[size:]
	d.left -= n
	return nil
}

// peek returns the values that were decoded and not passed over, at least one.
func (d *delta) peek() ([]uint64, error) {
	if len(d.ready) == 0 {
		if err := d.load(); err != nil {
			return nil, err
		}
	}
	return d.ready, nil
}

// skip passes over n values that were peeked at.
func (d *delta) skip(n int) { d.ready = d.ready[n:] }

// more reports whether values are left.
func (d *delta) more() bool { return d.left > 0 || len(d.ready) > 0 }

// fillDelta decodes len(dst) values, truncated to T.
func fillDelta[T uint32 | uint64](d *delta, dst []T) error {
	for len(dst) > 0 {
		values, err := d.peek()
		if err != nil {
			return err
		}
		n := min(len(dst), len(values))
		out := dst[:n]
		for i, v := range values[:n] {
			out[i] = T(v)
		}
		d.skip(n)
		dst = dst[n:]
	}
	return nil
}

func (d *delta) uvarint() (uint64, error) {
	v, n := binary.Uvarint(d.src)
	switch {
	case n == 0:
		return 0, io.ErrUnexpectedEOF
	case n < 0:
		return 0, errors.New("a number has more than 64 bits")
	}
	d.src = d.src[n:]
	return v, nil
}

func unzigzag(u uint64) uint64 { return u>>1 ^ -(u & 1) }

// unpack64 decodes packed values of 0 to 64 bits from the start of src, which
// must hold them.
func unpack64(dst []uint64, src []byte, width int) {
	if width == 0 {
		clear(dst)
		return
	}
	if need := (len(dst)*width+7)/8 + bitpack.PaddingInt64; cap(src) >= need {
		bitpack.Unpack(dst, src[:need], uint(width))
		return
	}
	for i := range dst {
		dst[i] = loadBits(src, i*width, width)
	}
}
