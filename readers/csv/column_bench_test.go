package csv

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

// benchmarkCells are columns of one type each, between two that are not read.
var benchmarkCells = []struct {
	name string
	dt   arrow.DataType
	cell func(r *rand.Rand, i int) string
}{
	{"type=int64,digits=7", arrow.PrimitiveTypes.Int64, func(r *rand.Rand, _ int) string { return fmt.Sprint(1_000_000 + r.IntN(9_000_000)) }},
	{"type=int64,digits=19", arrow.PrimitiveTypes.Int64, func(r *rand.Rand, _ int) string { return fmt.Sprint(r.Int64()) }},
	{"type=int64,nulls=50%", arrow.PrimitiveTypes.Int64, func(r *rand.Rand, i int) string {
		if r.IntN(2) == 0 {
			return ""
		}
		return fmt.Sprint(r.IntN(1000))
	}},
	{"type=int64,quoted", arrow.PrimitiveTypes.Int64, func(r *rand.Rand, _ int) string { return fmt.Sprintf("\"%d\"", r.IntN(10_000)) }},
	{"type=float64,places=2", arrow.PrimitiveTypes.Float64, func(r *rand.Rand, _ int) string { return fmt.Sprintf("%.2f", r.Float64()*100) }},
	{"type=float64,places=6", arrow.PrimitiveTypes.Float64, func(r *rand.Rand, _ int) string { return fmt.Sprintf("%.6f", r.Float64()*1000) }},
	{"type=float64,shortest", arrow.PrimitiveTypes.Float64, func(r *rand.Rand, _ int) string { return fmt.Sprint(r.Float64()) }},
	{"type=date", arrow.FixedWidthTypes.Date32, func(r *rand.Rand, _ int) string {
		return fmt.Sprintf("%04d-%02d-%02d", 1940+r.IntN(80), 1+r.IntN(12), 1+r.IntN(28))
	}},
	{"type=timestamp", localStamp, func(r *rand.Rand, _ int) string {
		return fmt.Sprintf("2024-%02d-%02dT%02d:%02d:%02d", 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60))
	}},
	{"type=bool", arrow.FixedWidthTypes.Boolean, func(r *rand.Rand, _ int) string { return fmt.Sprint(r.IntN(2) == 0) }},
	{"type=string,length=2", arrow.BinaryTypes.String, func(r *rand.Rand, _ int) string { return "FR" }},
	{"type=string,length=30", arrow.BinaryTypes.String, func(r *rand.Rand, i int) string {
		return fmt.Sprintf("user%d@mail%02d.example.com", 1_000_000+i, r.IntN(50))
	}},
	{"type=string,length=40,quoted", arrow.BinaryTypes.String, func(r *rand.Rand, i int) string { return `"amber north cedar, pearl, pearl delta hav"` }},
	{"type=string,length=40,doubled", arrow.BinaryTypes.String, func(r *rand.Rand, i int) string { return `"amber north ""cedar"", pearl, pearl delta"` }},
}

func BenchmarkColumn(b *testing.B) {
	const rows = 100_000
	for _, bench := range benchmarkCells {
		rng := rand.New(rand.NewPCG(1, 1))
		var text strings.Builder
		text.WriteString("before,it,after\n")
		for i := range rows {
			fmt.Fprintf(&text, "some text,%s,some more of it\n", bench.cell(rng, i))
		}
		b.Run(bench.name, func(b *testing.B) {
			ctx := context.Background()
			src, err := Open(fileInput(text.String()), []arrow.Field{{Name: "before", Type: arrow.BinaryTypes.String}, {Name: "it", Type: bench.dt}, {Name: "after", Type: arrow.BinaryTypes.String}}, Options{})
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(text.Len()))
			for b.Loop() {
				sc, err := src.Scan(ctx, engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: 1}}})
				if err != nil {
					b.Fatal(err)
				}
				scanAll(b, ctx, sc)
			}
			b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
