package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"

	"github.com/parquet-go/bitpack"
)

// hybrid decodes runs of the RLE and bit-packing hybrid, in which levels,
// dictionary indexes and booleans are stored.
// https://github.com/apache/parquet-format/blob/master/Encodings.md#RLE
type hybrid struct {
	src   []byte // behind the current run
	width int    // bits of a value, 0 to 32
	left  int    // values left of the current run

	value  uint32 // of a repeated run
	packed []byte // of a packed run, nil where it is repeated
	bit    int    // of the next value in packed
}

// reset starts at src, in which values have the given width.
func (h *hybrid) reset(src []byte, width int) {
	*h = hybrid{src: src, width: width}
	if width == 0 {
		h.left = math.MaxInt
	}
}

// resetPacked starts at n packed values without a run's head.
func (h *hybrid) resetPacked(src []byte, width, n int) {
	*h = hybrid{packed: src, width: width, left: n}
}

// resetLevels starts at the n levels of a page, none of which may be above
// limit. Levels that are packed the old way are repacked in buf, which is
// returned.
func (h *hybrid) resetLevels(l levels, limit, n int, buf []byte) []byte {
	width := bits.Len(uint(limit))
	if !l.packed {
		h.reset(l.bytes, width)
		return buf
	}
	buf = leastSignificantFirst(buf, l.bytes, n, width)
	h.resetPacked(buf, width, n)
	return buf
}

// next enters the next run that has values.
func (h *hybrid) next() error {
	for h.left == 0 {
		head, n := binary.Uvarint(h.src)
		if n == 0 {
			return io.ErrUnexpectedEOF
		}
		if n < 0 || head > math.MaxUint32 {
			return errors.New("a run's head has more than 32 bits")
		}
		h.src = h.src[n:]
		if head&1 == 0 {
			if err := h.repeated(int(head >> 1)); err != nil {
				return err
			}
			continue
		}
		// Writers may cut the padding of the last run.
		size := min(int64(head>>1)*int64(h.width), int64(len(h.src)))
		h.left = int(min(int64(head>>1)*8, size*8/int64(h.width)))
		h.packed, h.bit = h.src[:size], 0
		h.src = h.src[size:]
		if h.left == 0 && head>>1 > 0 {
			return io.ErrUnexpectedEOF
		}
	}
	return nil
}

func (h *hybrid) repeated(n int) error {
	size := (h.width + 7) / 8
	if len(h.src) < size {
		return io.ErrUnexpectedEOF
	}
	h.left, h.packed, h.value = n, nil, 0
	for i := range size {
		h.value |= uint32(h.src[i]) << (8 * i)
	}
	h.src = h.src[size:]
	return nil
}

// all passes over n values if they are of one repeated run of v, and reports
// whether it did.
func (h *hybrid) all(n int, v uint32) bool {
	if h.left == 0 && h.next() != nil {
		return false // whoever reads on meets the error
	}
	if h.packed != nil || h.value != v || h.left < n {
		return false
	}
	h.left -= n
	return true
}

// fill decodes len(dst) values.
func (h *hybrid) fill(dst []uint32) error {
	for len(dst) > 0 {
		if err := h.next(); err != nil {
			return err
		}
		n := min(len(dst), h.left)
		if h.packed == nil {
			run := dst[:n]
			for i := range run {
				run[i] = h.value
			}
		} else {
			unpack32(dst[:n], h.packed, h.bit, h.width)
			h.bit += n * h.width
		}
		h.left -= n
		dst = dst[n:]
	}
	return nil
}

// equal sets, among the clear bits of dst from at on, those of the next n
// values that equal limit. It returns how many did; a value above limit is an error.
func (h *hybrid) equal(dst words, at, n int, limit uint32) (set int, err error) {
	for n > 0 {
		if err := h.next(); err != nil {
			return set, err
		}
		k := min(n, h.left)
		switch {
		case h.packed == nil && h.value > limit:
			return set, levelError(h.value, limit)
		case h.packed == nil && h.value == limit:
			dst.setRange(at, k)
			set += k
		case h.packed == nil:
		case h.width == 1:
			set += dst.copyFrom(at, h.packed, h.bit, k)
			h.bit += k
		default:
			var some int
			if some, err = h.compare(dst, at, k, limit); err != nil {
				return set, err
			}
			set += some
		}
		h.left -= k
		at, n = at+k, n-k
	}
	return set, nil
}

// compare is equal for n values of a packed run.
func (h *hybrid) compare(dst words, at, n int, limit uint32) (set int, err error) {
	var levels [64]uint32
	for n > 0 {
		k := min(n, len(levels))
		unpack32(levels[:k], h.packed, h.bit, h.width)
		for i, v := range levels[:k] {
			if v == limit {
				dst.set(at + i)
				set++
			} else if v > limit {
				return set, levelError(v, limit)
			}
		}
		h.bit += k * h.width
		at, n = at+k, n-k
	}
	return set, nil
}

func levelError(level, limit uint32) error {
	return fmt.Errorf("a definition level is %d, and the highest possible one is %d", level, limit)
}

// unpack32 decodes packed values of 1 to 32 bits, from the given bit of src on,
// which must hold them.
func unpack32(dst []uint32, src []byte, bit, width int) {
	for len(dst) > 0 && bit&7 != 0 {
		dst[0] = uint32(loadBits(src, bit, width))
		dst, bit = dst[1:], bit+width
	}
	src = src[bit>>3:]
	if need := (len(dst)*width+7)/8 + bitpack.PaddingInt32; len(dst) >= 8 && cap(src) >= need {
		bitpack.Unpack(dst, src[:need], uint(width))
		return
	}
	for i := range dst {
		dst[i] = uint32(loadBits(src, i*width, width))
	}
}

// leastSignificantFirst repacks n values of the deprecated BIT_PACKED encoding,
// which fills bytes from their most significant bit, as the hybrid packs them.
// https://github.com/apache/parquet-format/blob/master/Encodings.md#BITPACKED
func leastSignificantFirst(dst, src []byte, n, width int) []byte {
	size := (n*width + 7) / 8
	if cap(dst) < size+slack {
		dst = newBytes(size)
	}
	dst = dst[:size]
	clear(dst)
	for i := range n {
		for b := range width {
			from := i*width + width - 1 - b
			if src[from>>3]>>(7-from&7)&1 != 0 {
				to := i*width + b
				dst[to>>3] |= 1 << (to & 7)
			}
		}
	}
	return dst
}
