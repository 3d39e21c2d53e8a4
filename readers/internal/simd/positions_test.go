package simd

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestPositionsAgreeWithNaive(t *testing.T) {
	const seed = 12
	rng := rand.New(rand.NewPCG(seed, seed))
	for round := range 3000 {
		blocks := make([]Block, rng.IntN(8))
		for i := range blocks {
			ends := rng.Uint64()
			for range rng.IntN(5) {
				ends &= rng.Uint64()
			}
			blocks[i] = Block{Delimiter: ends, Newline: ends & rng.Uint64() & rng.Uint64()}
		}
		base, limit, room := rng.Uint32()>>1, rng.IntN(80), rng.IntN(500)
		var want []uint32
		wantDone, wantRecords := 0, 0
		for i, b := range blocks {
			lines := 0
			var found []uint32
			for bit := range 64 {
				lines += int(b.Newline >> bit & 1)
				if b.Delimiter>>bit&1 != 0 {
					found = append(found, base+uint32(64*i+bit))
				}
			}
			if wantRecords+lines >= limit || room-len(want) < 64 {
				break
			}
			want = append(want, found...)
			wantRecords += lines
			wantDone++
		}
		for name, f := range map[string]func([]Block, uint32, int, []uint32) (int, int, int){"best": Positions, "generic": positionsGeneric} {
			out := make([]uint32, room+1)
			out[room] = 0xabcd
			done, n, records := f(blocks, base, limit, out[:room])
			if done != wantDone || records != wantRecords || !slices.Equal(out[:n], want) || out[room] != 0xabcd {
				t.Fatalf("seed %d round %d, %s: %d blocks, %d records, %v; want %d, %d, %v", seed, round, name, done, records, out[:n], wantDone, wantRecords, want)
			}
		}
	}
}

func BenchmarkPositions(b *testing.B) {
	text := bytes.Repeat([]byte("1000000,50,31.22,CH,\"a \"\"b\"\"\",2023-07-03T22:08:26\n"), 100)
	blocks := make([]Block, len(text)/64)
	Classify(text, '"', ',', '\n', blocks)
	for i := range blocks {
		blocks[i].Delimiter |= blocks[i].Newline
	}
	out := make([]uint32, len(text)+64)
	for name, f := range map[string]func([]Block, uint32, int, []uint32) (int, int, int){"best": Positions, "generic": positionsGeneric} {
		b.Run(fmt.Sprintf("path=%s", name), func(b *testing.B) {
			b.SetBytes(int64(len(blocks) * 64))
			for b.Loop() {
				f(blocks, 0, 1<<30, out)
			}
		})
	}
}
