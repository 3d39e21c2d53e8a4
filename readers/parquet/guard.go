package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// A thrift list states its length before its elements, and decoders allocate
// by what it states. The guard walks an encoded struct first, without
// allocating: afterwards every length is known to be backed by bytes, nesting
// is known to be shallow, and what decoding will allocate is bounded.
//
// The compact protocol:
// https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md

// The types of the compact protocol.
const (
	thriftStop = iota
	thriftTrue
	thriftFalse
	thriftI8
	thriftI16
	thriftI32
	thriftI64
	thriftDouble
	thriftBinary
	thriftList
	thriftSet
	thriftMap
	thriftStruct
	thriftUUID
)

// maxThriftDepth is more than twice what parquet.thrift can nest.
const maxThriftDepth = 24

// guard walks one encoded struct.
type guard struct {
	buf []byte
	pos int
	// cost is what an element of a list of structs takes in memory, by the
	// list's depth and field; nil means that no such list belongs here.
	cost func(depth int, field int64) int64
	// budget is what may still be allocated.
	budget int64
	// fields has a bit for each field of the outermost struct, up to 63.
	fields uint64
}

// errThriftBudget is returned for metadata that would take too much memory.
var errThriftBudget = errors.New("its metadata would take too much memory")

// walk checks the struct at the start of buf and returns its length.
// io.ErrUnexpectedEOF means that it continues beyond buf.
func (g *guard) walk() (int, error) {
	err := g.structure(1)
	return g.pos, err
}

func (g *guard) structure(depth int) error {
	if depth > maxThriftDepth {
		return fmt.Errorf("its metadata is nested more than %d deep", maxThriftDepth)
	}
	var field int64
	for {
		head, err := g.byte()
		if err != nil {
			return err
		}
		if head == thriftStop {
			return nil
		}
		if delta := int64(head >> 4); delta != 0 {
			field += delta
		} else if field, err = g.varint(); err != nil {
			return err
		}
		if field < math.MinInt16 || field > math.MaxInt16 {
			return fmt.Errorf("its metadata has a field numbered %d", field)
		}
		if depth == 1 && field >= 0 && field < 64 {
			g.fields |= 1 << field
		}
		if err := g.value(head&0xf, depth, field); err != nil {
			return err
		}
	}
}

// value passes over the value of a field. Booleans are part of the field's head.
func (g *guard) value(typ byte, depth int, field int64) error {
	switch typ {
	case thriftTrue, thriftFalse:
		return nil
	case thriftList, thriftSet:
		return g.list(depth, field)
	case thriftMap:
		return g.pairs(depth, field)
	case thriftStruct:
		return g.structure(depth + 1)
	default:
		return g.scalar(typ)
	}
}

// element passes over an element of a list, where booleans take a byte.
func (g *guard) element(typ byte, depth int, field int64) error {
	if typ == thriftTrue || typ == thriftFalse {
		return g.skip(1)
	}
	return g.value(typ, depth, field)
}

func (g *guard) scalar(typ byte) error {
	switch typ {
	case thriftI8:
		return g.skip(1)
	case thriftI16, thriftI32, thriftI64:
		_, err := g.varint()
		return err
	case thriftDouble:
		return g.skip(8)
	case thriftBinary:
		n, err := g.uvarint()
		if err != nil {
			return err
		}
		return g.skip(n)
	case thriftUUID:
		return g.skip(16)
	default:
		return fmt.Errorf("its metadata has a value of unknown type %d", typ)
	}
}

func (g *guard) list(depth int, field int64) error {
	if depth >= maxThriftDepth {
		return fmt.Errorf("its metadata is nested more than %d deep", maxThriftDepth)
	}
	head, err := g.byte()
	if err != nil {
		return err
	}
	n := uint64(head >> 4)
	if n == 15 {
		if n, err = g.uvarint(); err != nil {
			return err
		}
	}
	typ := head & 0xf
	if err := g.spend(n, typ, depth, field); err != nil {
		return err
	}
	for ; n > 0; n-- {
		if err := g.element(typ, depth+1, 0); err != nil {
			return err
		}
	}
	return nil
}

// spend takes a list's elements from the budget before they are walked.
func (g *guard) spend(n uint64, typ byte, depth int, field int64) error {
	if n > uint64(len(g.buf)-g.pos) {
		return io.ErrUnexpectedEOF // every element takes a byte at least
	}
	each := int64(24) // a string or byte slice
	if typ == thriftStruct && g.cost != nil {
		each = max(each, g.cost(depth, field))
	}
	if g.budget -= int64(n) * each; g.budget < 0 {
		return errThriftBudget
	}
	return nil
}

func (g *guard) pairs(depth int, field int64) error {
	n, err := g.uvarint()
	if err != nil || n == 0 {
		return err
	}
	types, err := g.byte()
	if err != nil {
		return err
	}
	if depth >= maxThriftDepth {
		return fmt.Errorf("its metadata is nested more than %d deep", maxThriftDepth)
	}
	for ; n > 0; n-- {
		if err := g.element(types>>4, depth+1, field); err != nil {
			return err
		}
		if err := g.element(types&0xf, depth+1, field); err != nil {
			return err
		}
	}
	return nil
}

func (g *guard) byte() (byte, error) {
	if g.pos >= len(g.buf) {
		return 0, io.ErrUnexpectedEOF
	}
	g.pos++
	return g.buf[g.pos-1], nil
}

func (g *guard) skip(n uint64) error {
	if n > uint64(len(g.buf)-g.pos) {
		return io.ErrUnexpectedEOF
	}
	g.pos += int(n)
	return nil
}

func (g *guard) uvarint() (uint64, error) {
	v, n := binary.Uvarint(g.buf[g.pos:])
	switch {
	case n == 0:
		return 0, io.ErrUnexpectedEOF
	case n < 0:
		return 0, errors.New("its metadata has a number of more than 64 bits")
	}
	g.pos += n
	return v, nil
}

func (g *guard) varint() (int64, error) {
	u, err := g.uvarint()
	return int64(u>>1) ^ -int64(u&1), err
}
