package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/bits"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// oldDictionary is what files of the format's first version say of dictionary
// pages and of the pages that refer to them.
//
//lint:ignore SA1019 such files are still about
const oldDictionary = format.PlainDictionary

// chunk is where a column's part of a row group lies, as the footer has it.
type chunk struct {
	start, end int64 // positions in the file
	padded     bool  // the end lies beyond what the footer says
	values     int64
	codec      format.CompressionCodec
	physical   format.Type
}

// page is one page, decompressed and taken apart. Its bytes are valid until
// the next page is read.
type page struct {
	offset     int64 // position in the file of its header
	dictionary bool
	encoding   format.Encoding
	values     int // nulls among them
	nulls      int // as declared; -1 where the header does not say
	data       []byte

	rows int // as declared; -1 where the header does not say

	// definition and repetition are empty where the column has no such levels.
	definition, repetition levels
}

// levels are the encoded levels of a page.
type levels struct {
	bytes  []byte
	packed bool // in the deprecated BIT_PACKED encoding
}

// The sizes of page headers: what is looked at first, and what is too much.
// Headers may hold a page's least and greatest value.
const (
	headerBytes    = 4 << 10
	maxHeaderBytes = 16 << 20
)

// pages walks the pages of a column chunk.
type pages struct {
	window   window
	codecs   *codecs
	maxBytes int64 // of a page
	verify   bool  // checksums
	chunk    chunk
	// maxDef and maxRep are the highest levels that the column may have.
	maxDef, maxRep int

	// passOver is how many values are not wanted; pages that hold no others
	// are not read.
	passOver int64

	// audited keeps what the headers say of the values.
	audited bool
	bounds  statedBounds

	seen    int64 // values of the pages read
	started bool  // a data page was read
	hasDict bool

	buf    []byte // the decompressed page
	shared *shared
	// dear are the bytes that the largest data page has beyond what its stored
	// ones make of ordinary data, and dearDict are those of the dictionary.
	dear, dearDict int64
	// passing is set while the page's bytes lie in shared.stored.
	passing bool
	levels  []byte // of a page whose bytes pass
	// prefix is the length of what stood before the values of the last
	// page. Decompressing the next one that much off the mark aligns its
	// values, for pages of a column tend to be alike.
	prefix  int
	header  format.PageHeader
	reader  thrift.BytesReader
	decoder *thrift.Decoder
}

// reset starts at a chunk whose extent was checked against the file.
func (p *pages) reset(r io.ReaderAt, c chunk, col *column) {
	p.window.reset(r, c.start, c.end)
	p.chunk, p.maxDef, p.maxRep = c, col.maxDef, col.maxRep
	p.seen, p.started, p.hasDict, p.prefix = 0, false, false, 0
	if p.dear+p.dearDict > 0 {
		p.buf, p.dear, p.dearDict = nil, 0, 0
	}
}

// next reads the next dictionary or data page; io.EOF ends the chunk.
func (p *pages) next(pg *page) error {
	for {
		*pg = page{offset: p.window.offset(), nulls: -1, rows: -1}
		if p.window.remaining() == 0 || p.chunk.padded && p.seen == p.chunk.values {
			return io.EOF
		}
		checksummed, err := p.readHeader()
		if err != nil {
			return err
		}
		if passed, err := p.pass(); err != nil {
			return err
		} else if passed {
			continue
		}
		body, err := p.body(checksummed)
		if err != nil {
			return err
		}
		switch p.header.Type {
		case format.DictionaryPage:
			return p.dictionaryPage(pg, body)
		case format.DataPage:
			return p.dataPage(pg, body)
		case format.DataPageV2:
			return p.dataPageV2(pg, body)
		}
		// Index pages, and kinds still to be invented, hold no values.
	}
}

// pass passes over the page whose header was read, and reports whether it did.
func (p *pages) pass() (bool, error) {
	var values int32
	switch {
	case p.passOver == 0:
		return false, nil
	case p.header.Type == format.DataPage && p.header.DataPageHeader.Valid:
		values = p.header.DataPageHeader.V.NumValues
	case p.header.Type == format.DataPageV2 && p.header.DataPageHeaderV2.Valid:
		values = p.header.DataPageHeaderV2.V.NumValues
	default:
		return false, nil
	}
	if int64(values) > p.passOver {
		return false, nil
	}
	if err := p.checkSize(); err != nil {
		return false, err
	}
	if err := p.count(values); err != nil {
		return false, err
	}
	p.passOver -= int64(values)
	p.window.pass(int64(p.header.CompressedPageSize))
	return true, nil
}

