package simd

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
)

// naive classifies byte by byte.
func naive(p []byte, quote, delimiter, newline byte) Block {
	var b Block
	for i, c := range p {
		bit := uint64(1) << i
		if c == quote {
			b.Quote |= bit
		}
		if c == delimiter {
			b.Delimiter |= bit
		}
		if c == newline {
			b.Newline |= bit
		}
		if c >= 0x80 || c == 0 {
			b.Odd |= bit
		}
	}
	return b
}

func TestClassifyAgreesWithNaive(t *testing.T) {
	const seed = 5
	rng := rand.New(rand.NewPCG(seed, seed))
	for round := range 2000 {
		text := make([]byte, rng.IntN(1000))
		for i := range text {
			text[i] = "\",\nab\x00\xff\x80\xac\r"[rng.IntN(10)]
		}
		quote, delimiter := byte('"'), []byte{',', ';', 0, 0xac}[rng.IntN(4)]
		got := make([]Block, rng.IntN(20))
		plain := make([]Block, len(got))
		n := Classify(text, quote, delimiter, '\n', got)
		if want := min(len(text)/64, len(got)); n != want {
			t.Fatalf("seed %d round %d: %d blocks, want %d", seed, round, n, want)
		}
		classifyGeneric(text[:n*64], quote, delimiter, '\n', plain[:n])
		for i := range n {
			want := naive(text[i*64:i*64+64], quote, delimiter, '\n')
			if got[i] != want || plain[i] != want {
				t.Fatalf("seed %d round %d block %d:\n got   %x\n plain %x\n want  %x", seed, round, i, got[i], plain[i], want)
			}
		}
		tail := text[len(text)/64*64:]
		if got, want := ClassifyTail(tail, quote, delimiter, '\n'), naive(tail, quote, delimiter, '\n'); got != want {
			t.Fatalf("seed %d round %d tail: got %x, want %x", seed, round, got, want)
		}
	}
}

func TestInsideQuotes(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 9))
	for range 1000 {
		quotes := rng.Uint64() & rng.Uint64()
		before := -(rng.Uint64() & 1)
		var want uint64
		state := before & 1
		for i := range 64 {
			state ^= quotes >> i & 1
			want |= state << i
		}
		got, after := InsideQuotes(quotes, before)
		if got != want || after != -state {
			t.Fatalf("quotes %b after %b: got %b %b, want %b %b", quotes, before, got, after, want, -state)
		}
	}
}

func BenchmarkClassify(b *testing.B) {
	text := bytes.Repeat([]byte("1000000,50,31.22,CH,\"a \"\"b\"\"\",2023-07-03T22:08:26\n"), 100)
	out := make([]Block, len(text)/64)
	for name, f := range map[string]func([]byte, byte, byte, byte, []Block){"best": classify, "generic": classifyGeneric} {
		b.Run(fmt.Sprintf("path=%s", name), func(b *testing.B) {
			b.SetBytes(int64(len(out) * 64))
			for b.Loop() {
				f(text[:len(out)*64], '"', ',', '\n', out)
			}
		})
	}
}
