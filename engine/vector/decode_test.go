package vector

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// checkDecoded compares a vector with the values that its rows were made of.
func checkDecoded(t *testing.T, v *Vector, typ arrow.DataType, want []any) {
	t.Helper()
	if v.Len != len(want) || v.Lane != LaneOf(typ) || v.Lane != Null && v.Type.ID() != typ.ID() {
		t.Fatalf("%s: got %d rows of lane %d and type %s, want %d", typ, v.Len, v.Lane, v.Type, len(want))
	}
	null := NewMask(v.Len)
	v.MarkNull(null)
	for i, x := range want {
		got, want := v.At(i), scalarOf(typ, x)
		if got.IsNull() != want.IsNull() || null.Get(i) != want.IsNull() {
			t.Fatalf("%s: row %d: got %v, want %v", typ, i, got, want)
		}
		if !want.IsNull() && (got.I != want.I || got.U != want.U || got.F != want.F || got.D != want.D || got.S != want.S) {
			t.Fatalf("%s: row %d: got %+v, want %+v", typ, i, got, want)
		}
	}
}

// One decoder sees arrays of all lengths and offsets, one after the other, so
// that what is left from the one before would show.
func TestDecode(t *testing.T) {
	r := newRand(t)
	mem := checkedMemory(t)
	for _, typ := range allTypes() {
		var d Decoder
		for range 40 {
			values := randomValues(r, typ, r.IntN(300))
			if r.IntN(3) == 0 {
				values = withoutNulls(r, typ, len(values))
			}
			arr := arrayOf(mem, typ, values)
			from := r.IntN(len(values) + 1)
			to := from + r.IntN(len(values)+1-from)
			slice := array.NewSlice(arr, int64(from), int64(to))
			v, err := d.Decode(slice, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			checkDecoded(t, v, typ, values[from:to])
			if d.Flat(v) != v {
				t.Fatal("a plain vector was flattened")
			}
			slice.Release()
			arr.Release()
		}
	}
}

func withoutNulls(r *rand.Rand, typ arrow.DataType, n int) []any {
	values := make([]any, n)
	for i := range values {
		for tries := 0; tries < 100 && scalarOf(typ, values[i]).IsNull(); tries++ {
			values[i] = randomValue(r, typ)
		}
	}
	return values
}

func TestDecodeWithoutNullsHasNoMask(t *testing.T) {
	v := vectorOf(t, arrow.PrimitiveTypes.Float64, []any{1.0, math.Inf(1), 2.0})
	if v.Valid != nil {
		t.Error("a mask where nothing is null")
	}
}

func TestDecodeAliasesWideValues(t *testing.T) {
	arr := arrayOf(checkedMemory(t), arrow.PrimitiveTypes.Int64, []any{int64(1), int64(2), nil, int64(4)})
	defer arr.Release()
	v, err := new(Decoder).Decode(arr, nil, nil)
	if err != nil || &v.Ints[0] != &arr.(*array.Int64).Int64Values()[0] {
		t.Error("int64 values were copied")
	}
}

func TestDecodeDictionary(t *testing.T) {
	r := newRand(t)
	mem := checkedMemory(t)
	indexTypes := []arrow.DataType{
		arrow.PrimitiveTypes.Int8, arrow.PrimitiveTypes.Int16, arrow.PrimitiveTypes.Int32, arrow.PrimitiveTypes.Int64,
		arrow.PrimitiveTypes.Uint8, arrow.PrimitiveTypes.Uint16, arrow.PrimitiveTypes.Uint32, arrow.PrimitiveTypes.Uint64,
	}
	for _, typ := range allTypes() {
		var d Decoder
		for range 10 {
			dictValues := randomValues(r, typ, r.IntN(30))
			dict := arrayOf(mem, typ, dictValues)
			indexType := pick(r, indexTypes...)
			for batch := range 3 {
				before := d.dict.vec
				checkDictionary(t, r, &d, dict, dictValues, indexType, typ)
				if same := d.dict.vec == before; same != (batch > 0) {
					t.Fatalf("batch %d of a dictionary: decoded again: %v", batch, !same)
				}
			}
			dict.Release()
		}
	}
}

func checkDictionary(t *testing.T, r *rand.Rand, d *Decoder, dict arrow.Array, dictValues []any, indexType, typ arrow.DataType) {
	t.Helper()
	mem := checkedMemory(t)
	n := r.IntN(200)
	indexes, want := make([]any, n), make([]any, n)
	for i := range n {
		if len(dictValues) == 0 || r.IntN(10) == 0 {
			continue
		}
		at := r.IntN(len(dictValues))
		indexes[i], want[i] = int64(at), dictValues[at]
		if indexType.ID() == arrow.UINT64 {
			indexes[i] = uint64(at)
		}
	}
	index := arrayOf(mem, indexType, indexes)
	defer index.Release()
	arr := array.NewDictionaryArray(&arrow.DictionaryType{IndexType: indexType, ValueType: typ}, index, dict)
	defer arr.Release()
	from := r.IntN(n + 1)
	slice := array.NewSlice(arr, int64(from), int64(n))
	defer slice.Release()
	v, err := d.Decode(slice, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	checkDecoded(t, v, typ, want[from:])
	for i, at := range v.Index {
		if int(at) >= v.Dict.Len || at < 0 {
			t.Fatalf("row %d has index %d of %d", i, at, v.Dict.Len)
		}
	}
	flat := d.Flat(v)
	if flat.Dict != nil {
		t.Fatal("still a dictionary")
	}
	checkDecoded(t, flat, typ, want[from:])
}

func TestDecodeRefusesIndexesOutsideTheDictionary(t *testing.T) {
	dict := arrayOf(checkedMemory(t), arrow.BinaryTypes.String, []any{"a", "b"})
	defer dict.Release()
	for _, typ := range []arrow.DataType{arrow.PrimitiveTypes.Int32, arrow.PrimitiveTypes.Int8} {
		for _, at := range []int64{2, -1, 100} {
			index := arrayOf(checkedMemory(t), typ, []any{int64(0), at})
			arr := array.NewDictionaryArray(&arrow.DictionaryType{IndexType: typ, ValueType: arrow.BinaryTypes.String}, index, dict)
			if _, err := new(Decoder).Decode(arr, nil, nil); err == nil {
				t.Errorf("index %d of type %s was accepted", at, typ)
			}
			arr.Release()
			index.Release()
		}
	}
}

func TestDecodeInvalidCells(t *testing.T) {
	arr := arrayOf(checkedMemory(t), arrow.PrimitiveTypes.Int64, []any{int64(1), nil, nil, int64(4)})
	defer arr.Release()
	invalid := NewMask(4)
	invalid.Set(1)
	invalid.Set(3) // a value stands here: the mask decides
	v, err := new(Decoder).Decode(arr, invalid, func(row int) string { return fmt.Sprint("cell ", row) })
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"1", "cell 1", "null", "cell 3"} {
		if got := v.At(i).String(); got != want {
			t.Errorf("row %d: got %q, want %q", i, got, want)
		}
	}
	if v.IsValid(3) || v.IsValid(1) || !v.IsValid(0) {
		t.Error("invalid cells hold values")
	}
	if v, _ = new(Decoder).Decode(arr, NewMask(4), nil); v.Invalid != nil {
		t.Error("a mask without bits was kept")
	}
}

func TestDecodeNested(t *testing.T) {
	mem := checkedMemory(t)
	b := array.NewListBuilder(mem, arrow.PrimitiveTypes.Int64)
	defer b.Release()
	b.AppendNull()
	arr := b.NewArray()
	defer arr.Release()
	v, err := new(Decoder).Decode(arr, nil, nil)
	if err != nil || v.Lane != Unusable || v.Len != 1 {
		t.Errorf("got %+v, %v", v, err)
	}
}

// Arrow's rule: a date64 is a whole number of days. Some writers break it.
func TestDecodeDate64WithTimeOfDay(t *testing.T) {
	b := array.NewDate64Builder(checkedMemory(t))
	defer b.Release()
	b.AppendValues([]arrow.Date64{0, 1, -1, 86_400_000, 86_399_999, -86_400_000, -86_400_001}, nil)
	arr := b.NewArray()
	defer arr.Release()
	v, err := new(Decoder).Decode(arr, nil, nil)
	if err != nil || fmt.Sprint(v.Ints) != "[0 0 -1 1 0 -1 -2]" {
		t.Errorf("got %v, %v", v.Ints, err)
	}
}

func TestLoadMask(t *testing.T) {
	r := newRand(t)
	for range 500 {
		n, offset := r.IntN(300), r.IntN(100)
		bitmap := make([]byte, (n+offset+7)/8)
		for i := range bitmap {
			bitmap[i] = byte(r.Uint32())
		}
		m := NewMask(n)
		m.load(bitmap, offset, n)
		for i := range n {
			if want := bitmap[(i+offset)/8]>>((i+offset)%8)&1 != 0; m.Get(i) != want {
				t.Fatalf("bit %d of %d at offset %d: got %v", i, n, offset, m.Get(i))
			}
		}
		all := append(Mask(nil), m...)
		if all.Trim(n); all.Count() != m.Count() {
			t.Fatal("bits beyond the rows")
		}
	}
}

func TestHalfToFloat(t *testing.T) {
	for bits, want := range map[uint16]float64{
		0x0000: 0, 0x3C00: 1, 0xC000: -2, 0x7BFF: 65504, 0x0001: 0x1p-24, 0x0400: 0x1p-14, 0x03FF: 1023 * 0x1p-24,
		0x7C00: math.Inf(1), 0xFC00: math.Inf(-1), 0x2E66: 0.0999755859375,
	} {
		if got := halfToFloat(bits); got != want {
			t.Errorf("%#x: got %v, want %v", bits, got, want)
		}
	}
	for bits := range uint32(0x7C00) {
		if f := halfToFloat(uint16(bits)); roundToHalf(f) != f {
			t.Fatalf("%v is not its own nearest", f)
		}
	}
}
