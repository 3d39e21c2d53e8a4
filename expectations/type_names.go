package expectations

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/lazyregexp"
)

// typeFamilies are the names of more than one Arrow type.
var typeFamilies = sync.OnceValue(func() map[string][]arrow.Type {
	integers := []arrow.Type{
		arrow.INT8, arrow.INT16, arrow.INT32, arrow.INT64,
		arrow.UINT8, arrow.UINT16, arrow.UINT32, arrow.UINT64,
	}
	floats := []arrow.Type{arrow.FLOAT16, arrow.FLOAT32, arrow.FLOAT64}
	decimals := []arrow.Type{arrow.DECIMAL32, arrow.DECIMAL64, arrow.DECIMAL128, arrow.DECIMAL256}
	strs := []arrow.Type{arrow.STRING, arrow.LARGE_STRING, arrow.STRING_VIEW}
	return map[string][]arrow.Type{
		"int": integers, "integer": integers,
		"float": floats, "decimal": decimals,
		"number": slices.Concat(integers, floats, decimals),
		"string": strs, "str": strs,
		"binary": {arrow.BINARY, arrow.LARGE_BINARY, arrow.BINARY_VIEW, arrow.FIXED_SIZE_BINARY},
		"bool":   {arrow.BOOL}, "boolean": {arrow.BOOL},
		"date":      {arrow.DATE32, arrow.DATE64},
		"time":      {arrow.TIME32, arrow.TIME64},
		"timestamp": {arrow.TIMESTAMP}, "datetime": {arrow.TIMESTAMP},
	}
})

// arrowNames are the names of single Arrow types without parameters.
var arrowNames = sync.OnceValue(func() map[string]arrow.Type {
	names := map[string]arrow.Type{
		"float16": arrow.FLOAT16, "float32": arrow.FLOAT32, "double": arrow.FLOAT64,
		"large_string": arrow.LARGE_STRING, "large_binary": arrow.LARGE_BINARY,
	}
	for _, t := range []arrow.DataType{
		arrow.PrimitiveTypes.Int8, arrow.PrimitiveTypes.Int16, arrow.PrimitiveTypes.Int32, arrow.PrimitiveTypes.Int64,
		arrow.PrimitiveTypes.Uint8, arrow.PrimitiveTypes.Uint16, arrow.PrimitiveTypes.Uint32, arrow.PrimitiveTypes.Uint64,
		arrow.PrimitiveTypes.Float32, arrow.PrimitiveTypes.Float64,
		arrow.FixedWidthTypes.Date32, arrow.FixedWidthTypes.Date64, arrow.FixedWidthTypes.Float16,
		arrow.BinaryTypes.String, arrow.BinaryTypes.LargeString, arrow.BinaryTypes.LargeBinary,
	} {
		names[t.String()] = t.ID()
	}
	return names
})

// parametrised is the shape of Arrow's names with parameters.
var parametrised = lazyregexp.New(`^(timestamp\[(s|ms|us|ns)(,tz=[^\]]+)?\]|time32\[m?s\]|time64\[[un]s\]|decimal(128|256)?\(\d+,-?\d+\)|fixed_size_binary\[\d+\])$`)

// typeTest is the test that a type name stands for.
func typeTest(name string) (test func(arrow.DataType) bool, known bool) {
	if family, ok := typeFamilies()[strings.ToLower(name)]; ok {
		return func(t arrow.DataType) bool { return slices.Contains(family, valueType(t).ID()) }, true
	}
	if id, ok := arrowNames()[name]; ok {
		return func(t arrow.DataType) bool { return valueType(t).ID() == id }, true
	}
	if canonical := canonicalType(name); parametrised().MatchString(canonical) {
		return func(t arrow.DataType) bool { return canonicalType(valueType(t).String()) == canonical }, true
	}
	return nil, false
}

// canonicalType takes the spaces out of a name, and spells decimals of 128 bits
// as Arrow for Go does.
func canonicalType(name string) string {
	return strings.Replace(strings.ReplaceAll(name, " ", ""), "decimal128(", "decimal(", 1)
}

// valueType is the type of the values: that of its values for a dictionary.
func valueType(t arrow.DataType) arrow.DataType {
	if d, ok := t.(*arrow.DictionaryType); ok {
		return d.ValueType
	}
	return t
}

// typeNames lists what may be misspelt.
func typeNames() []string {
	names := slices.AppendSeq(slices.Collect(maps.Keys(typeFamilies())), maps.Keys(arrowNames()))
	slices.Sort(names)
	return names
}
