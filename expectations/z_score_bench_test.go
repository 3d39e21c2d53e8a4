package expectations

import (
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

func BenchmarkZScore(b *testing.B) {
	const rows = 8192
	floats := make([]float64, rows)
	ints := make([]int64, rows)
	for i := range rows {
		floats[i], ints[i] = float64(i%100)/7, int64(i%100)
	}
	s := scores{mean: 7, deviation: 4, threshold: 3, bothSides: true}
	for _, v := range []*vector.Vector{
		{Type: arrow.PrimitiveTypes.Int64, Lane: vector.Int, Len: rows, Ints: ints},
		{Type: arrow.PrimitiveTypes.Float64, Lane: vector.Float, Len: rows, Floats: floats},
	} {
		b.Run("expect=z-score-below,type="+v.Type.String(), func(b *testing.B) {
			out := &engine.Marks{Unexpected: vector.NewMask(rows)}
			b.SetBytes(8 * rows)
			for b.Loop() {
				clear(out.Unexpected)
				if err := s.reach([]*vector.Vector{v}, rows, out); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
