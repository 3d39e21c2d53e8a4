package parquet

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/snappy"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
	"github.com/pierrec/lz4/v4"

	"assay/engine"
)

// readCrafted reads the one column of a file and returns its cells, or the error.
func readCrafted(t *testing.T, file []byte, batchRows int) ([]string, error) {
	t.Helper()
	src, err := openBytes(file, Options{})
	if err != nil {
		return nil, err
	}
	_, cells, err := readAll(src, engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: 0}}, BatchRows: batchRows})
	if err != nil {
		return nil, err
	}
	return cells[0], nil
}

// lz4Bytes is an LZ4 block of data.
func lz4Bytes(t *testing.T, data []byte) []byte {
	t.Helper()
	dst := make([]byte, lz4.CompressBlockBound(len(data)))
	n, err := lz4.CompressBlock(data, dst, nil)
	if err != nil || n == 0 {
		t.Fatalf("compress: %d, %v", n, err)
	}
	return dst[:n]
}

func be32(n int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(n)) }

// repeats is a plain page of int64 that compresses well.
var repeats = slices.Repeat(le64(7), 200)

// compressed is a required page of the 200 values of repeats, stored as given.
func compressed(stored []byte) []craftedPage {
	return []craftedPage{{body: stored, header: format.PageHeader{
		Type: format.DataPage, UncompressedPageSize: int32(len(repeats)), CompressedPageSize: int32(len(stored)),
		DataPageHeader: thrift.New(format.DataPageHeader{NumValues: 200, Encoding: format.Plain, DefinitionLevelEncoding: format.RLE, RepetitionLevelEncoding: format.RLE}),
	}}}
}

