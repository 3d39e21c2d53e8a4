package csv

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"assay/engine"
)

type engineHint = engine.Hint

const hintNumber = engine.HintNumber

func benchmarkText(rows int) string {
	rng := rand.New(rand.NewPCG(1, 1))
	var b strings.Builder
	b.WriteString("id,age,price,country,email,at,status,score,active,comment,low,high\n")
	for i := range rows {
		comment := "the quick brown fox jumps over lazy dogs"
		if i%10 == 0 {
			comment = `"the quick, ""brown"" fox jumps over dogs"`
		}
		fmt.Fprintf(&b, "%d,%d,%.2f,FR,user%d@example.com,2024-01-31T10:00:00,active,%.6f,true,%s,%d,%.4f\n",
			i*7919%rows, rng.IntN(99), rng.Float64()*60, i, rng.Float64(), comment, rng.IntN(1000), rng.Float64()*1000)
	}
	return b.String()
}

func BenchmarkScan(b *testing.B) {
	text := benchmarkText(200_000)
	ctx := context.Background()
	p, err := NewProbe(ctx, fileInput(text), Options{})
	if err != nil {
		b.Fatal(err)
	}
	types := Infer([]*Probe{p}, nil, func(string) engine.Hint { return engine.NoHint })
	for _, columns := range []int{0, 3, 12} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("columns=%d,workers=%d", columns, workers), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					src, err := p.Open(types)
					if err != nil {
						b.Fatal(err)
					}
					var req engine.ScanRequest
					for i := range columns {
						req.Columns = append(req.Columns, engine.ColumnRequest{Index: i})
					}
					sc, err := src.Scan(ctx, req)
					if err != nil {
						b.Fatal(err)
					}
					var wg sync.WaitGroup
					for range workers {
						wg.Go(func() { scanAll(b, ctx, sc) })
					}
					wg.Wait()
				}
			})
		}
	}
}

func scanAll(b *testing.B, ctx context.Context, sc engine.Scan) {
	for {
		sp, err := sc.Next(ctx)
		if err == io.EOF {
			return
		}
		if err != nil {
			b.Error(err)
			return
		}
		for {
			if _, err := sp.Next(ctx); err == io.EOF {
				break
			} else if err != nil {
				b.Error(err)
				return
			}
		}
		sp.Close()
	}
}
