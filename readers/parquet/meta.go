package parquet

import (
	"unsafe"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// The structs of parquet.thrift that make a footer, with the fields that are
// needed here: what is not declared is passed over without being kept. Field
// numbers and names are parquet.thrift's.

type fileMetaData struct {
	Schema           thrift.Slice[format.SchemaElement] `thrift:"2,required"`
	NumRows          int64                              `thrift:"3,required"`
	RowGroups        thrift.Slice[rowGroupMetaData]     `thrift:"4,required"`
	KeyValueMetadata thrift.Slice[keyValue]             `thrift:"5,optional"`
	CreatedBy        string                             `thrift:"6,optional"`
	ColumnOrders     thrift.Slice[format.ColumnOrder]   `thrift:"7,optional"`
}

type keyValue struct {
	Key   string `thrift:"1,required"`
	Value string `thrift:"2,optional"`
}

type rowGroupMetaData struct {
	Columns thrift.Slice[columnChunk] `thrift:"1,required"`
	NumRows int64                     `thrift:"3,required"`
}

type columnChunk struct {
	FilePath                string                      `thrift:"1,optional"`
	MetaData                columnMetaData              `thrift:"3,optional"`
	OffsetIndexOffset       int64                       `thrift:"4,optional"`
	OffsetIndexLength       int32                       `thrift:"5,optional"`
	ColumnIndexOffset       int64                       `thrift:"6,optional"`
	ColumnIndexLength       int32                       `thrift:"7,optional"`
	CryptoMetadata          format.ColumnCryptoMetaData `thrift:"8,optional"`
	EncryptedColumnMetadata []byte                      `thrift:"9,optional"`
}

type columnMetaData struct {
	Type                 format.Type             `thrift:"1,required"`
	PathInSchema         thrift.Slice[string]    `thrift:"3,required"`
	Codec                format.CompressionCodec `thrift:"4,required"`
	NumValues            int64                   `thrift:"5,required"`
	TotalCompressedSize  int64                   `thrift:"7,required"`
	DataPageOffset       int64                   `thrift:"9,required"`
	DictionaryPageOffset int64                   `thrift:"11,optional"`
	Statistics           chunkStatistics         `thrift:"12,optional"`
}

// chunkStatistics leaves out the deprecated bounds, whose order is not that of
// every type.
type chunkStatistics struct {
	NullCount thrift.Null[int64] `thrift:"3,optional"`
	MaxValue  []byte             `thrift:"5,optional"`
	MinValue  []byte             `thrift:"6,optional"`
	MaxExact  thrift.Null[bool]  `thrift:"7,optional"`
	MinExact  thrift.Null[bool]  `thrift:"8,optional"`
	NaNCount  thrift.Null[int64] `thrift:"9,optional"`
}

// footerCost is what an element of a list in a footer takes in memory. The
// depths are those that the guard counts, where a list adds one.
func footerCost(depth int, field int64) int64 {
	switch {
	case depth == 1 && field == 2:
		return int64(unsafe.Sizeof(format.SchemaElement{}))
	case depth == 1 && field == 4:
		return int64(unsafe.Sizeof(rowGroupMetaData{}))
	case depth == 3 && field == 1:
		return int64(unsafe.Sizeof(columnChunk{}))
	default:
		return int64(unsafe.Sizeof(keyValue{}))
	}
}
