package parquet

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// rowGroup is a row group of the file, checked against the schema and the
// file's size.
type rowGroup struct {
	rows   int64
	chunks []chunk // of every leaf
}

// minPageBytes is less than any page takes; no page holds more than
// math.MaxInt32 values.
const minPageBytes = 8

// freeChunkBytes are those of each chunk that may be others' too. Chunks of more
// lie beside each other, and not all at the same place, as if they were made to
// exhaust memory.
const freeChunkBytes = 4 << 10

// rowGroups checks what the footer says of row groups and their chunks. dataEnd
// is the position at which the footer begins.
func rowGroups(meta *fileMetaData, leaves []*column, dataEnd int64) ([]rowGroup, error) {
	groups := make([]rowGroup, len(meta.RowGroups))
	var rows, taken int64
	short := sizesFallShort(meta.CreatedBy)
	for i := range meta.RowGroups {
		g := &meta.RowGroups[i]
		if g.NumRows < 0 || g.NumRows > math.MaxInt64-rows {
			return nil, fmt.Errorf("row group %d declares %d rows", i, g.NumRows)
		}
		rows += g.NumRows
		if len(g.Columns) != len(leaves) {
			return nil, fmt.Errorf("row group %d has %d columns, and the schema has %d", i, len(g.Columns), len(leaves))
		}
		groups[i] = rowGroup{rows: g.NumRows, chunks: make([]chunk, len(leaves))}
		for leaf := range g.Columns {
			c, err := checkChunk(&g.Columns[leaf], leaves[leaf], g.NumRows, dataEnd)
			if err != nil {
				return nil, fmt.Errorf("column chunk %d of row group %d %w", leaf, i, err)
			}
			if short {
				c.end, c.padded = min(c.end+dictionaryHeaderBytes, dataEnd), true
			}
			groups[i].chunks[leaf] = c
			taken += max(c.end-c.start-freeChunkBytes, 0)
		}
	}
	if taken > 2*dataEnd {
		return nil, fmt.Errorf("its column chunks take %d bytes, and the file has %d before its metadata", taken, dataEnd)
	}
	// Some writers leave the total out.
	if rows != meta.NumRows && meta.NumRows != 0 {
		return nil, fmt.Errorf("its row groups have %d rows, and the file says %d", rows, meta.NumRows)
	}
	return groups, nil
}

// checkChunk checks the chunk of a leaf.
func checkChunk(cc *columnChunk, col *column, rows, dataEnd int64) (chunk, error) {
	m := &cc.MetaData
	switch {
	case cc.CryptoMetadata.Value != nil || len(cc.EncryptedColumnMetadata) > 0:
		col.why = "is encrypted, and assay cannot decrypt it; decrypt the file first"
		return chunk{}, nil
	case cc.FilePath != "":
		col.why = "lies in another file, which assay does not follow; read that file instead"
		return chunk{}, nil
	}
	c := chunk{start: m.DataPageOffset, values: m.NumValues, codec: m.Codec, physical: m.Type}
	if d := m.DictionaryPageOffset; d > 0 && d < c.start {
		c.start = d
	}
	c.end = c.start + m.TotalCompressedSize
	if c.start < int64(len(magic)) || m.TotalCompressedSize < 0 || c.end < c.start || c.end > dataEnd {
		if rows == 0 && m.NumValues == 0 {
			return chunk{codec: m.Codec, physical: m.Type}, nil // nothing is there to be found
		}
		return c, fmt.Errorf("would take bytes %d to %d, beyond the file's data, which ends at %d", c.start, c.end, dataEnd)
	}
	switch {
	case m.Type != col.layout.physical:
		return c, fmt.Errorf("holds %v, and column %q of the schema is %v", m.Type, col.field.Name, col.layout.physical)
	case !slices.Equal(m.PathInSchema, col.path):
		return c, fmt.Errorf("is of column %q, and the schema has %q there", dotted(m.PathInSchema), col.field.Name)
	case m.NumValues < rows || m.NumValues > rows && col.maxRep == 0:
		return c, fmt.Errorf("has %d values of column %q in %d rows", m.NumValues, col.field.Name, rows)
	case m.NumValues > (m.TotalCompressedSize/minPageBytes)*math.MaxInt32:
		return c, fmt.Errorf("has %d bytes, too few for %d values", m.TotalCompressedSize, m.NumValues)
	}
	return c, nil
}

// dictionaryHeaderBytes is more than the header of a dictionary page takes.
const dictionaryHeaderBytes = 100

// sizesFallShort reports whether a writer is one of those that left the header
// of the dictionary page out of a chunk's size: parquet-mr before 1.2.9.
// https://issues.apache.org/jira/browse/PARQUET-816
func sizesFallShort(createdBy string) bool {
	return writtenBefore(createdBy, "parquet-mr", 1, 2, 9)
}

// writtenBefore reports whether a program wrote the file in a version before the
// given one, or in one that it does not name.
func writtenBefore(createdBy, program string, version ...int) bool {
	rest, ok := strings.CutPrefix(createdBy, program)
	if !ok || strings.HasPrefix(rest, "-") {
		return false // parquet-cpp-arrow is not parquet-cpp
	}
	number, ok := strings.CutPrefix(rest, " version ")
	if !ok {
		return true
	}
	have := make([]int, 3)
	if n, _ := fmt.Sscanf(number, "%d.%d.%d", &have[0], &have[1], &have[2]); n < 3 {
		return false
	}
	return slices.Compare(have, version) < 0
}