// TestCrafted reads what the format allows and the writers of the fixtures do not do.
func TestCrafted(t *testing.T) {
	required64 := leafOf(format.Int64, format.Required)
	optional32 := leafOf(format.Int32, format.Optional)
	text := annotated(leafOf(format.ByteArray, format.Required), deprecated.UTF8)
	sevens := slices.Repeat([]string{"7"}, 200)
	halves := []([]byte){repeats[:800], repeats[800:]}

	var frame bytes.Buffer
	w := lz4.NewWriter(&frame)
	if _, err := w.Write(repeats); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	bitPacked := pageV1(10, format.Plain, nil, append([]byte{0b10110000, 0b01000000}, le32(1, 2, 3, 4)...))
	bitPacked.header.DataPageHeader.V.DefinitionLevelEncoding = format.BitPacked
	checksummed := pageV1(1, format.Plain, nil, le64(5))
	checksummed.header.CRC = 0x2dc2d10d // by zlib

	cases := []struct {
		name string
		file crafted
		want []string
	}{
		{"levels packed the old way", crafted{element: optional32, rows: 10, pages: []craftedPage{bitPacked}},
			[]string{"1", "null", "2", "3", "null", "null", "null", "null", "null", "4"}},
		{"lz4 in one Hadoop block", crafted{element: required64, rows: 200, codec: format.Lz4,
			pages: compressed(slices.Concat(be32(1600), be32(len(lz4Bytes(t, repeats))), lz4Bytes(t, repeats)))}, sevens},
		{"lz4 in two Hadoop blocks", crafted{element: required64, rows: 200, codec: format.Lz4,
			pages: compressed(slices.Concat(
				be32(800), be32(len(lz4Bytes(t, halves[0]))), lz4Bytes(t, halves[0]),
				be32(800), be32(len(lz4Bytes(t, halves[1]))), lz4Bytes(t, halves[1])))}, sevens},
		{"lz4 in one Hadoop block of two parts", crafted{element: required64, rows: 200, codec: format.Lz4,
			pages: compressed(slices.Concat(
				be32(1600), be32(len(lz4Bytes(t, halves[0]))), lz4Bytes(t, halves[0]),
				be32(len(lz4Bytes(t, halves[1]))), lz4Bytes(t, halves[1])))}, sevens},
		{"lz4 frame", crafted{element: required64, rows: 200, codec: format.Lz4, pages: compressed(frame.Bytes())}, sevens},
		{"bare lz4 block under the old name", crafted{element: required64, rows: 200, codec: format.Lz4, pages: compressed(lz4Bytes(t, repeats))}, sevens},
		{"second version, not compressed", crafted{element: optional32, rows: 3, codec: format.Snappy,
			pages: []craftedPage{pageV2(3, 1, format.Plain, []byte{0b11, 0b101}, le32(4, 5), false)}}, []string{"4", "null", "5"}},
		{"second version, compressed values", crafted{element: optional32, rows: 3, codec: format.Snappy,
			pages: []craftedPage{pageV2(3, 1, format.Plain, []byte{0b11, 0b101}, snappy.Encode(nil, le32(4, 5)), true).sized(10)}},
			[]string{"4", "null", "5"}},
		{"second version without bytes", crafted{element: optional32, rows: 3, codec: format.Snappy,
			pages: []craftedPage{pageV2(3, 3, format.Plain, runOf(3, 0), nil, true)}}, []string{"null", "null", "null"}},
		{"empty pages between others", crafted{element: required64, rows: 2, pages: []craftedPage{
			pageV1(0, format.Plain, nil, nil), pageV1(1, format.Plain, nil, le64(1)),
			pageV2(0, 0, format.Plain, nil, nil, true), pageV1(1, format.Plain, nil, le64(2)), pageV1(0, format.Plain, nil, nil)}},
			[]string{"1", "2"}},
		{"index pages are passed over", crafted{element: required64, rows: 1, pages: []craftedPage{
			{body: []byte("xyz"), header: format.PageHeader{Type: format.IndexPage, UncompressedPageSize: 3, CompressedPageSize: 3}},
			pageV1(1, format.Plain, nil, le64(1))}}, []string{"1"}},
		{"a right checksum", crafted{element: required64, rows: 1, pages: []craftedPage{checksummed}}, []string{"5"}},
		{"dictionary, then plain, then dictionary", crafted{element: text, rows: 5, pages: []craftedPage{
			dictPage(2, plainBytes("a", "b")), pageV1(2, format.RLEDictionary, nil, append([]byte{1}, runOf(2, 1)...)),
			pageV1(2, format.Plain, nil, plainBytes("c", "d")), pageV1(1, oldDictionary, nil, append([]byte{1}, runOf(1, 0)...))}},
			[]string{"'b", "'b", "'c", "'d", "'a"}},
		{"indexes of no bits", crafted{element: text, rows: 3, pages: []craftedPage{
			dictPage(1, plainBytes("a")), pageV1(3, format.RLEDictionary, nil, []byte{0})}}, []string{"'a", "'a", "'a"}},
		{"an empty dictionary of nulls", crafted{element: annotated(leafOf(format.ByteArray, format.Optional), deprecated.UTF8), rows: 2,
			pages: []craftedPage{dictPage(0, nil), pageV1(2, format.RLEDictionary, runOf(2, 0), []byte{0})}}, []string{"null", "null"}},
		{"small integers out of range", crafted{element: annotated(leafOf(format.Int32, format.Required), deprecated.Int8), rows: 3,
			pages: []craftedPage{pageV1(3, format.Plain, nil, le32(127, 128, -129))}}, []string{"127", "!128", "!-129"}},
		{"a small integer out of range in a dictionary", crafted{element: annotated(leafOf(format.Int32, format.Optional), deprecated.Uint16), rows: 4,
			pages: []craftedPage{dictPage(2, le32(70000, 5)), pageV1(4, format.RLEDictionary, []byte{0b11, 0b1011}, []byte{1, 0b11, 0b110})}},
			[]string{"!70000", "5", "null", "5"}},
		{"times beyond the day", crafted{element: annotated(leafOf(format.Int32, format.Required), deprecated.TimeMillis), rows: 3,
			pages: []craftedPage{pageV1(3, format.Plain, nil, le32(86400000, 86400001, -1))}}, []string{"86400000", "!86400001", "!-1"}},
		{"decimals with too many digits", crafted{element: decimalLeaf(format.ByteArray, 4, 2), rows: 5, pages: []craftedPage{
			pageV1(5, format.Plain, nil, plainBytes("\x27\x0f", "\x27\x10", "\xff", "", "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"))}},
			[]string{"99.99", "!100.00", "-0.01", "!", "0.01"}},
		{"text that is not UTF-8 is delivered", crafted{element: text, rows: 2, pages: []craftedPage{
			pageV1(2, format.Plain, nil, plainBytes("\xc3", "\xa4"))}}, []string{"'\xc3", "'\xa4"}},
		{"int96 at the ends of the range", crafted{element: leafOf(format.Int96, format.Required), rows: 6, pages: []craftedPage{
			pageV1(6, format.Plain, nil, slices.Concat(
				int96Bytes(0, 2440588), int96Bytes(763145224192, 2333836), int96Bytes(763145224191, 2333836),
				int96Bytes(85636854775807, 2547339), int96Bytes(85636854775808, 2547339), int96Bytes(nanosPerDay, 2440588)))}},
			[]string{"0", "-9223372036854775808", "!1677-09-21T00:12:43.145224191", "9223372036854775807", "!2262-04-11T23:47:16.854775808", "!day 0, nanosecond 86400000000000"}},
		{"spark's int96", crafted{element: leafOf(format.Int96, format.Required), rows: 2, edit: func(m *format.FileMetaData) {
			m.KeyValueMetadata = []format.KeyValue{{Key: "org.apache.spark.version", Value: "3.5.1"}}
		}, pages: []craftedPage{pageV1(2, format.Plain, nil, append(int96Bytes(1000, 5373484), int96Bytes(1, 2440588)...))}},
			[]string{"253402214400000001", "!1970-01-01T00:00:00.000000001"}},
		{"a total of rows that was left out", crafted{element: required64, rows: 1, pages: []craftedPage{pageV1(1, format.Plain, nil, le64(3))},
			edit: func(m *format.FileMetaData) { m.NumRows = 0 }}, []string{"3"}},
		{"a chunk size without the dictionary's header", crafted{element: text, rows: 1, pages: []craftedPage{
			dictPage(1, plainBytes("a")), pageV1(1, oldDictionary, nil, []byte{0})},
			edit: func(m *format.FileMetaData) {
				m.CreatedBy = "parquet-mr version 1.2.8"
				m.RowGroups[0].Columns[0].MetaData.TotalCompressedSize -= 13
			}}, []string{"'a"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, rows := range []int{1, 2, 3, 1024} {
				got, err := readCrafted(t, c.file.bytes(t), rows)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(got, c.want) {
					t.Errorf("batches of %d rows: got %q, want %q", rows, got, c.want)
				}
			}
		})
	}
}

