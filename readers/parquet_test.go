package readers

import (
	"bytes"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"assay/engine/vector"
)

// parquetFileOf writes a Parquet file of the columns "name:type name:type",
// whose rows are JSON objects.
func parquetFileOf(t *testing.T, columns string, rows ...string) string {
	t.Helper()
	var fields []arrow.Field
	for c := range strings.FieldsSeq(columns) {
		name, typ, _ := strings.Cut(c, ":")
		fields = append(fields, arrow.Field{Name: name, Type: typeOf(t, typ), Nullable: true})
	}
	schema := arrow.NewSchema(fields, nil)
	record, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader("["+strings.Join(rows, ",")+"]"))
	if err != nil {
		t.Fatal(err)
	}
	defer record.Release()
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(schema, &out, nil, pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(record); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// typeOf reads the name of a type: one that suites know, or one that only
// Parquet has.
func typeOf(t *testing.T, name string) arrow.DataType {
	t.Helper()
	only := map[string]arrow.DataType{
		"int8": arrow.PrimitiveTypes.Int8, "int16": arrow.PrimitiveTypes.Int16, "int32": arrow.PrimitiveTypes.Int32,
		"uint8": arrow.PrimitiveTypes.Uint8, "uint16": arrow.PrimitiveTypes.Uint16, "uint32": arrow.PrimitiveTypes.Uint32,
		"float32": arrow.PrimitiveTypes.Float32, "time32": arrow.FixedWidthTypes.Time32ms, "null": arrow.Null,
		"binary": arrow.BinaryTypes.Binary, "list": arrow.ListOf(arrow.PrimitiveTypes.Int64),
		"struct": arrow.StructOf(arrow.Field{Name: "b", Type: arrow.PrimitiveTypes.Int64, Nullable: true}),
	}
	if dt, ok := only[name]; ok {
		return dt
	}
	dt, err := vector.ParseType(name)
	if err != nil {
		t.Fatal(err)
	}
	return dt
}
