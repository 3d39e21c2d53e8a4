package parquet

import "encoding/binary"

// table is a table of a flatbuffer. Every access is checked against the
// buffer, and what is not there reads as absent: the library for the format
// trusts its input, and this input is not to be trusted.
// https://flatbuffers.dev/internals/
type table struct {
	buf []byte
	pos int
}

// rootTable is the table that buf begins with.
func rootTable(buf []byte) (table, bool) { return (table{buf: buf}).follow(0) }

// follow returns the table that the offset at a position points to.
func (t table) follow(at int) (table, bool) {
	offset, ok := t.u32(at)
	pos := at + int(offset)
	if !ok || offset == 0 || pos+4 > len(t.buf) {
		return table{}, false
	}
	return table{buf: t.buf, pos: pos}, true
}

// field is the position of a field's value.
func (t table) field(n int) (int, bool) {
	distance, ok := t.u32(t.pos)
	vtable := t.pos - int(int32(distance))
	if !ok || vtable < 0 || vtable > len(t.buf) {
		return 0, false
	}
	size, ok := t.u16(vtable)
	slot := 4 + 2*n
	if !ok || slot+2 > size {
		return 0, false
	}
	offset, ok := t.u16(vtable + slot)
	return t.pos + offset, ok && offset != 0
}

// table is the table in a field.
func (t table) table(n int) (table, bool) {
	at, ok := t.field(n)
	if !ok {
		return table{}, false
	}
	return t.follow(at)
}

// number is the small integer of the given bytes, 1 or 2, in a field.
func (t table) number(n, bytes, absent int) int {
	at, ok := t.field(n)
	if !ok || at < 0 || at+bytes > len(t.buf) {
		return absent
	}
	if bytes == 1 {
		return int(t.buf[at])
	}
	return int(binary.LittleEndian.Uint16(t.buf[at:]))
}

// text is the string in a field, "" where there is none.
func (t table) text(n int) string {
	s, ok := t.table(n)
	if !ok {
		return ""
	}
	size, ok := t.u32(s.pos)
	if !ok || uint64(size) > uint64(len(t.buf)-s.pos-4) {
		return ""
	}
	return string(t.buf[s.pos+4 : s.pos+4+int(size)])
}

// tables is the number of tables in a field that holds a vector of them, and
// the position of the first one's offset.
func (t table) tables(n int) (count, at int) {
	v, ok := t.table(n)
	if !ok {
		return 0, 0
	}
	size, ok := t.u32(v.pos)
	if !ok || uint64(size) > uint64(len(t.buf)-v.pos-4)/4 {
		return 0, 0
	}
	return int(size), v.pos + 4
}

func (t table) u16(at int) (int, bool) {
	if at < 0 || at+2 > len(t.buf) {
		return 0, false
	}
	return int(binary.LittleEndian.Uint16(t.buf[at:])), true
}

func (t table) u32(at int) (uint32, bool) {
	if at < 0 || at+4 > len(t.buf) {
		return 0, false
	}
	return binary.LittleEndian.Uint32(t.buf[at:]), true
}
