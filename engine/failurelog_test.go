package engine

import (
	"bufio"
	"bytes"
	"io"
	"math"
	"math/big"
	"reflect"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/decimal256"

	"assay/engine/vector"
)

// TestFailuresAreReadAsTheyWereWritten has a value of each lane, and what stands
// behind the values of the check, which is text.
func TestFailuresAreReadAsTheyWereWritten(t *testing.T) {
	invalid := vector.StringScalar("junk")
	invalid.Invalid = true
	wide, _ := new(big.Int).SetString("-123456789012345678901234567890123456789012345678901234567890", 10)
	date := vector.IntScalar(19876)
	date.Type = arrow.FixedWidthTypes.Date32
	price := vector.Scalar{Type: &arrow.Decimal256Type{Precision: 76, Scale: 3}, Lane: vector.Decimal, D: decimal256.FromBigInt(wide)}
	big := vector.Scalar{Type: arrow.PrimitiveTypes.Uint64, Lane: vector.Uint, U: math.MaxUint64}
	word := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.LargeString}
	long := vector.Scalar{Type: arrow.BinaryTypes.LargeString, Lane: vector.Bytes, S: "α\x00"}
	want := failure{
		row: 7, line: -1, offset: math.MaxInt64, reason: "why",
		values: []vector.Scalar{
			vector.IntScalar(math.MinInt64), date, big, vector.FloatScalar(math.Inf(-1)), price, vector.BoolScalar(true), long, {}, invalid,
			vector.StringScalar("beside"),
		},
	}
	types := []arrow.DataType{
		arrow.PrimitiveTypes.Int64, date.Type, big.Type, arrow.PrimitiveTypes.Float64, price.Type, arrow.FixedWidthTypes.Boolean, word,
		arrow.PrimitiveTypes.Int64, arrow.PrimitiveTypes.Int64,
	}
	w := &logWriter{}
	if err := w.write(want); err != nil {
		t.Fatal(err)
	}
	got, err := readFailure(bufio.NewReader(bytes.NewReader(w.buf)), types)
	if err != nil || !reflect.DeepEqual(got, want) || w.n != 1 {
		t.Errorf("%d written, read\n%+v, %v, want\n%+v", w.n, got, err, want)
	}
	for end := range w.buf {
		wantErr := io.ErrUnexpectedEOF
		if end == 0 {
			wantErr = io.EOF
		}
		if _, err := readFailure(bufio.NewReader(bytes.NewReader(w.buf[:end])), types); err != wantErr {
			t.Errorf("cut behind %d bytes: %v, want %v", end, err, wantErr)
		}
	}
}
