package parquet

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"assay/engine"
	"assay/integrations/bounded"
)

// What reading a damaged file of a few kilobytes may take at most: one that was
// intact, and one that somebody made to take much. Zstandard makes a page of the
// greatest size of a few bytes, and room for a page grows fourfold.
const (
	mutantBytes  = 64 << 20
	hostileBytes = 4 * DefaultMaxPageBytes
)

// TestMutants reads thousands of damaged fixtures. Whatever is wrong with them,
// they are read or refused with a DataError: no panic, no hang, little memory.
func TestMutants(t *testing.T) {
	const seed = 20240131
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	var files [][]byte
	for _, f := range fixtureFiles(t) {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, data)
	}
	read, refused := 0, 0
	for i := range 5000 {
		file := rng.IntN(len(files))
		mutant := mutate(rng, files[file], files)
		var err error
		bounded.Run(t, mutantBytes, func() { err = readWhole(mutant, i%2 == 0, []Options{{}, pieces}[i/2%2]) })
		if t.Failed() {
			t.Fatalf("by mutant %d of file %d", i, file)
		}
		var data *engine.DataError
		switch {
		case err == nil:
			read++
		case errors.As(err, &data) && !strings.Contains(err.Error(), internalError):
			refused++
		default:
			t.Errorf("mutant %d of file %d: %v", i, file, err)
		}
	}
	t.Logf("%d read, %d refused", read, refused)
	if read < 100 || refused < 1000 {
		t.Errorf("%d mutants were read and %d refused: they are too tame or too wild", read, refused)
	}
}

// mutate damages a copy of data: bits, bytes, runs of bytes, numbers at the
// edges, pieces of other files, missing ends.
func mutate(rng *rand.Rand, data []byte, others [][]byte) []byte {
	m := append([]byte(nil), data...)
	at := func() int {
		if rng.IntN(2) == 0 { // the footer
			return len(m) - 1 - rng.IntN(min(len(m), 4096))
		}
		return rng.IntN(len(m))
	}
	for range 1 + rng.IntN(4) {
		i := at()
		switch rng.IntN(8) {
		case 0, 1:
			m[i] ^= 1 << rng.IntN(8)
		case 2:
			m[i] = byte(rng.Uint32())
		case 3:
			m[i] = [...]byte{0, 0x7f, 0x80, 0xff}[rng.IntN(4)]
		case 4:
			for k := i; k < min(i+rng.IntN(8), len(m)); k++ {
				m[k] = 0xff
			}
		case 5:
			from := others[rng.IntN(len(others))]
			k := rng.IntN(len(from))
			copy(m[i:min(i+rng.IntN(64), len(m))], from[k:])
		case 6:
			k := rng.IntN(len(m))
			copy(m[i:min(i+rng.IntN(64), len(m))], m[k:])
		case 7:
			if n := rng.IntN(16); rng.IntN(4) == 0 && i+n < len(m) { // a hole
				m = append(m[:i], m[i+n:]...)
			}
		}
	}
	return m
}

// pieces cuts row groups into splits of a few rows.
var pieces = Options{Splits: 1000, SplitRows: 5}

// readWhole reads every column that can be read, and looks at every value and at
// what is said about them.
func readWhole(data []byte, text bool, opt Options) error {
	src, err := openBytes(data, opt)
	if err != nil {
		return err
	}
	src.(*source).Statistics()
	req := engine.ScanRequest{Audit: text}
	for i, c := range src.(*source).columns {
		if c.why == "" {
			req.Columns = append(req.Columns, engine.ColumnRequest{Index: i, Text: text})
		}
	}
	return eachBatch(src, req, func(b *engine.Batch) error {
		for i, c := range b.Columns {
			if err := wellFormed(c.Array, b.Rows); err != nil {
				return fmt.Errorf("column %d: %w", i, err)
			}
			if c.Invalid != nil && c.Invalid.Any() {
				c.Invalid.Each(func(row int) bool { return c.InvalidText(row) != "\x00" && c.Array.IsNull(row) })
			}
		}
		return nil
	})
}

// wellFormed checks what array constructors take on trust.
func wellFormed(arr arrow.Array, rows int) error {
	if arr.Len() != rows {
		return fmt.Errorf("%d of %d rows", arr.Len(), rows)
	}
	switch a := arr.(type) {
	case *array.Dictionary:
		if err := wellFormed(a.Dictionary(), a.Dictionary().Len()); err != nil {
			return err
		}
		for row := range rows {
			if x := a.GetValueIndex(row); x < 0 || x >= a.Dictionary().Len() {
				return fmt.Errorf("index %d of %d", x, a.Dictionary().Len())
			}
		}
	case *array.String:
		return monotone(a.ValueOffsets(), len(a.Data().Buffers()[2].Bytes()))
	case *array.Binary:
		return monotone(a.ValueOffsets(), len(a.Data().Buffers()[2].Bytes()))
	case arrow.TypedArray[int64]:
		_ = a.Value(rows - 1)
	default:
		if rows > 0 {
			_ = valueText(arr, rows-1)
		}
	}
	return nil
}

func monotone(ends []int32, size int) error {
	last := int32(0)
	for _, e := range ends {
		if e < last || int(e) > size {
			return fmt.Errorf("offset %d behind %d of %d", e, last, size)
		}
		last = e
	}
	return nil
}

// FuzzOpen reads arbitrary bytes as a file.
func FuzzOpen(f *testing.F) {
	files, err := filepath.Glob(filepath.Join(fixtureDir, "*.parquet"))
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		if len(data) < 8<<10 {
			f.Add(data, false)
			f.Add(data, true)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, text bool) {
		var err error
		bounded.Run(t, hostileBytes, func() { err = readWhole(data, text, []Options{{}, pieces}[len(data)%2]) })
		var d *engine.DataError
		if err != nil && !errors.As(err, &d) || err != nil && strings.Contains(err.Error(), internalError) {
			t.Fatal(err)
		}
	})
}
