package parquet

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// crafted is a file of one column, written page by page, so that tests can say
// what no writer does.
type crafted struct {
	element format.SchemaElement
	codec   format.CompressionCodec
	pages   []craftedPage
	rows    int64
	// edit changes the footer last.
	edit func(*format.FileMetaData)
}

type craftedPage struct {
	header format.PageHeader
	body   []byte // as stored
}

// leafOf is a column of a type without annotation.
func leafOf(t format.Type, repetition format.FieldRepetitionType) format.SchemaElement {
	return format.SchemaElement{Name: "c", Type: thrift.New(t), RepetitionType: thrift.New(repetition)}
}

func (c crafted) bytes(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	out.WriteString(magic)
	dictionary := int64(0)
	data := int64(0)
	for _, p := range c.pages {
		if p.header.Type == format.DictionaryPage {
			if dictionary == 0 {
				dictionary = int64(out.Len())
			}
		} else if data == 0 {
			data = int64(out.Len())
		}
		out.Write(marshal(t, &p.header))
		out.Write(p.body)
	}
	size := int64(out.Len() - len(magic))
	if data == 0 {
		data = int64(len(magic))
	}
	meta := format.FileMetaData{
		Version: 1, NumRows: c.rows,
		Schema: []format.SchemaElement{{Name: "schema", NumChildren: thrift.New(int32(1))}, c.element},
		RowGroups: []format.RowGroup{{
			NumRows: c.rows, TotalByteSize: size,
			Columns: []format.ColumnChunk{{MetaData: format.ColumnMetaData{
				Type: c.element.Type.V, Codec: c.codec, NumValues: c.rows, PathInSchema: []string{"c"},
				Encoding: []format.Encoding{format.Plain}, DataPageOffset: data, DictionaryPageOffset: dictionary,
				TotalCompressedSize: size, TotalUncompressedSize: size,
			}}},
		}},
	}
	if c.edit != nil {
		c.edit(&meta)
	}
	footer := marshal(t, &meta)
	out.Write(footer)
	out.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(footer))))
	out.WriteString(magic)
	return out.Bytes()
}

func marshal(t testing.TB, v any) []byte {
	t.Helper()
	b, err := thrift.Marshal(new(thrift.CompactProtocol), v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// pageV1 is a data page; levels are given without their length, nil for a
// required column.
func pageV1(values int, e format.Encoding, levels, data []byte) craftedPage {
	var body []byte
	if levels != nil {
		body = binary.LittleEndian.AppendUint32(body, uint32(len(levels)))
		body = append(body, levels...)
	}
	body = append(body, data...)
	return craftedPage{body: body, header: format.PageHeader{
		Type: format.DataPage, UncompressedPageSize: int32(len(body)), CompressedPageSize: int32(len(body)),
		DataPageHeader: thrift.New(format.DataPageHeader{
			NumValues: int32(values), Encoding: e, DefinitionLevelEncoding: format.RLE, RepetitionLevelEncoding: format.RLE,
		}),
	}}
}

// pageV2 is a data page of the second version, whose values are stored as given.
func pageV2(values, nulls int, e format.Encoding, levels, data []byte, compressed bool) craftedPage {
	body := append(append([]byte{}, levels...), data...)
	return craftedPage{body: body, header: format.PageHeader{
		Type: format.DataPageV2, UncompressedPageSize: int32(len(body)), CompressedPageSize: int32(len(body)),
		DataPageHeaderV2: thrift.New(format.DataPageHeaderV2{
			NumValues: int32(values), NumNulls: int32(nulls), NumRows: int32(values), Encoding: e,
			DefinitionLevelsByteLength: int32(len(levels)), IsCompressed: thrift.New(compressed),
		}),
	}}
}

func dictPage(values int, data []byte) craftedPage {
	return craftedPage{body: data, header: format.PageHeader{
		Type: format.DictionaryPage, UncompressedPageSize: int32(len(data)), CompressedPageSize: int32(len(data)),
		DictionaryPageHeader: thrift.New(format.DictionaryPageHeader{NumValues: int32(values), Encoding: format.Plain}),
	}}
}

// sized declares what the page decompresses to.
func (p craftedPage) sized(n int) craftedPage {
	p.header.UncompressedPageSize = int32(n)
	return p
}

func le32(values ...int32) (b []byte) {
	for _, v := range values {
		b = binary.LittleEndian.AppendUint32(b, uint32(v))
	}
	return b
}

func le64(values ...int64) (b []byte) {
	for _, v := range values {
		b = binary.LittleEndian.AppendUint64(b, uint64(v))
	}
	return b
}

// plainBytes is byte arrays in the plain encoding.
func plainBytes(values ...string) (b []byte) {
	for _, v := range values {
		b = append(binary.LittleEndian.AppendUint32(b, uint32(len(v))), v...)
	}
	return b
}

// runOf is an RLE run of one-byte values.
func runOf(n int, v byte) []byte { return append(binary.AppendUvarint(nil, uint64(n)<<1), v) }

func annotated(e format.SchemaElement, c deprecated.ConvertedType) format.SchemaElement {
	e.ConvertedType = thrift.New(c)
	return e
}
