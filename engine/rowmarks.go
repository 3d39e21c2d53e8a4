package engine

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
)

// rowSet has a bit for each row of a split, up to the last that is in it.
type rowSet []uint64

func (s rowSet) has(row int64) bool {
	return row>>6 < int64(len(s)) && s[row>>6]>>(row&63)&1 != 0
}

// with is the set and one row more.
func (s rowSet) with(row int64) rowSet {
	if missing := int(row>>6) + 1 - len(s); missing > 0 {
		s = append(s, make(rowSet, missing)...)
	}
	s[row>>6] |= 1 << (row & 63)
	return s
}

// or is the rows of both sets, in the memory of the first.
func (s rowSet) or(other rowSet) rowSet {
	if missing := len(other) - len(s); missing > 0 {
		s = append(s, make(rowSet, missing)...)
	}
	for i, w := range other {
		s[i] |= w
	}
	return s
}

func (s rowSet) count() (n int64) {
	for _, w := range s {
		n += int64(bits.OnesCount64(w))
	}
	return n
}

// rowMarks is which rows a check found unexpected. They are kept in the run's
// temporary file, so that their number costs no memory.
type rowMarks struct {
	check   *Check
	number  int // among those of the run
	log     *logFile
	extents map[int][]markExtent // by the ordinal of the split
}

// markExtent is an encoded rowSet in the file.
type markExtent struct{ offset, length int64 }

// newMarks makes the marks of a run's checks, none where nobody asks.
func (p *Plan) newMarks(log *logFile) map[markKey]*rowMarks {
	marks := make(map[markKey]*rowMarks)
	for _, list := range [][]*Check{p.findings[:], p.checks} {
		for _, c := range list {
			marks[keyOf(c)] = &rowMarks{check: c, number: len(marks), log: log, extents: make(map[int][]markExtent)}
		}
	}
	return marks
}

// markKey tells checks apart. The checks of a segment's groups are copies of
// one check, and share its marks.
type markKey struct {
	id      string
	finding bool
}

func keyOf(c *Check) markKey {
	_, finding := c.Kind.(Structural)
	return markKey{id: c.ID, finding: finding}
}

// marksOf is where the rows of a check are to be marked, nil for nowhere.
func (rt *runtime) marksOf(c *Check) *rowMarks {
	if rt == nil {
		return nil
	}
	return rt.marks[keyOf(c)]
}

// The encodings of a set.
const (
	wordsOfSet = iota // little-endian words
	stepsOfSet        // the distance of each row from the one before it, as varints
)

// add keeps the rows of a split.
func (m *rowMarks) add(split int, rows rowSet) error {
	if len(rows) == 0 {
		return nil
	}
	encoded := encodeRows(rows)
	at, err := m.log.write(encoded)
	if err != nil {
		return err
	}
	m.extents[split] = append(m.extents[split], markExtent{offset: at, length: int64(len(encoded))})
	return nil
}

func encodeRows(rows rowSet) []byte {
	if rows.count() >= int64(4*len(rows)) {
		out := append(make([]byte, 0, 1+8*len(rows)), wordsOfSet)
		for _, w := range rows {
			out = binary.LittleEndian.AppendUint64(out, w)
		}
		return out
	}
	out := []byte{stepsOfSet}
	last := 0
	for i, w := range rows {
		for ; w != 0; w &= w - 1 {
			row := i<<6 + bits.TrailingZeros64(w)
			out = binary.AppendUvarint(out, uint64(row-last))
			last = row
		}
	}
	return out
}

// of appends the rows of a split to set.
func (m *rowMarks) of(split int, set rowSet) (rowSet, error) {
	for _, e := range m.extents[split] {
		section, err := m.log.section(e.offset, e.length)
		if err != nil {
			return nil, err
		}
		encoded := make([]byte, e.length)
		if _, err := io.ReadFull(section, encoded); err != nil {
			return nil, fmt.Errorf("read back the unexpected rows: %w", err)
		}
		if set, err = decodeRows(encoded, set); err != nil {
			return nil, fmt.Errorf("read back the unexpected rows: %w", err)
		}
	}
	return set, nil
}

var errDamagedMarks = errors.New("the temporary file is damaged")

func decodeRows(encoded []byte, set rowSet) (rowSet, error) {
	kind, rest := encoded[0], encoded[1:]
	if kind == wordsOfSet {
		rows := make(rowSet, len(rest)/8)
		for i := range rows {
			rows[i] = binary.LittleEndian.Uint64(rest[8*i:])
		}
		return set.or(rows), nil
	}
	row := int64(0)
	for len(rest) > 0 {
		step, n := binary.Uvarint(rest)
		if n <= 0 {
			return nil, errDamagedMarks
		}
		rest = rest[n:]
		row += int64(step)
		set = set.with(row)
	}
	return set, nil
}
