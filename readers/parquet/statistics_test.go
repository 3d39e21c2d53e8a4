package parquet

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

// TestStatisticsOfFixtures compares what is known of each column of testdata
// with what reading it finds.
func TestStatisticsOfFixtures(t *testing.T) {
	known := make(map[string]int) // bounds, by type and writer
	for _, file := range fixtureFiles(t) {
		name := strings.TrimSuffix(filepath.Base(file), ".parquet")
		t.Run(name, func(t *testing.T) {
			src, err := openBytes(readFixture(t, name), Options{})
			if err != nil {
				t.Fatal(err)
			}
			writer, _, _ := strings.Cut(name, "__")
			for i, said := range src.(engine.StatisticsSource).Statistics().Columns {
				if src.(*source).columns[i].why != "" {
					if said.Nulls >= 0 || !said.Min.IsNull() {
						t.Errorf("column %d cannot be read, and has statistics", i)
					}
					continue
				}
				found := observe(t, src, i)
				compareStatistics(t, src.Schema().Field(i), said, found)
				if !said.Min.IsNull() {
					known[said.Min.Type.String()]++
					known[writer]++
				}
			}
		})
	}
	for _, want := range []string{"int64", "int8", "uint8", "uint64", "date32", "time64[us]", "float64", "utf8", "duckdb", "polars", "scalars"} {
		if known[want] == 0 {
			t.Errorf("no statistics of %s were looked at: %v", want, known)
		}
	}
}

// observed is what reading a column finds.
type observed struct {
	engine.ColumnStatistics
	troubled bool // rows are malformed or cells invalid
}

