package parquet

import (
	"errors"
	"fmt"
)

// lengthed decodes DELTA_LENGTH_BYTE_ARRAY: the lengths of the values, and
// their bytes behind them.
// https://github.com/apache/parquet-format/blob/master/Encodings.md#DELTALENGTH
type lengthed struct {
	lengths delta
	data    []byte
}

// reset reads the head of a page's values.
func (l *lengthed) reset(data []byte) (err error) {
	if err = l.lengths.reset(data); err != nil {
		return err
	}
	l.data, err = l.lengths.end()
	return err
}

// next hands out one value where it lies.
func (l *lengthed) next() ([]byte, error) {
	n, err := oneLength(&l.lengths, len(l.data))
	v := l.data[:n]
	l.data = l.data[n:]
	return v, err
}

// take decodes the lengths of at most len(ends) values, as many as a batch has
// room for behind the have bytes of it, of which it may have limit, and hands out their bytes. It writes to
// ends where each of the n values ends in the batch.
func (l *lengthed) take(ends []int32, have, limit int) (n int, data []byte, err error) {
	size := 0
	for n < len(ends) {
		ready, err := l.lengths.peek()
		if err != nil {
			return 0, nil, err
		}
		used := 0
		for _, v := range ready[:min(len(ready), len(ends)-n)] {
			length := int(int32(v))
			if length < 0 || size+length > len(l.data) {
				return 0, nil, errors.New("a value runs beyond its page")
			}
			if full(have+size, length, limit) {
				break
			}
			size += length
			ends[n+used] = int32(have + size)
			used++
		}
		l.lengths.skip(used)
		n += used
		if used < min(len(ready), len(ends)-n+used) {
			break
		}
	}
	data, l.data = l.data[:size], l.data[size:]
	return n, data, nil
}

// more reports whether anything is left.
func (l *lengthed) more() bool { return l.lengths.more() || len(l.data) > 0 }

// oneLength decodes a length of at most limit. After an error it is 0.
func oneLength(d *delta, limit int) (int, error) {
	ready, err := d.peek()
	if err != nil {
		return 0, err
	}
	n := int(int32(ready[0]))
	if n < 0 || n > limit {
		return 0, fmt.Errorf("a length is %d, and %d bytes are there", n, limit)
	}
	d.skip(1)
	return n, nil
}

// prefixed decodes DELTA_BYTE_ARRAY: how many bytes each value shares with the
// one before it, and the rest of it.
// https://github.com/apache/parquet-format/blob/master/Encodings.md#DELTASTRS
type prefixed struct {
	prefixes delta
	suffixes lengthed
	last     []byte // the value decoded last
	size     int64  // bytes of the values decoded
	pending  bool   // last was decoded and not yet taken
}

// maxPrefixedBytes bounds what the values of a page come to: shared prefixes
// can make terabytes of a few kilobytes.
const maxPrefixedBytes = 4 << 30

// reset reads the heads of a page's values.
func (p *prefixed) reset(data []byte) error {
	p.last, p.size, p.pending = p.last[:0], 0, false
	if err := p.prefixes.reset(data); err != nil {
		return err
	}
	rest, err := p.prefixes.end()
	if err != nil {
		return err
	}
	if err := p.suffixes.reset(rest); err != nil {
		return err
	}
	if p.prefixes.total != p.suffixes.lengths.total {
		return fmt.Errorf("a page has %d prefixes and %d suffixes", p.prefixes.total, p.suffixes.lengths.total)
	}
	return nil
}

// peek decodes the next value, which stays the next one until it is taken.
func (p *prefixed) peek() ([]byte, error) {
	if p.pending {
		return p.last, nil
	}
	n, err := oneLength(&p.prefixes, len(p.last))
	if err != nil {
		return nil, err
	}
	suffix, err := p.suffixes.next()
	if err != nil {
		return nil, err
	}
	p.last = append(p.last[:n], suffix...)
	if p.size += int64(len(p.last)); p.size > maxPrefixedBytes {
		return nil, fmt.Errorf("the values of a page come to more than %d bytes", int64(maxPrefixedBytes))
	}
	p.pending = true
	return p.last, nil
}

// take passes over the value that was peeked at.
func (p *prefixed) take() { p.pending = false }

// fixed decodes values of one width to dst.
func (p *prefixed) fixed(dst []byte, width int) error {
	for ; len(dst) > 0; dst = dst[width:] {
		v, err := p.peek()
		if err != nil {
			return err
		}
		if len(v) != width {
			return fmt.Errorf("a value of %d bytes has %d", width, len(v))
		}
		copy(dst, v)
		p.take()
	}
	return nil
}

// more reports whether values are left.
func (p *prefixed) more() bool { return p.pending || p.prefixes.more() || p.suffixes.more() }
