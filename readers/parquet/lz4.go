package parquet

import (
	"bytes"
	"encoding/binary"

	"github.com/pierrec/lz4/v4"
)

// lz4FrameMagic begins the LZ4 frame format.
const lz4FrameMagic = 0x184D2204

// unlz4Legacy decompresses the codec that parquet.thrift calls LZ4, under
// which writers stored three things: blocks in Hadoop's framing, LZ4 frames,
// and bare blocks. Each is tried; only one fits.
// https://github.com/apache/parquet-format/blob/master/Compression.md#lz4
func unlz4Legacy(dst []byte, pad, n int, src []byte) ([]byte, error) {
	if len(src) >= 4 && binary.LittleEndian.Uint32(src) == lz4FrameMagic {
		out, err := readExactly(dst, pad, n, len(src), lz4.NewReader(bytes.NewReader(src)))
		if err == nil {
			return out, nil
		}
		dst = out
	}
	if n <= 255*len(src) && len(src) >= 8 {
		dst = resize(dst, pad+n)
		if unhadoop(dst[pad:], src) {
			return dst, nil
		}
	}
	return unlz4(dst, pad, n, src)
}

// unhadoop decompresses Hadoop's framing and reports whether src was in it and
// filled dst. A block is the big-endian length of what it holds, followed by
// parts, each the big-endian length of an LZ4 block and that block.
func unhadoop(dst, src []byte) bool {
	for len(src) >= 4 {
		size := binary.BigEndian.Uint32(src)
		if uint64(size) > uint64(len(dst)) {
			return false
		}
		block := dst[:size]
		dst, src = dst[size:], src[4:]
		for len(block) > 0 {
			if len(src) < 4 {
				return false
			}
			part := binary.BigEndian.Uint32(src)
			if uint64(part) > uint64(len(src)-4) {
				return false
			}
			n, err := lz4.UncompressBlock(src[4:4+part], block)
			if err != nil || n == 0 {
				return false
			}
			block, src = block[n:], src[4+part:]
		}
	}
	return len(dst) == 0 && len(src) == 0
}
