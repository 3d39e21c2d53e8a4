package vector

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// FormatText gives the values of arr as Scalar.Text writes them, in an array of
// strings of the same length that the caller must release. Null and NaN are
// null. Where arr holds text or binary already it is returned as it is, with
// one more reference; where it is a dictionary, the dictionary's values are
// written and the result is a dictionary array. Nested types are an error.
func FormatText(arr arrow.Array, mem memory.Allocator) (arrow.Array, error) {
	if LaneOf(arr.DataType()) == Bytes {
		arr.Retain()
		return arr, nil
	}
	if dict, ok := arr.(*array.Dictionary); ok {
		return formatDictionary(dict, mem)
	}
	v, err := new(Decoder).Decode(arr, nil, nil)
	if err != nil {
		return nil, fmt.Errorf("write values as text: %w", err)
	}
	if v.Lane == Unusable {
		return nil, fmt.Errorf("values of type %s cannot be written as text", typeName(v.Type))
	}
	return formatVector(v, mem), nil
}

func formatDictionary(arr *array.Dictionary, mem memory.Allocator) (arrow.Array, error) {
	values, err := FormatText(arr.Dictionary(), mem)
	if err != nil {
		return nil, err
	}
	defer values.Release()
	t := *arr.DataType().(*arrow.DictionaryType)
	t.ValueType = values.DataType()
	return array.NewDictionaryArray(&t, arr.Indices(), values), nil
}

func formatVector(v *Vector, mem memory.Allocator) arrow.Array {
	b := array.NewStringBuilder(mem)
	defer b.Release()
	b.Reserve(v.Len)
	f := formatterFor(v.Type)
	var text []byte
	for i := range v.Len {
		if !v.IsValid(i) {
			b.AppendNull()
			continue
		}
		text = f.append(text[:0], v.At(i))
		b.BinaryBuilder.Append(text)
	}
	return b.NewStringArray()
}