// readHeader decodes the next header and reports whether it has a checksum.
func (p *pages) readHeader() (checksummed bool, err error) {
	for size := int64(headerBytes); ; size *= 8 {
		size = min(size, p.window.remaining())
		head, err := p.window.peek(int(size))
		if err != nil {
			return false, err
		}
		g := guard{buf: head, budget: 64 << 10}
		n, err := g.walk()
		switch {
		case err == nil:
			p.window.skip(n)
			err := p.decodeHeader(head[:n])
			if p.audited {
				p.bounds = headerBounds(&p.header)
			}
			return g.fields&(1<<4) != 0, err
		case !errors.Is(err, io.ErrUnexpectedEOF):
			return false, fmt.Errorf("a page header cannot be decoded: %w", err)
		case size == p.window.remaining():
			return false, errors.New("a page header runs beyond its column chunk")
		case size >= maxHeaderBytes:
			return false, fmt.Errorf("a page header has more than %d bytes", maxHeaderBytes)
		}
	}
}

func (p *pages) decodeHeader(head []byte) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("a page header cannot be decoded: %v", r)
		}
	}()
	if p.reader == nil {
		var protocol thrift.CompactProtocol
		p.reader = protocol.NewReaderFromBytes(nil)
		p.decoder = thrift.NewDecoder(p.reader)
	}
	p.header = format.PageHeader{}
	p.reader.ResetBytes(head)
	if err := p.decoder.Decode(&p.header); err != nil {
		return fmt.Errorf("a page header cannot be decoded: %w", err)
	}
	return nil
}

// checkSize checks the sizes that a page declares.
func (p *pages) checkSize() error {
	size, full := int64(p.header.CompressedPageSize), int64(p.header.UncompressedPageSize)
	switch {
	case size < 0 || full < 0:
		return fmt.Errorf("a page declares a size of %d bytes", min(size, full))
	case size > p.window.remaining():
		return fmt.Errorf("a page declares %d bytes, and its column chunk has %d left", size, p.window.remaining())
	case max(size, full) > p.maxBytes:
		return limitError(fmt.Sprintf("a page declares %d bytes, more than the limit of %d; raise it with max_page under data.parquet in the suite",
			max(size, full), p.maxBytes))
	}
	return nil
}

// body returns the stored bytes of the page whose header was read.
func (p *pages) body(checksummed bool) ([]byte, error) {
	if err := p.checkSize(); err != nil {
		return nil, err
	}
	to, pad := &p.shared.stored, 0
	if p.chunk.codec == format.Uncompressed {
		to, pad = &p.buf, -p.prefix&7
	}
	body, inside, err := p.window.take(int(p.header.CompressedPageSize), to, pad)
	if err != nil {
		return nil, err
	}
	p.passing = !inside && to == &p.shared.stored
	if checksummed && p.verify {
		if sum := crc32.ChecksumIEEE(body); sum != uint32(p.header.CRC) {
			return nil, fmt.Errorf("the checksum of a page is %08x, and its header says %08x", sum, uint32(p.header.CRC))
		}
	}
	return body, nil
}

func (p *pages) dictionaryPage(pg *page, body []byte) (err error) {
	h, ok := p.header.DictionaryPageHeader.Get()
	switch {
	case !ok:
		return errors.New("a dictionary page has no dictionary header")
	case p.hasDict:
		return errors.New("a column chunk has two dictionaries")
	case p.started:
		return errors.New("a dictionary follows the data that needs it")
	case h.NumValues < 0:
		return fmt.Errorf("a dictionary declares %d values", h.NumValues)
	case h.Encoding != format.Plain && h.Encoding != oldDictionary:
		return fmt.Errorf("a dictionary is encoded as %s", encodingName(h.Encoding))
	}
	p.hasDict = true
	pg.dictionary, pg.encoding, pg.values = true, format.Plain, int(h.NumValues)
	pg.data, err = p.inflate(body, int(p.header.UncompressedPageSize), 0, true)
	return err
}

func (p *pages) dataPage(pg *page, body []byte) error {
	h, ok := p.header.DataPageHeader.Get()
	if !ok {
		return errors.New("a data page has no data header")
	}
	if err := p.count(h.NumValues); err != nil {
		return err
	}
	pg.values, pg.encoding = int(h.NumValues), h.Encoding
	body, err := p.inflate(body, int(p.header.UncompressedPageSize), -p.prefix&7, true)
	if err != nil {
		return err
	}
	pg.data = body
	if pg.repetition, err = pg.levelsV1("repetition", h.RepetitionLevelEncoding, p.maxRep); err != nil {
		return err
	}
	pg.definition, err = pg.levelsV1("definition", h.DefinitionLevelEncoding, p.maxDef)
	p.prefix = len(body) - len(pg.data)
	return err
}

