package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go/encoding/thrift"
)

// The frame of a file: magic, data, metadata, length of metadata, magic.
const (
	magic          = "PAR1"
	magicEncrypted = "PARE"
	tailBytes      = 8
	minFileBytes   = 4 + tailBytes
)

// The limits of metadata: its bytes, and the memory that it may take decoded.
// A table of 100,000 columns has about 12 MB of it.
const (
	maxFooterBytes  = 64 << 20
	maxFooterMemory = 1 << 30
	// footerGrowth is how many bytes of memory a byte of metadata may
	// become; in real files it is 4 to 15.
	footerGrowth = 40
	// firstRead is what is read from the end of a file in one go.
	firstRead = 64 << 10
)

// readFooter reads and decodes the metadata at the end of the file. It returns
// the position at which that begins, too.
func readFooter(in Input) (*fileMetaData, int64, error) {
	if in.Size < minFileBytes {
		return nil, 0, in.fileError(0, nil, "is not a Parquet file: it has %d bytes, and the smallest one has %d", in.Size, minFileBytes)
	}
	tail := make([]byte, min(in.Size, firstRead))
	if err := readFull(in.ReaderAt, tail, in.Size-int64(len(tail))); err != nil {
		return nil, 0, in.fileError(in.Size-int64(len(tail)), err, "the end of the file cannot be read")
	}
	if err := checkMagic(in, tail); err != nil {
		return nil, 0, err
	}
	length := int64(binary.LittleEndian.Uint32(tail[len(tail)-tailBytes:]))
	start := in.Size - tailBytes - length
	switch {
	case start < int64(len(magic)):
		return nil, 0, in.fileError(in.Size-tailBytes, nil,
			"is a damaged Parquet file: its metadata would have %d bytes, more than the file holds; %s", length, wayOut)
	case length > maxFooterBytes:
		return nil, 0, in.fileError(in.Size-tailBytes, nil,
			"has %d bytes of metadata, more than the %d that assay reads; write it with fewer columns or larger row groups", length, maxFooterBytes)
	}
	buf := tail[:len(tail)-tailBytes]
	if length <= int64(len(buf)) {
		buf = buf[int64(len(buf))-length:]
	} else {
		buf = make([]byte, length)
		if err := readFull(in.ReaderAt, buf, start); err != nil {
			return nil, 0, in.fileError(start, err, "its metadata cannot be read")
		}
	}
	meta, err := decodeFooter(buf)
	if err != nil {
		return nil, 0, in.fileError(start, nil, "is a damaged Parquet file: %v; %s", err, wayOut)
	}
	return meta, start, nil
}

// checkMagic looks for the letters that begin and end every Parquet file.
func checkMagic(in Input, tail []byte) error {
	var head [4]byte
	if err := readFull(in.ReaderAt, head[:], 0); err != nil {
		return in.fileError(0, err, "the start of the file cannot be read")
	}
	first, last := string(head[:]), string(tail[len(tail)-len(magic):])
	switch {
	case last == magicEncrypted || first == magicEncrypted && last != magic:
		return in.fileError(0, nil, "is an encrypted Parquet file, which assay cannot read; decrypt it first")
	case first == magic && last == magic:
		return nil
	case first == magic:
		return in.fileError(in.Size-4, nil, "is a damaged Parquet file: it does not end in %s, so it was cut short or is still being written; %s", magic, wayOut)
	default:
		return in.fileError(0, nil, "is not a Parquet file: it does not start with %s", magic)
	}
}

// decodeFooter decodes metadata. What it returns aliases buf.
func decodeFooter(buf []byte) (*fileMetaData, error) {
	g := guard{buf: buf, cost: footerCost, budget: min(maxFooterMemory, 1<<20+footerGrowth*int64(len(buf)))}
	if _, err := g.walk(); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("its metadata ends too early")
		}
		return nil, err
	}
	meta := new(fileMetaData)
	if err := decodeThrift(buf, meta); err != nil {
		return nil, fmt.Errorf("its metadata cannot be decoded: %w", err)
	}
	return meta, nil
}

// decodeThrift decodes a struct that a guard has walked. The decoder works by
// reflection on types it knows; should it panic all the same, that is an error.
func decodeThrift(buf []byte, v any) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("thrift: %v", p)
		}
	}()
	var protocol thrift.CompactProtocol
	return thrift.NewDecoder(protocol.NewReaderFromBytes(buf)).Decode(v)
}

// readFull fills buf from offset. A file that ends before is io.ErrUnexpectedEOF.
func readFull(r io.ReaderAt, buf []byte, offset int64) error {
	n, err := r.ReadAt(buf, offset)
	if n == len(buf) {
		return nil
	}
	if err == io.EOF || err == nil {
		return io.ErrUnexpectedEOF
	}
	return err
}