func observe(t *testing.T, src engine.Source, column int) (o observed) {
	t.Helper()
	var decoder vector.Decoder
	extremes := fold.NewExtremes(nil).(*fold.Extremes)
	err := eachBatch(src, engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: column}}}, func(b *engine.Batch) error {
		c := b.Columns[0]
		v, err := decoder.Decode(c.Array, c.Invalid, c.InvalidText)
		if err != nil {
			return err
		}
		null := vector.NewMask(b.Rows)
		v.MarkNull(null)
		o.Rows += int64(b.Rows)
		o.Nulls += int64(null.Count())
		o.troubled = o.troubled || len(b.Malformed) > 0 || c.Invalid.Any()
		if v = decoder.Flat(v); v.Lane == vector.Unusable {
			return nil
		}
		return extremes.Update([]*vector.Vector{v}, b.Rows, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	o.Min, o.Max = extremes.Min(), extremes.Max()
	return o
}

func compareStatistics(t *testing.T, f arrow.Field, said engine.ColumnStatistics, found observed) {
	t.Helper()
	if said.Rows != found.Rows || said.Nulls >= 0 && said.Nulls != found.Nulls {
		t.Errorf("%s: %d rows and %d nulls are said, and %d and %d found", f.Name, said.Rows, said.Nulls, found.Rows, found.Nulls)
	}
	if !said.Min.IsNull() && (said.Min != found.Min || said.Max != found.Max) {
		t.Errorf("%s: %+v to %+v are said, and %+v to %+v found", f.Name, said.Min, said.Max, found.Min, found.Max)
	}
	if !said.Unverified && found.troubled {
		t.Errorf("%s: nothing is said to be wrong, and reading finds something", f.Name)
	}
}

// chunk statistics for tests: those of n values are told to facts.
type told struct {
	n     int64
	stats chunkStatistics
}

func bounds(min, max []byte, nulls int64) chunkStatistics {
	return chunkStatistics{MinValue: min, MaxValue: max, NullCount: thrift.New(nulls)}
}

func textBounds(min, max string, minExact, maxExact bool) chunkStatistics {
	s := bounds([]byte(min), []byte(max), 0)
	s.MinExact, s.MaxExact = thrift.New(minExact), thrift.New(maxExact)
	return s
}

func doubles(min, max float64, nulls int64) chunkStatistics {
	return bounds(le64(int64(math.Float64bits(min))), le64(int64(math.Float64bits(max))), nulls)
}

func withNaN(s chunkStatistics, n int64) chunkStatistics {
	s.NaNCount = thrift.New(n)
	return s
}

// TestStatisticsThatAreDoubted tells facts what writers may say, also where they
// contradict themselves.
func TestStatisticsThatAreDoubted(t *testing.T) {
	integers := &column{layout: layout{typ: arrow.PrimitiveTypes.Int64, physical: format.Int64, width: 8, out: 8}, maxDef: 1}
	required := &column{layout: integers.layout}
	unsigned := &column{layout: layout{typ: arrow.PrimitiveTypes.Uint32, physical: format.Int32, width: 4, out: 4}, maxDef: 1}
	floats := &column{layout: layout{typ: arrow.PrimitiveTypes.Float64, physical: format.Double, width: 8, out: 8}, maxDef: 1}
	texts := &column{layout: layout{typ: arrow.BinaryTypes.String, physical: format.ByteArray, text: true}, maxDef: 1}
	bytes3 := &column{layout: layout{typ: &arrow.FixedSizeBinaryType{ByteWidth: 3}, physical: format.FixedLenByteArray, width: 3, out: 3}, maxDef: 1}
	small := &column{layout: layout{typ: arrow.PrimitiveTypes.Int8, physical: format.Int32, width: 4, out: 1, convert: narrow[int8]}, maxDef: 1}
	nan := math.NaN()
	for _, c := range []struct {
		name string
		col  *column
		told []told
		want string
	}{
		{"bounds", integers, []told{{9, bounds(le64(-5), le64(7), 2)}}, "2 nulls, -5 to 7"},
		{"two groups", integers, []told{{9, bounds(le64(-5), le64(7), 2)}, {9, bounds(le64(-6), le64(1), 0)}}, "2 nulls, -6 to 7"},
		{"an empty group", integers, []told{{9, bounds(le64(-5), le64(7), 2)}, {0, chunkStatistics{}}}, "2 nulls, -5 to 7"},
		{"a group of nulls", integers, []told{{9, bounds(nil, nil, 9)}, {3, bounds(le64(4), le64(4), 0)}}, "9 nulls, 4 to 4"},
		{"nulls only", integers, []told{{9, bounds(nil, nil, 9)}}, "9 nulls"},
		{"no group", integers, nil, "0 nulls"},
		{"no bounds", integers, []told{{9, bounds(nil, nil, 1)}}, "1 nulls"},
		{"no bounds in one group", integers, []told{{9, bounds(le64(1), le64(2), 1)}, {9, bounds(nil, nil, 1)}}, "2 nulls"},
		{"one bound", integers, []told{{9, bounds(le64(1), nil, 1)}}, "1 nulls"},
		{"no null count", integers, []told{{9, chunkStatistics{MinValue: le64(1), MaxValue: le64(2)}}}, "1 to 2"},
		{"no null count of a required column", required, []told{{9, chunkStatistics{MinValue: le64(1), MaxValue: le64(2)}}}, "0 nulls, 1 to 2"},
		{"nothing", integers, []told{{9, chunkStatistics{}}}, ""},
		{"bounds said to be inexact", integers, []told{{9, chunkStatistics{MinValue: le64(1), MaxValue: le64(2), MaxExact: thrift.New(false)}}}, ""},

		{"nulls in a required column", required, []told{{9, bounds(le64(1), le64(2), 1)}}, "doubtful"},
		{"more nulls than values", integers, []told{{9, bounds(le64(1), le64(2), 10)}}, "doubtful"},
		{"fewer nulls than none", integers, []told{{9, bounds(le64(1), le64(2), -1)}}, "doubtful"},
		{"bounds of nulls", integers, []told{{9, bounds(le64(1), le64(2), 9)}}, "doubtful"},
		{"bounds the wrong way round", integers, []told{{9, bounds(le64(2), le64(1), 0)}}, "doubtful"},
		{"doubt in one group", integers, []told{{9, bounds(le64(1), le64(2), 0)}, {9, bounds(le64(2), le64(1), 0)}}, "doubtful"},
		{"doubt in the first group", integers, []told{{9, bounds(le64(2), le64(1), 0)}, {9, bounds(le64(1), le64(2), 0)}}, "doubtful"},
		{"bounds of another width", integers, []told{{9, bounds(le32(1), le32(2), 0)}}, "0 nulls"},
		{"empty bounds", integers, []told{{9, bounds([]byte{}, []byte{}, 0)}}, "0 nulls"},

		{"unsigned", unsigned, []told{{9, bounds(le32(1), le32(-1), 0)}}, "0 nulls, 1 to 4294967295"},
		{"unsigned by signs", unsigned, []told{{9, bounds(le32(-1), le32(1), 0)}}, "doubtful"},

		{"floats", floats, []told{{9, doubles(1, 2, 3)}}, "1.0 to 2.0"},
		{"floats with a count of NaN", floats, []told{{9, withNaN(doubles(1, 2, 3), 4)}}, "7 nulls, 1.0 to 2.0"},
		{"a count of NaN in one group", floats, []told{{9, withNaN(doubles(1, 2, 3), 4)}, {9, doubles(1, 2, 3)}}, "1.0 to 2.0"},
		{"more NaN than values", floats, []told{{9, withNaN(doubles(1, 2, 3), 7)}}, "doubtful"},
		{"NaN only", floats, []told{{9, withNaN(bounds(nil, nil, 3), 6)}}, "9 nulls"},
		{"float nulls only", floats, []told{{9, bounds(nil, nil, 9)}}, "9 nulls"},
		{"infinite", floats, []told{{9, doubles(math.Inf(-1), math.Inf(1), 0)}}, `"-inf" to "inf"`},
		{"NaN as least", floats, []told{{9, doubles(nan, 2, 0)}}, ""},
		{"NaN as greatest", floats, []told{{9, doubles(1, nan, 0)}}, ""},
		{"zero", floats, []told{{9, doubles(0, 2, 0)}}, ""},
		{"negative zero", floats, []told{{9, doubles(-2, math.Copysign(0, -1), 0)}}, ""},

		{"texts", texts, []told{{9, textBounds("", "é", true, true)}}, `0 nulls, "" to "é"`},
		{"a text cut short", texts, []told{{9, textBounds("a", "b", false, true)}}, "0 nulls"},
		{"a text made greater", texts, []told{{9, textBounds("a", "b", true, false)}}, "0 nulls"},
		{"texts that may be cut", texts, []told{{9, bounds([]byte("a"), []byte("b"), 0)}}, "0 nulls"},
		{"bytes of one length", bytes3, []told{{9, textBounds("abc", "abd", true, true)}}, `0 nulls, "abc" to "abd"`},
		{"bytes of another length", bytes3, []told{{9, textBounds("ab", "abd", true, true)}}, "0 nulls"},
		{"small", small, []told{{9, bounds(le32(-128), le32(127), 0)}}, "0 nulls, -128 to 127"},
		{"too great for its type", small, []told{{9, bounds(le32(-128), le32(128), 0)}}, "0 nulls"},
	} {
		f := facts{order: c.col.layout.order()}
		rows := int64(0)
		for _, g := range c.told {
			f.add(&g.stats, c.col, g.n)
			rows += g.n
		}
		if got := describe(f, f.statistics(c.col, rows)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func describe(f facts, s engine.ColumnStatistics) string {
	var parts []string
	if s.Nulls >= 0 {
		parts = append(parts, fmt.Sprintf("%d nulls", s.Nulls))
	}
	if !s.Min.IsNull() {
		parts = append(parts, fmt.Sprintf("%s to %s", s.Min.AppendJSON(nil), s.Max.AppendJSON(nil)))
	}
	if f.doubtful {
		parts = append(parts, "doubtful")
	}
	return strings.Join(parts, ", ")
}

// TestStatisticsOfFooter changes the footer of a file whose statistics are good.
func TestStatisticsOfFooter(t *testing.T) {
	good := func(m *format.FileMetaData) {
		m.CreatedBy = "parquet-mr version 1.10.0 (build 031a6654009e3b82020012a18434c582bd74c73a)"
		m.ColumnOrders = []format.ColumnOrder{{Value: new(format.TypeDefinedOrder)}}
		m.RowGroups[0].Columns[0].MetaData.Statistics = format.Statistics{MinValue: le32(1), MaxValue: le32(3)}
	}
	for _, c := range []struct {
		name   string
		change func(*format.FileMetaData)
		want   string
	}{
		{"as it is", func(*format.FileMetaData) {}, "0 nulls, 1 to 3"},
		{"no writer", func(m *format.FileMetaData) { m.CreatedBy = "" }, "0 nulls, 1 to 3"},
		{"a newer writer", func(m *format.FileMetaData) { m.CreatedBy = "parquet-mr version 2.0.0" }, "0 nulls, 1 to 3"},
		{"an older writer", func(m *format.FileMetaData) { m.CreatedBy = "parquet-mr version 1.9.9" }, ""},
		{"a writer without version", func(m *format.FileMetaData) { m.CreatedBy = "parquet-mr" }, ""},
		{"an old writer in C++", func(m *format.FileMetaData) { m.CreatedBy = "parquet-cpp version 1.2.1" }, ""},
		{"Arrow", func(m *format.FileMetaData) { m.CreatedBy = "parquet-cpp-arrow version 1.0.0" }, "0 nulls, 1 to 3"},
		{"no orders", func(m *format.FileMetaData) { m.ColumnOrders = nil }, "0 nulls"},
		{"an unknown order", func(m *format.FileMetaData) { m.ColumnOrders[0].Value = nil }, "0 nulls"},
		{"deprecated bounds", func(m *format.FileMetaData) {
			m.RowGroups[0].Columns[0].MetaData.Statistics = format.Statistics{Min: le32(1), Max: le32(3)}
		}, "0 nulls"},
		{"more nulls than values", func(m *format.FileMetaData) { m.RowGroups[0].Columns[0].MetaData.Statistics.NullCount = 4 }, ""},
		{"an unknown codec", func(m *format.FileMetaData) { m.RowGroups[0].Columns[0].MetaData.Codec = 99 }, ""},
	} {
		file := crafted{
			element: leafOf(format.Int32, format.Optional), rows: 3,
			pages: []craftedPage{pageV1(3, format.Plain, runOf(3, 1), le32(1, 2, 3))},
			edit:  func(m *format.FileMetaData) { good(m); c.change(m) },
		}
		src, err := openBytes(file.bytes(t), Options{})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if got := describe(facts{}, src.(*source).Statistics().Columns[0]); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