// levelsV1 takes the levels up to limit that the page's data begin with; there
// are none where the limit is 0.
func (pg *page) levelsV1(kind string, e format.Encoding, limit int) (levels, error) {
	if limit == 0 {
		return levels{}, nil
	}
	body, size := pg.data, 0
	switch {
	case e == format.BitPacked:
		size = (pg.values*bits.Len(uint(limit)) + 7) / 8
		if size > len(body) {
			return levels{}, io.ErrUnexpectedEOF
		}
	case e != format.RLE:
		return levels{}, fmt.Errorf("%s levels are encoded as %s", kind, encodingName(e))
	case len(body) < 4:
		return levels{}, io.ErrUnexpectedEOF
	default:
		declared := binary.LittleEndian.Uint32(body)
		if body = body[4:]; uint64(declared) > uint64(len(body)) {
			return levels{}, fmt.Errorf("%s levels take %d bytes of a page that has %d left", kind, declared, len(body))
		}
		size = int(declared)
	}
	pg.data = body[size:]
	return levels{bytes: body[:size], packed: e == format.BitPacked}, nil
}

func (p *pages) dataPageV2(pg *page, body []byte) error {
	h, ok := p.header.DataPageHeaderV2.Get()
	if !ok {
		return errors.New("a data page has no version 2 header")
	}
	if err := p.count(h.NumValues); err != nil {
		return err
	}
	// A column without lists has no repetition levels to look at, but there
	// are writers that store them all the same.
	repetition, definition := int64(h.RepetitionLevelsByteLength), int64(h.DefinitionLevelsByteLength)
	levels := repetition + definition
	full := int64(p.header.UncompressedPageSize) - levels
	switch {
	case h.NumNulls < 0 || h.NumNulls > h.NumValues:
		return fmt.Errorf("a page of %d values declares %d nulls", h.NumValues, h.NumNulls)
	case h.NumRows < 0 || h.NumRows > h.NumValues || h.NumRows < h.NumValues && p.maxRep == 0:
		return fmt.Errorf("a page of %d values declares %d rows", h.NumValues, h.NumRows)
	case repetition < 0 || definition < 0 || levels > int64(len(body)) || full < 0:
		return fmt.Errorf("levels take %d and %d bytes of a page that has %d", repetition, definition, len(body))
	}
	pg.values, pg.nulls, pg.rows, pg.encoding = int(h.NumValues), int(h.NumNulls), int(h.NumRows), h.Encoding
	stored := body[:levels]
	if p.passing {
		p.levels = append(p.levels[:0], stored...)
		stored = p.levels
	}
	pg.definition.bytes = stored[repetition:]
	if p.maxRep > 0 {
		pg.repetition.bytes = stored[:repetition]
	}
	compressed := !h.IsCompressed.Valid || h.IsCompressed.V
	data, err := p.inflate(body[levels:], int(full), 0, compressed)
	pg.data = data
	return err
}

// count adds a page's values to those seen.
func (p *pages) count(values int32) error {
	p.started = true
	if values < 0 {
		return fmt.Errorf("a page declares %d values", values)
	}
	if p.seen += int64(values); p.seen > p.chunk.values {
		return fmt.Errorf("the pages hold %d values at least, and the footer says %d", p.seen, p.chunk.values)
	}
	return nil
}

// inflate decompresses what makes n bytes, pad bytes off an aligned address.
func (p *pages) inflate(src []byte, n, pad int, compressed bool) ([]byte, error) {
	if !compressed || p.chunk.codec == format.Uncompressed {
		if len(src) != n {
			return nil, fmt.Errorf("an uncompressed page declares %d bytes and has %d", n, len(src))
		}
		if p.passing {
			p.buf = resize(p.buf, pad+n)
			src = p.buf[pad : pad+copy(p.buf[pad:], src)]
		}
		return src, nil
	}
	if err := p.makeRoom(n, len(src)); err != nil {
		return nil, err
	}
	out, err := p.codecs.decompress(p.chunk.codec, p.buf, pad, n, src)
	p.buf = out
	if err != nil {
		return nil, err
	}
	return out[pad:], nil
}

// makeRoom takes the dear bytes of a page of n from what is shared. Data pages
// follow each other in the same memory.
func (p *pages) makeRoom(n, stored int) error {
	dear := int64(n - plausible(n, 0, stored))
	if p.header.Type == format.DictionaryPage {
		p.dearDict = dear
		return p.shared.take(dear)
	}
	if dear <= p.dear {
		return nil
	}
	more := dear - p.dear
	p.dear = dear
	return p.shared.take(more)
}

// encodingName is an encoding's name, its number where it has none.
func encodingName(e format.Encoding) string {
	if e < format.Plain || e > format.ByteStreamSplit || e == 1 {
		return fmt.Sprintf("encoding %d", e)
	}
	return e.String()
}