func decimalLeaf(physical format.Type, precision, scale int32) format.SchemaElement {
	e := leafOf(physical, format.Required)
	e.LogicalType = format.LogicalType{Value: &format.DecimalType{Precision: precision, Scale: scale}}
	return e
}

func int96Bytes(nanos int64, day uint32) []byte {
	return binary.LittleEndian.AppendUint32(le64(nanos), day)
}

// TestMalformedText checks that text which is not UTF-8 makes its row a
// malformed one, in plain pages and in dictionaries, whatever the batch size.
func TestMalformedText(t *testing.T) {
	text := annotated(leafOf(format.ByteArray, format.Optional), deprecated.UTF8)
	levels := []byte{0b11, 0b111011} // the third of six rows is null
	files := map[string]crafted{
		"plain": {element: text, rows: 6, pages: []craftedPage{pageV1(6, format.Plain, levels, plainBytes("ok", "\xff", "ä", "\xc3", "\xa4"))}},
		"dictionary": {element: text, rows: 6, pages: []craftedPage{dictPage(5, plainBytes("ok", "\xff", "ä", "\xc3", "\xa4")),
			pageV1(6, format.RLEDictionary, levels, []byte{3, 0b11, 0b10001000, 0b01000110, 0})}},
	}
	for name, file := range files {
		for _, batchRows := range []int{1, 2, 3, 1024} {
			src, err := openBytes(file.bytes(t), Options{})
			if err != nil {
				t.Fatal(err)
			}
			var bad []int
			row := 0
			err = eachBatch(src, engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: 0}, {Index: 0, Text: true}}, BatchRows: batchRows}, func(b *engine.Batch) error {
				for _, m := range b.Malformed {
					bad = append(bad, row+m.Row)
					if m.Reason != `the text of column "c" is not UTF-8` {
						t.Errorf("reason %q", m.Reason)
					}
				}
				row += b.Rows
				return nil
			})
			if err != nil || !slices.Equal(bad, []int{1, 4, 5}) {
				t.Errorf("%s, batches of %d rows: rows %v, %v", name, batchRows, bad, err)
			}
			lenient := engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: 0, Lenient: true}}, BatchRows: batchRows}
			err = eachBatch(src, lenient, func(b *engine.Batch) error {
				if len(b.Malformed) > 0 {
					return fmt.Errorf("rows %v are malformed to one who asked leniently", b.Malformed)
				}
				return nil
			})
			if err != nil {
				t.Errorf("%s, batches of %d rows: %v", name, batchRows, err)
			}
		}
	}
}

