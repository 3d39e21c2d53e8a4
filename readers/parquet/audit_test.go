package parquet

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"

	"assay/engine/vector"
)

// withLength puts the length of levels before them, as pages of version 1 have it.
func withLength(levels []byte) []byte {
	return append(binary.LittleEndian.AppendUint32(nil, uint32(len(levels))), levels...)
}

// listPage is a page of a repeated column of int32 with the given levels.
func listPage(repetition, definition []byte, values ...int32) craftedPage {
	return pageV1(4, format.Plain, nil, slices.Concat(withLength(repetition), withLength(definition), le32(values...)))
}

// stating gives the one column chunk statistics.
func stating(s format.Statistics) func(*format.FileMetaData) {
	return func(m *format.FileMetaData) {
		m.RowGroups[0].Columns[0].MetaData.Statistics = s
		m.ColumnOrders = []format.ColumnOrder{{Value: new(format.TypeDefinedOrder)}}
	}
}

// TestAudit reads files that say of their pages what is not so. Nobody who only
// wants the rows notices; an audit does.
func TestAudit(t *testing.T) {
	required := leafOf(format.Int32, format.Required)
	optional := leafOf(format.Int32, format.Optional)
	repeated := leafOf(format.Int32, format.Repeated)
	text := annotated(leafOf(format.ByteArray, format.Required), deprecated.UTF8)
	numbers := []craftedPage{pageV1(3, format.Plain, nil, le32(5, 6, 7))}
	withNull := []craftedPage{pageV1(3, format.Plain, []byte{0b11, 0b101}, le32(4, 5))}
	header := pageV1(3, format.Plain, nil, le32(5, 6, 7))
	header.header.DataPageHeader.V.Statistics = format.Statistics{MinValue: le32(6), MaxValue: le32(7)}
	header2 := pageV2(3, 0, format.Plain, nil, le32(5, 6, 7), false)
	header2.header.DataPageHeaderV2.V.Statistics = format.Statistics{MinValue: le32(5), MaxValue: le32(6)}
	ones := []byte{0b11, 0b1111}

	for _, c := range []struct {
		name string
		file crafted
		want string // "" where nothing is wrong
	}{
		{"bounds that hold", crafted{element: required, rows: 3, pages: numbers,
			edit: stating(format.Statistics{MinValue: le32(5), MaxValue: le32(9)})}, ""},
		{"least value", crafted{element: required, rows: 3, pages: numbers,
			edit: stating(format.Statistics{MinValue: le32(6), MaxValue: le32(7)})}, "a value is below the least one that the footer states"},
		{"greatest value", crafted{element: required, rows: 3, pages: numbers,
			edit: stating(format.Statistics{MinValue: le32(5), MaxValue: le32(6)})}, "a value is above the greatest one that the footer states"},
		{"bounds of a writer that got them wrong", crafted{element: required, rows: 3, pages: numbers,
			edit: func(m *format.FileMetaData) {
				stating(format.Statistics{MinValue: le32(6), MaxValue: le32(7)})(m)
				m.CreatedBy = "parquet-mr version 1.8.0"
			}}, ""},
		{"greatest text, cut", crafted{element: text, rows: 1, pages: []craftedPage{pageV1(1, format.Plain, nil, plainBytes("lemon"))},
			edit: stating(format.Statistics{MinValue: []byte("lem"), MaxValue: []byte("len")})}, ""},
		{"greatest text, cut and not raised", crafted{element: text, rows: 1, pages: []craftedPage{pageV1(1, format.Plain, nil, plainBytes("lemon"))},
			edit: stating(format.Statistics{MinValue: []byte("lem"), MaxValue: []byte("lem")})}, "above the greatest one"},
		{"bounds in a page's header", crafted{element: required, rows: 3, pages: []craftedPage{header},
			edit: stating(format.Statistics{})}, "a page is below the least one that its header states"},
		{"bounds in a header of version 2", crafted{element: required, rows: 3, pages: []craftedPage{header2},
			edit: stating(format.Statistics{})}, "a page is above the greatest one that its header states"},
		{"nulls that are there", crafted{element: optional, rows: 3, pages: withNull, edit: stating(format.Statistics{NullCount: 1})}, ""},
		{"nulls", crafted{element: optional, rows: 3, pages: withNull, edit: stating(format.Statistics{NullCount: 2})}, "the pages hold 1 nulls, and the footer says 2"},

		{"lists", crafted{element: repeated, rows: 2, pages: []craftedPage{listPage([]byte{0b11, 0b1010}, ones, 1, 2, 3, 4)}, edit: valuesInRows(4)}, ""},
		{"rows of lists", crafted{element: repeated, rows: 3, pages: []craftedPage{listPage([]byte{0b11, 0b1010}, ones, 1, 2, 3, 4)}, edit: valuesInRows(4)}, "the pages hold 2 rows, and the footer says 3"},
		{"a list before any row", crafted{element: repeated, rows: 2, pages: []craftedPage{listPage([]byte{0b11, 0b1001}, ones, 1, 2, 3, 4)}, edit: valuesInRows(4)}, "a list begins before any row"},
		{"too few repetition levels", crafted{element: repeated, rows: 2, pages: []craftedPage{listPage(runOf(2, 0), ones, 1, 2, 3, 4)}, edit: valuesInRows(4)}, "the data ends too early"},
		{"a repetition level too many", crafted{element: repeated, rows: 1, pages: []craftedPage{listPage(append(runOf(1, 0), runOf(3, 2)...), ones, 1, 2, 3, 4)}, edit: valuesInRows(4)}, "a repetition level is 2"},
		{"values of lists", crafted{element: repeated, rows: 2, pages: []craftedPage{listPage([]byte{0b11, 0b1010}, ones, 1, 2, 3)}, edit: valuesInRows(4)}, "the data ends too early"},
		{"fewer values than rows", crafted{element: repeated, rows: 5, pages: []craftedPage{listPage(runOf(4, 0), ones, 1, 2, 3, 4)}, edit: valuesInRows(4)}, "has 4 values of column \"c\" in 5 rows"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := auditAll(c.file.bytes(t), Options{})
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("the error is %v, want %q in it", err, c.want)
			}
		})
	}
}

