package engine

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/decimal256"

	"assay/engine/vector"
)

// decoder reads what appendScalar and its kin wrote; it keeps the first error.
type decoder struct {
	r   *bufio.Reader
	err error
}

func (d *decoder) varint() int64 {
	if d.err != nil {
		return 0
	}
	var n int64
	n, d.err = binary.ReadVarint(d.r)
	return n
}

func (d *decoder) uvarint() uint64 {
	if d.err != nil {
		return 0
	}
	var n uint64
	n, d.err = binary.ReadUvarint(d.r)
	return n
}

func (d *decoder) byte() byte {
	if d.err != nil {
		return 0
	}
	var b byte
	b, d.err = d.r.ReadByte()
	return b
}

func (d *decoder) word() uint64 {
	var b [8]byte
	if d.err == nil {
		_, d.err = io.ReadFull(d.r, b[:])
	}
	return binary.LittleEndian.Uint64(b[:])
}

func (d *decoder) text() string {
	n := d.uvarint()
	if d.err != nil {
		return ""
	}
	b := make([]byte, n)
	_, d.err = io.ReadFull(d.r, b)
	return string(b)
}

// scalar reads a value of type t.
func (d *decoder) scalar(t arrow.DataType) vector.Scalar {
	switch tag := d.byte(); tag {
	case tagNull:
		return vector.Scalar{}
	case tagInvalid:
		s := vector.StringScalar(d.text())
		s.Invalid = true
		return s
	}
	if dict, ok := t.(*arrow.DictionaryType); ok {
		t = dict.ValueType
	}
	s := vector.Scalar{Type: t, Lane: vector.Lane(d.byte())}
	switch s.Lane {
	case vector.Int, vector.Bool:
		s.I = d.varint()
	case vector.Uint:
		s.U = d.uvarint()
	case vector.Float:
		s.F = math.Float64frombits(d.word())
	case vector.Decimal:
		var words [4]uint64
		for i := range words {
			words[i] = d.word()
		}
		s.D = decimal256.New(words[3], words[2], words[1], words[0])
	default:
		s.S = d.text()
	}
	return s
}

// logFile is the temporary file behind a run's FailureLogs, made when first
// written to.
type logFile struct {
	create func() (*os.File, error)

	mu   sync.Mutex
	file *os.File
	end  int64
}

// write appends b and returns where.
func (l *logFile) write(b []byte) (int64, error) {
	l.mu.Lock()
	if l.file == nil {
		f, err := l.create()
		if err != nil {
			l.mu.Unlock()
			return 0, err
		}
		l.file = f
	}
	at := l.end
	l.end += int64(len(b))
	l.mu.Unlock()
	if _, err := l.file.WriteAt(b, at); err != nil {
		return 0, fmt.Errorf("keep the unexpected rows: %w", err)
	}
	return at, nil
}

func (l *logFile) section(offset, length int64) (*io.SectionReader, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return nil, os.ErrClosed
	}
	return io.NewSectionReader(l.file, offset, length), nil
}

func (l *logFile) close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return nil
	}
	err := l.file.Close()
	l.file = nil
	return err
}
