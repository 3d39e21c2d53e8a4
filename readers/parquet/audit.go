package parquet

import (
	"context"
	"errors"
	"fmt"
	"io"

	"assay/engine/vector"
)

// audit reads every leaf of a row group, and holds its pages against each other,
// the footer and the page index.
func (s *scan) audit(ctx context.Context, group int) error {
	src := s.source
	memory := newShared(src.opt.MaxPageBytes)
	rows := span{group: group, rows: src.groups[group].rows}
	for leaf, col := range src.leaves {
		if err := ctx.Err(); err != nil {
			return err
		}
		if col.why != "" {
			continue // encrypted, elsewhere, or without a meaning here
		}
		a := auditor{reader: newColumnReader(col, false, src, memory), claims: &s.claims[group][leaf], group: rows}
		memory.begin()
		err := a.chunk(src)
		a.reader.close()
		if err != nil {
			return err
		}
	}
	return nil
}

// auditor reads one column chunk.
type auditor struct {
	reader  *columnReader
	claims  *chunkClaims
	group   span
	index   pageIndex
	decoder vector.Decoder

	pages  int // data pages met
	rows   int64
	nulls  int64
	extent extent
	levels repetitions
}

func (a *auditor) chunk(s *source) error {
	c := a.reader
	c.pages.audited = true
	if err := c.reset(s, a.group, 1); err != nil {
		return err
	}
	if err := a.index.read(s.in, a.claims); err != nil {
		return c.fail(err)
	}
	for {
		err := c.nextPage()
		if err == io.EOF {
			return a.end()
		}
		if err == nil {
			err = a.page()
		}
		if err != nil {
			return c.fail(err)
		}
	}
}

// page reads the page that was entered.
func (a *auditor) page() error {
	c := a.reader
	p := pageFacts{offset: c.page.offset, size: c.pages.window.offset() - c.page.offset, values: c.page.values, firstRow: a.rows}
	rows, err := a.levels.rows(&c.page, c.col.maxRep, a.rows == 0)
	if err != nil {
		return err
	}
	stated := c.pages.bounds
	for c.rows > 0 {
		part, err := c.read(min(c.rows, DefaultBatchRows))
		if err != nil {
			return err
		}
		v, err := a.decoder.Decode(part.column.Array, part.column.Invalid, part.column.InvalidText)
		if err != nil {
			return err
		}
		p.extent.include(v)
	}
	p.nulls = p.values - c.set
	if err := a.claims.limits(c.col, stated).check(p.extent); err != nil {
		return fmt.Errorf("a page %w that its header states", err)
	}
	if err := a.index.check(a, &p); err != nil {
		return err
	}
	a.rows += int64(rows)
	a.nulls += int64(p.nulls)
	a.extent.join(p.extent)
	return nil
}

// end checks what is known at the end of the chunk.
func (a *auditor) end() error {
	c := a.reader
	if c.pages.seen != c.pages.chunk.values {
		return c.fail(io.EOF)
	}
	if a.rows != a.group.rows {
		return c.fail(fmt.Errorf("the pages hold %d rows, and the footer says %d", a.rows, a.group.rows))
	}
	// Of lists, writers count what they like: missing lists, empty ones, values.
	if n, known := a.claims.nulls.Get(); known && n != a.nulls && c.col.maxRep == 0 {
		return c.fail(fmt.Errorf("the pages hold %d nulls, and the footer says %d", a.nulls, n))
	}
	if err := a.claims.limits(c.col, a.claims.stated).check(a.extent); err != nil {
		return c.fail(fmt.Errorf("a value %w that the footer states", err))
	}
	if !a.index.complete(a.pages) {
		return c.fail(fmt.Errorf("there are %d pages, and the page index has another number of them", a.pages))
	}
	return nil
}

// repetitions reads repetition levels, which tell where rows begin.
type repetitions struct {
	levels hybrid
	buf    []byte
}

// rows is the number of rows that begin in a page.
func (r *repetitions) rows(pg *page, limit int, first bool) (int, error) {
	if limit == 0 {
		return pg.values, nil
	}
	r.buf = r.levels.resetLevels(pg.repetition, limit, pg.values, r.buf)
	rows := 0
	var some [256]uint32
	for left := pg.values; left > 0; {
		part := some[:min(left, len(some))]
		if err := r.levels.fill(part); err != nil {
			return 0, err
		}
		if left == pg.values && part[0] != 0 && (first || pg.rows >= 0) {
			return 0, errors.New("the first repetition level is not 0, so that a list begins before any row")
		}
		for _, level := range part {
			if level > uint32(limit) {
				return 0, fmt.Errorf("a repetition level is %d, and the highest possible one is %d", level, limit)
			}
			if level == 0 {
				rows++
			}
		}
		left -= len(part)
	}
	if pg.rows >= 0 && pg.rows != rows {
		return 0, fmt.Errorf("a page has %d rows, and its header says %d", rows, pg.rows)
	}
	return rows, nil
}