// valuesInRows says how many values the chunk has.
func valuesInRows(n int64) func(*format.FileMetaData) {
	return func(m *format.FileMetaData) { m.RowGroups[0].Columns[0].MetaData.NumValues = n }
}

// TestExactBounds checks that an exact bound must be a value.
func TestExactBounds(t *testing.T) {
	found := extent{any: true, min: vector.IntScalar(3), max: vector.IntScalar(8)}
	some := extent{any: true, min: found.min, max: found.max, partial: true}
	wide := limits{min: vector.IntScalar(2), max: vector.IntScalar(9)}
	low, high := wide, wide
	low.minExact, high.maxExact = true, true
	for _, c := range []struct {
		limits limits
		found  extent
		want   error
	}{
		{wide, found, nil}, {low, found, errNotLeast}, {high, found, errNotMost},
		{low, some, nil}, {high, some, nil}, {low, extent{}, nil}, {limits{}, found, nil},
	} {
		if err := c.limits.check(c.found); err != c.want {
			t.Errorf("%+v of %+v: the error is %v, want %v", c.limits, c.found, err, c.want)
		}
	}
}

// TestPageIndex holds a page of ten rows against what an index may say.
func TestPageIndex(t *testing.T) {
	facts := pageFacts{offset: 4, size: 100, values: 10, nulls: 2}
	facts.extent = extent{any: true, min: vector.IntScalar(3), max: vector.IntScalar(8)}
	offsets := func(l format.PageLocation) pageIndex {
		return pageIndex{offsets: &format.OffsetIndex{PageLocations: []format.PageLocation{l}}}
	}
	columns := func(null bool, nulls int64, least, most int64) pageIndex {
		return pageIndex{columns: &format.ColumnIndex{
			NullPages: []bool{null}, NullCounts: []int64{nulls}, MinValues: [][]byte{le64(least)}, MaxValues: [][]byte{le64(most)},
		}}
	}
	for _, c := range []struct {
		name  string
		index pageIndex
		want  string
	}{
		{"none", pageIndex{}, ""},
		{"right place", offsets(format.PageLocation{Offset: 4, CompressedPageSize: 100}), ""},
		{"wrong place", offsets(format.PageLocation{Offset: 5, CompressedPageSize: 100}), "no page of 100 bytes there"},
		{"wrong size", offsets(format.PageLocation{Offset: 4, CompressedPageSize: 99}), "no page of 100 bytes there"},
		{"wrong row", offsets(format.PageLocation{Offset: 4, CompressedPageSize: 100, FirstRowIndex: 1}), "begins with row 0"},
		{"right facts", columns(false, 2, 3, 8), ""},
		{"wrong nulls", columns(false, 3, 3, 8), "a page has 2 nulls, and the column index says 3"},
		{"unknown nulls", columns(true, -1, 3, 8), ""},
		{"no values", columns(true, 2, 3, 8), "8 values that are not null"},
		{"wrong least", columns(false, 2, 4, 8), "below the least one that the column index states"},
		{"wrong greatest", columns(false, 2, 3, 7), "above the greatest one that the column index states"},
		{"no page", pageIndex{columns: &format.ColumnIndex{}}, "has no such page"},
	} {
		element := leafOf(format.Int64, format.Optional)
		l, _ := layoutOf(&element)
		a := &auditor{index: c.index, claims: &chunkClaims{order: signed64}, reader: &columnReader{col: &column{layout: l}}}
		err := a.index.check(a, &facts)
		switch {
		case c.want == "" && err != nil, c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: the error is %v, want %q in it", c.name, err, c.want)
		case err == nil && !a.index.complete(a.pages):
			t.Errorf("%s: the index is not complete", c.name)
		case err == nil && c.name != "none" && a.index.complete(a.pages+1):
			t.Errorf("%s: the index lists a page more", c.name)
		}
	}
}

// TestAuditFixtures audits every file of testdata.
func TestAuditFixtures(t *testing.T) {
	for _, file := range fixtureFiles(t) {
		if _, err := auditAll(readFile(t, file), Options{}); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}