// TestDamaged checks that contradictions are errors that name them.
func TestDamaged(t *testing.T) {
	required64 := leafOf(format.Int64, format.Required)
	optional32 := leafOf(format.Int32, format.Optional)
	text := annotated(leafOf(format.ByteArray, format.Required), deprecated.UTF8)
	one := []craftedPage{pageV1(1, format.Plain, nil, le64(1))}
	editing := func(edit func(*format.FileMetaData)) crafted {
		return crafted{element: required64, rows: 1, pages: one, edit: edit}
	}
	column := func(m *format.FileMetaData) *format.ColumnMetaData { return &m.RowGroups[0].Columns[0].MetaData }
	header := func(edit func(*format.PageHeader)) crafted {
		p := pageV1(1, format.Plain, nil, le64(1))
		edit(&p.header)
		return crafted{element: required64, rows: 1, pages: []craftedPage{p}}
	}
	badCRC := pageV1(1, format.Plain, nil, le64(5))
	badCRC.header.CRC = 1
	cases := []struct {
		name string
		file crafted
		want string
	}{
		{"fewer rows in the file than in its groups", editing(func(m *format.FileMetaData) { m.NumRows = 9 }), "its row groups have 1 rows, and the file says 9"},
		{"fewer values than rows", editing(func(m *format.FileMetaData) { column(m).NumValues = 2 }), `2 values of column "c" in 1 rows`},
		{"a footer with rows that no page has", crafted{element: required64, rows: 2, pages: one}, "the pages hold 1 values, and the footer says 2"},
		{"a page with more values than the footer", crafted{element: required64, rows: 1, pages: []craftedPage{pageV1(2, format.Plain, nil, le64(1, 2))}}, "the pages hold 2 values at least, and the footer says 1"},
		{"pages behind the last row", crafted{element: required64, rows: 1, pages: []craftedPage{one[0], one[0]}}, "the pages hold 2 values at least"},
		{"a negative number of rows", editing(func(m *format.FileMetaData) { m.NumRows, m.RowGroups[0].NumRows = -1, -1 }), "declares -1 rows"},
		{"rows beyond what the bytes can hold", editing(func(m *format.FileMetaData) {
			m.NumRows, m.RowGroups[0].NumRows, column(m).NumValues = 1<<60, 1<<60, 1<<60
		}), "too few for 1152921504606846976 values"},
		{"a chunk beyond the file", editing(func(m *format.FileMetaData) { column(m).TotalCompressedSize = 1 << 40 }), "beyond the file's data"},
		{"a chunk before the file", editing(func(m *format.FileMetaData) { column(m).DataPageOffset = -5 }), "beyond the file's data"},
		{"a chunk of another type", editing(func(m *format.FileMetaData) { column(m).Type = format.Double }), `holds DOUBLE, and column "c" of the schema is INT64`},
		{"a chunk of another column", editing(func(m *format.FileMetaData) { column(m).PathInSchema = []string{"d"} }), `is of column "d"`},
		{"a chunk without a path", editing(func(m *format.FileMetaData) { column(m).PathInSchema = []string{} }), `is of column ""`},
		{"too many columns", editing(func(m *format.FileMetaData) {
			m.RowGroups[0].Columns = append(m.RowGroups[0].Columns, m.RowGroups[0].Columns[0])
		}), "row group 0 has 2 columns, and the schema has 1"},
		{"an unknown physical type", editing(func(m *format.FileMetaData) { m.Schema[1].Type.V = 77 }), "unknown physical type 77"},
		{"an unknown repetition", editing(func(m *format.FileMetaData) { m.Schema[1].RepetitionType.V = 9 }), "unknown repetition 9"},
		{"a schema that ends inside a group", editing(func(m *format.FileMetaData) { m.Schema[0].NumChildren.V = 3 }), "ends inside a group"},
		{"a schema with too much", editing(func(m *format.FileMetaData) { m.Schema[0].NumChildren.V = 0 }), "belong to no group"},
		{"a schema without root", editing(func(m *format.FileMetaData) { m.Schema = []format.SchemaElement{} }), "its schema is empty"},
		{"two columns of a name", editing(func(m *format.FileMetaData) {
			m.Schema = append(m.Schema, m.Schema[1])
			m.Schema[0].NumChildren.V = 2
			m.RowGroups[0].Columns = append(m.RowGroups[0].Columns, m.RowGroups[0].Columns[0])
		}), `has two columns named "c", the 1st and the 2nd; rename one of them`},
		{"lzo", crafted{element: required64, rows: 1, pages: one, codec: format.LZO}, "pages compressed with LZO cannot be read"},
		{"an unknown codec", crafted{element: required64, rows: 1, pages: one, codec: 99}, "pages compressed with codec 99 cannot be read"},
		{"a wrong checksum", crafted{element: required64, rows: 1, pages: []craftedPage{badCRC}}, "the checksum of a page is"},
		{"a page beyond its chunk", header(func(h *format.PageHeader) { h.CompressedPageSize = 1 << 20 }), "a page declares 1048576 bytes, and its column chunk has 8 left"},
		{"a page of negative size", header(func(h *format.PageHeader) { h.CompressedPageSize = -1 }), "a page declares a size of -1 bytes"},
		{"a page of enormous size", header(func(h *format.PageHeader) { h.UncompressedPageSize = 1 << 30 }), "more than the limit of 268435456"},
		{"an uncompressed page of two sizes", header(func(h *format.PageHeader) { h.UncompressedPageSize = 9 }), "an uncompressed page declares 9 bytes and has 8"},
		{"a negative number of values", header(func(h *format.PageHeader) { h.DataPageHeader.V.NumValues = -1 }), "a page declares -1 values"},
		{"a page without its header", header(func(h *format.PageHeader) { h.DataPageHeader.Reset() }), "a data page has no data header"},
		{"an encoding that is none", header(func(h *format.PageHeader) { h.DataPageHeader.V.Encoding = 33 }), "values of type INT64 are encoded as encoding 33"},
		{"a page that ends early", crafted{element: required64, rows: 2, pages: []craftedPage{pageV1(2, format.Plain, nil, le64(1))}}, "the data ends too early"},
		{"a page with bytes to spare", crafted{element: required64, rows: 1, pages: []craftedPage{pageV1(1, format.Plain, nil, le64(1, 2))}}, "a page holds more than its values"},
		{"levels beyond the page", crafted{element: optional32, rows: 1, pages: []craftedPage{{header: pageV1(1, format.Plain, nil, le32(99)).header, body: le32(99)}}}, "definition levels take 99 bytes of a page that has 0 left"},
		{"a level out of range", crafted{element: optional32, rows: 1, pages: []craftedPage{pageV1(1, format.Plain, runOf(1, 2), nil)}}, "a definition level is 2, and the highest possible one is 1"},
		{"levels that end early", crafted{element: optional32, rows: 2, pages: []craftedPage{pageV1(2, format.Plain, runOf(1, 0), nil)}}, "the data ends too early"},
		{"nulls that the header denies", crafted{element: optional32, rows: 2, pages: []craftedPage{pageV2(2, 0, format.Plain, []byte{0b11, 0b01}, le32(1), false)}}, "a page has 1 nulls, and its header says 0"},
		{"nulls of a required column", crafted{element: required64, rows: 2, pages: []craftedPage{pageV2(2, 1, format.Plain, nil, le64(1, 2), false)}}, "a page has 0 nulls, and its header says 1"},
		{"more rows than values", crafted{element: required64, rows: 1, pages: func() []craftedPage {
			p := pageV2(1, 0, format.Plain, nil, le64(1), false)
			p.header.DataPageHeaderV2.V.NumRows = 2
			return []craftedPage{p}
		}()}, "a page of 1 values declares 2 rows"},
		{"indexes without a dictionary", crafted{element: text, rows: 1, pages: []craftedPage{pageV1(1, format.RLEDictionary, nil, []byte{0})}}, "the column chunk has none"},
		{"an index beyond the dictionary", crafted{element: text, rows: 1, pages: []craftedPage{dictPage(1, plainBytes("a")), pageV1(1, format.RLEDictionary, nil, append([]byte{1}, runOf(1, 1)...))}}, "a dictionary index lies beyond the dictionary"},
		{"an index beyond a dictionary of numbers", crafted{element: required64, rows: 1, pages: []craftedPage{dictPage(1, le64(1)), pageV1(1, format.RLEDictionary, nil, append([]byte{1}, runOf(1, 1)...))}}, "a dictionary index lies beyond the dictionary"},
		{"indexes of too many bits", crafted{element: text, rows: 1, pages: []craftedPage{dictPage(1, plainBytes("a")), pageV1(1, format.RLEDictionary, nil, []byte{33, 0, 0})}}, "dictionary indexes have 33 bits"},
		{"two dictionaries", crafted{element: text, rows: 1, pages: []craftedPage{dictPage(1, plainBytes("a")), dictPage(1, plainBytes("b")), pageV1(1, format.RLEDictionary, nil, []byte{0})}}, "a column chunk has two dictionaries"},
		{"a dictionary behind data", crafted{element: text, rows: 2, edit: func(m *format.FileMetaData) { column(m).DictionaryPageOffset = 0 }, pages: []craftedPage{pageV1(1, format.Plain, nil, plainBytes("a")), dictPage(1, plainBytes("b")), pageV1(1, format.RLEDictionary, nil, []byte{0})}}, "a dictionary follows the data that needs it"},
		{"a dictionary with too few values", crafted{element: text, rows: 1, pages: []craftedPage{dictPage(3, plainBytes("a")), pageV1(1, format.RLEDictionary, nil, []byte{0})}}, "a dictionary of 3 values has 5 bytes"},
		{"a dictionary of booleans", crafted{element: leafOf(format.Boolean, format.Required), rows: 1, pages: []craftedPage{dictPage(1, []byte{1}), pageV1(1, format.RLEDictionary, nil, []byte{0})}}, "booleans have a dictionary"},
		{"a length beyond the page", crafted{element: text, rows: 1, pages: []craftedPage{pageV1(1, format.Plain, nil, le32(100))}}, "a value runs beyond its page"},
		{"a negative length", crafted{element: text, rows: 1, pages: []craftedPage{pageV1(1, format.Plain, nil, le32(-1))}}, "a value runs beyond its page"},
		{"snappy of another size", crafted{element: required64, rows: 200, codec: format.Snappy, pages: compressed(snappy.Encode(nil, repeats[8:]))}, "does not decompress to the size"},
		{"snappy that is none", crafted{element: required64, rows: 200, codec: format.Snappy, pages: compressed([]byte("\xc0\x0cnothing of the sort"))}, "does not decompress to the size"},
		{"lz4 of another size", crafted{element: required64, rows: 200, codec: format.Lz4Raw, pages: compressed(lz4Bytes(t, repeats[8:]))}, "does not decompress to the size"},
		{"zstd that is none", crafted{element: required64, rows: 200, codec: format.Zstd, pages: compressed([]byte("nothing of the sort"))}, "cannot be decompressed"},
		{"gzip that is none", crafted{element: required64, rows: 200, codec: format.Gzip, pages: compressed([]byte("nothing of the sort"))}, "cannot be decompressed"},
		{"brotli that is none", crafted{element: required64, rows: 200, codec: format.Brotli, pages: compressed([]byte("nothing of the sort"))}, "cannot be decompressed"},
		{"a delta block of no values", crafted{element: required64, rows: 1, pages: []craftedPage{pageV1(1, format.DeltaBinaryPacked, nil, []byte{0, 4, 1, 0})}}, "a delta block has 0 values in 4 parts"},
		{"fewer deltas than values", crafted{element: required64, rows: 2, pages: []craftedPage{pageV1(2, format.DeltaBinaryPacked, nil, []byte{0x80, 1, 4, 1, 2})}}, "the data ends too early"},
		{"more deltas than values", crafted{element: required64, rows: 1, pages: []craftedPage{pageV1(1, format.DeltaBinaryPacked, nil, []byte{0x80, 1, 4, 3, 2, 2, 0, 0, 0, 0})}}, "a page holds more than its values"},
		{"values in a column of nulls", crafted{element: func() format.SchemaElement {
			e := optional32
			e.LogicalType.Value = new(format.NullType)
			return e
		}(), rows: 1, pages: []craftedPage{pageV1(1, format.Plain, runOf(1, 1), le32(1))}}, "marked as always null has a value"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, rows := range []int{1, 2, 1024} {
				got, err := readCrafted(t, c.file.bytes(t), rows)
				checkDataError(t, err, c.want)
				if err == nil {
					t.Errorf("read %q", got)
				}
			}
		})
	}
}

// checkDataError demands an error about the file whose text has all of want.
func checkDataError(t *testing.T, err error, want string) {
	t.Helper()
	data, ok := err.(*engine.DataError)
	if !ok {
		t.Fatalf("the error is %v (%T), want a DataError", err, err)
	}
	if data.Path != "test.parquet" || !strings.Contains(err.Error(), want) {
		t.Errorf("the error is %q, want %q in it", err, want)
	}
}
