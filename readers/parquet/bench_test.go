package parquet

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"testing"

	peer "github.com/parquet-go/parquet-go"

	"assay/engine"
)

// benchRow is a row of the table that benchmarks read: keys, measures,
// categories and text, half of the columns nullable.
type benchRow struct {
	UserID   int64    `parquet:"user_id"`
	Age      *int32   `parquet:"age,optional,dict"`
	Price    *float64 `parquet:"price,optional"`
	Quantity int32    `parquet:"quantity,dict"`
	Total    float64  `parquet:"total"`
	Country  *string  `parquet:"country,optional,dict"`
	Email    *string  `parquet:"email,optional"`
	Status   string   `parquet:"status,dict"`
	Created  int64    `parquet:"created,timestamp(microsecond)"`
	Active   *bool    `parquet:"active,optional"`
	Score    *float64 `parquet:"score,optional"`
	Session  string   `parquet:"session"`
}

const benchRows = 1 << 20

// benchFile is a million rows in groups of 262,144, compressed with snappy.
var benchFile = sync.OnceValue(func() []byte {
	rng := rand.New(rand.NewPCG(1, 2))
	var out bytes.Buffer
	w := peer.NewGenericWriter[benchRow](&out, peer.Compression(&peer.Snappy), peer.MaxRowsPerRowGroup(1<<18), peer.DataPageStatistics(false))
	rows := make([]benchRow, 0, 1<<14)
	countries := []string{"DE", "FR", "US", "JP", "BR", "IN", "ZA", "AU"}
	for i := range benchRows {
		age, price, score := int32(18+rng.IntN(80)), float64(rng.IntN(100000))/100, rng.NormFloat64()
		country, email, active := countries[rng.IntN(len(countries))], fmt.Sprintf("user%d@example.com", rng.IntN(benchRows)), rng.IntN(2) == 0
		row := benchRow{
			UserID: int64(i), Age: &age, Price: &price, Quantity: int32(rng.IntN(20)), Total: price * 3,
			Country: &country, Email: &email, Status: []string{"new", "paid", "sent"}[rng.IntN(3)],
			Created: 1_700_000_000_000_000 + int64(i)*1_000_000, Active: &active, Score: &score,
			Session: fmt.Sprintf("%016x", rng.Uint64()),
		}
		if rng.IntN(100) == 0 {
			row.Score, row.Country = nil, nil
		}
		if rows = append(rows, row); len(rows) == cap(rows) {
			if _, err := w.Write(rows); err != nil {
				panic(err)
			}
			rows = rows[:0]
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
})

var benchColumns = map[string][]int{"3": {0, 1, 2}, "12": {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}}

func BenchmarkScan(b *testing.B) {
	for _, columns := range []string{"3", "12"} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("columns=%s,workers=%d", columns, workers), func(b *testing.B) {
				benchScan(b, benchFile(), benchColumns[columns], workers)
			})
		}
	}
}

func benchScan(b *testing.B, data []byte, columns []int, workers int) {
	src, err := openBytes(data, Options{})
	if err != nil {
		b.Fatal(err)
	}
	var req engine.ScanRequest
	for _, c := range columns {
		req.Columns = append(req.Columns, engine.ColumnRequest{Index: c})
	}
	var stored int64
	for _, g := range src.(*source).groups {
		for _, c := range columns {
			stored += g.chunks[c].end - g.chunks[c].start
		}
	}
	b.SetBytes(stored)
	b.ReportAllocs()
	for b.Loop() {
		if rows := scanRows(b, src, req, workers); rows != benchRows {
			b.Fatalf("%d rows", rows)
		}
	}
	b.ReportMetric(benchRows*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
}

// scanRows reads a source with several workers, as the engine does.
func scanRows(b *testing.B, src engine.Source, req engine.ScanRequest, workers int) int64 {
	ctx := context.Background()
	scan, err := src.Scan(ctx, req)
	if err != nil {
		b.Fatal(err)
	}
	defer scan.Close()
	var wg sync.WaitGroup
	rows := make([]int64, workers)
	for w := range workers {
		wg.Go(func() {
			for {
				split, err := scan.Next(ctx)
				if err == io.EOF {
					return
				}
				for err == nil {
					var batch *engine.Batch
					if batch, err = split.Next(ctx); err == nil {
						rows[w] += int64(batch.Rows)
					}
				}
				if err != io.EOF {
					b.Error(err)
					return
				}
				split.Close()
			}
		})
	}
	wg.Wait()
	var total int64
	for _, n := range rows {
		total += n
	}
	return total
}

// BenchmarkPeer reads the same columns with parquet-go's typed pages, for
// comparison: values of fixed width in place, indexes for dictionaries.
func BenchmarkPeer(b *testing.B) {
	for _, columns := range []string{"3", "12"} {
		b.Run("columns="+columns, func(b *testing.B) {
			data := benchFile()
			f, err := peer.OpenFile(bytes.NewReader(data), int64(len(data)))
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				for _, g := range f.RowGroups() {
					for _, c := range benchColumns[columns] {
						if err := peerPages(g.ColumnChunks()[c]); err != nil {
							b.Fatal(err)
						}
					}
				}
			}
			b.ReportMetric(benchRows*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
		})
	}
}

func peerPages(chunk peer.ColumnChunk) error {
	pages := chunk.Pages()
	defer pages.Close()
	for {
		p, err := pages.ReadPage()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		peer.Release(p) // reading a page decodes it
	}
}
