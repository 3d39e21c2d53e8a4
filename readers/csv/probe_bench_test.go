package csv

import (
	"testing"

	"assay/engine"
)

// BenchmarkProbe is what a file costs before it is read.
func BenchmarkProbe(b *testing.B) {
	text := benchmarkText(50_000)
	none := func(string) engine.Hint { return engine.NoHint }
	for name, in := range map[string]Input{"input=file": fileInput(text), "input=stream": streamInput(text), "input=3-rows": fileInput(benchmarkText(3))} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p, err := NewProbe(b.Context(), in, Options{})
				if err != nil {
					b.Fatal(err)
				}
				Infer([]*Probe{p}, nil, none)
			}
		})
	}
}
