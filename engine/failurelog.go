package engine

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/vector"
)

// logBuffer is how much of a split's log is held in memory.
const logBuffer = 64 << 10

// logExtent is a run of encoded failures in the run's log file, all of one
// split.
type logExtent struct {
	offset, length int64
	base           splitBase
}

// logWriter encodes the failures of one split. Splits share one file, in which
// each writer reserves the room for what it flushes.
type logWriter struct {
	rt      *runtime
	buf     []byte
	extents []logExtent
	n       int64
}

func (w *logWriter) write(f failure) error {
	w.buf = binary.AppendVarint(w.buf, f.row)
	w.buf = binary.AppendVarint(w.buf, f.line)
	w.buf = binary.AppendVarint(w.buf, f.offset)
	w.buf = binary.AppendUvarint(w.buf, uint64(len(f.values)))
	for _, s := range f.values {
		w.buf = appendScalar(w.buf, s)
	}
	w.buf = appendString(w.buf, f.reason)
	w.n++
	if len(w.buf) < logBuffer {
		return nil
	}
	return w.flush()
}

func (w *logWriter) flush() error {
	if len(w.buf) == 0 {
		return nil
	}
	at, err := w.rt.log.write(w.buf)
	if err != nil {
		return err
	}
	w.extents = append(w.extents, logExtent{offset: at, length: int64(len(w.buf))})
	w.buf = w.buf[:0]
	return nil
}

func (w *logWriter) close() ([]logExtent, int64, error) {
	err := w.flush()
	w.buf = nil
	return w.extents, w.n, err
}

// each decodes an extent of a list.
func (e logExtent) each(l *failureList, visit func(Example) error) error {
	section, err := l.rt.log.section(e.offset, e.length)
	if err != nil {
		return err
	}
	r := bufio.NewReaderSize(section, logBuffer)
	for {
		f, err := readFailure(r, l.types)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read back the unexpected rows: %w", err)
		}
		if err := visit(f.resolve(e.base, l.width)); err != nil {
			return err
		}
	}
}

func readFailure(r *bufio.Reader, types []arrow.DataType) (failure, error) {
	var f failure
	var err error
	if f.row, err = binary.ReadVarint(r); err != nil {
		return f, err
	}
	d := &decoder{r: r}
	f.line, f.offset = d.varint(), d.varint()
	f.values = make([]vector.Scalar, d.uvarint())
	for i := range f.values {
		var t arrow.DataType = arrow.BinaryTypes.String
		if i < len(types) {
			t = types[i]
		}
		f.values[i] = d.scalar(t)
	}
	f.reason = d.text()
	if d.err == io.EOF {
		d.err = io.ErrUnexpectedEOF
	}
	return f, d.err
}

// The tags of an encoded scalar.
const (
	tagNull = iota
	tagValue
	tagInvalid
)

func appendScalar(buf []byte, s vector.Scalar) []byte {
	switch {
	case s.IsNull():
		return append(buf, tagNull)
	case s.Invalid:
		return appendString(append(buf, tagInvalid), s.S)
	}
	buf = append(buf, tagValue, byte(s.Lane))
	switch s.Lane {
	case vector.Int, vector.Bool:
		return binary.AppendVarint(buf, s.I)
	case vector.Uint:
		return binary.AppendUvarint(buf, s.U)
	case vector.Float:
		return binary.LittleEndian.AppendUint64(buf, math.Float64bits(s.F))
	case vector.Decimal:
		for _, word := range s.D.Array() {
			buf = binary.LittleEndian.AppendUint64(buf, word)
		}
		return buf
	}
	return appendString(buf, s.S)
}

func appendString(buf []byte, s string) []byte {
	return append(binary.AppendUvarint(buf, uint64(len(s))), s...)
}
