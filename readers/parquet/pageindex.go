package parquet

import (
	"errors"
	"fmt"

	"github.com/parquet-go/parquet-go/format"
)

// pageIndex is what a file says of the pages of a chunk, beside the pages.
// https://github.com/apache/parquet-format/blob/master/PageIndex.md
type pageIndex struct {
	offsets *format.OffsetIndex
	columns *format.ColumnIndex
}

// pageFacts are what was found in a data page.
type pageFacts struct {
	offset, size int64 // in the file, of header and body
	firstRow     int64
	values       int // nulls among them
	nulls        int
	extent       extent
}

// read reads the index of a chunk, if there is one.
func (x *pageIndex) read(in Input, c *chunkClaims) error {
	*x = pageIndex{}
	if c.offsetIndex.length > 0 {
		x.offsets = new(format.OffsetIndex)
		if err := readIndex(in, c.offsetIndex, x.offsets); err != nil {
			return err
		}
	}
	if c.columnIndex.length <= 0 {
		return nil
	}
	x.columns = new(format.ColumnIndex)
	if err := readIndex(in, c.columnIndex, x.columns); err != nil {
		return err
	}
	pages := len(x.columns.NullPages)
	counts := len(x.columns.NullCounts)
	if len(x.columns.MinValues) != pages || len(x.columns.MaxValues) != pages || counts > 0 && counts != pages {
		return errors.New("its column index has lists of different lengths")
	}
	return nil
}

func readIndex(in Input, at extentInFile, to any) error {
	if at.offset < int64(len(magic)) || at.length > maxFooterBytes || at.offset > in.Size-at.length {
		return fmt.Errorf("its page index would take %d bytes from byte %d on, which are not there", at.length, at.offset)
	}
	buf := make([]byte, at.length)
	if err := readFull(in.ReaderAt, buf, at.offset); err != nil {
		return &storageError{offset: at.offset, cause: err}
	}
	g := guard{buf: buf, budget: min(maxFooterMemory, 1<<20+footerGrowth*at.length)}
	if _, err := g.walk(); err != nil {
		return fmt.Errorf("its page index cannot be decoded: %w", err)
	}
	if err := decodeThrift(buf, to); err != nil {
		return fmt.Errorf("its page index cannot be decoded: %w", err)
	}
	return nil
}

// check holds the next data page against the index.
func (x *pageIndex) check(a *auditor, p *pageFacts) error {
	i := a.pages
	if x.offsets != nil {
		pages := x.offsets.PageLocations
		if p.values == 0 && (i >= len(pages) || pages[i].Offset != p.offset) {
			return nil // writers need not list pages without values
		}
		if i >= len(pages) || pages[i].Offset != p.offset || int64(pages[i].CompressedPageSize) != p.size || pages[i].FirstRowIndex != p.firstRow {
			return fmt.Errorf("the offset index has no page of %d bytes there that begins with row %d", p.size, p.firstRow)
		}
	}
	a.pages++
	if x.columns == nil {
		return nil
	}
	if i >= len(x.columns.NullPages) {
		return errors.New("the column index has no such page")
	}
	if err := x.checkNulls(a.reader.col, i, p); err != nil {
		return err
	}
	stated := a.claims.limits(a.reader.col, statedBounds{min: x.columns.MinValues[i], max: x.columns.MaxValues[i]})
	if err := stated.check(p.extent); err != nil {
		return fmt.Errorf("a value %w that the column index states", err)
	}
	return nil
}

// checkNulls holds the nulls of page i against the index. Writers that know
// nothing of a page say that it has -1, and those of lists count what they like.
func (x *pageIndex) checkNulls(col *column, i int, p *pageFacts) error {
	nulls := int64(p.nulls)
	if len(x.columns.NullCounts) > 0 {
		nulls = x.columns.NullCounts[i]
	}
	switch {
	case col.maxRep > 0 || nulls < 0:
		return nil
	case nulls != int64(p.nulls):
		return fmt.Errorf("a page has %d nulls, and the column index says %d", p.nulls, nulls)
	case x.columns.NullPages[i] && p.nulls < p.values:
		return fmt.Errorf("a page has %d values that are not null, and the column index says none", p.values-p.nulls)
	case !x.columns.NullPages[i] && p.nulls == p.values && p.values > 0:
		return errors.New("a page has nulls only, and the column index says otherwise")
	}
	return nil
}

// complete reports whether the index lists as many pages as there are.
func (x *pageIndex) complete(pages int) bool {
	return (x.offsets == nil || len(x.offsets.PageLocations) == pages) && (x.columns == nil || len(x.columns.NullPages) == pages)
}
