package simd

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// naive scans byte by byte.
func naive(p []byte, from int, quote, delimiter byte, out []Block) State {
	var s State
	quoted, fieldStart := false, true
	for i := from; i < len(p); i++ {
		c := p[i]
		bit := uint64(1) << (i % 64)
		if c == 0 || c >= 0x80 {
			s.odd = 1
		}
		if c == '\n' {
			s.lines++
		}
		switch {
		case c == quote && quoted:
			quoted = false
			if i+1 < len(p) {
				next := p[i+1]
				line := next == '\r' && (i+2 == len(p) || p[i+2] == '\n')
				if next != quote && next != delimiter && next != '\n' && !line {
					s.unclean = 1
				}
			}
		case c == quote:
			if quoted = true; !fieldStart && p[i-1] != quote {
				s.unclean = 1
			}
		case !quoted && (c == delimiter || c == '\n'):
			out[i/64].Ends |= bit
			if c == '\n' {
				out[i/64].Lines |= bit
			}
		}
		fieldStart = c == delimiter || c == '\n'
	}
	if quoted {
		s.inside = 1
	}
	return s
}

func same(a, b State) bool {
	return a.Inside() == b.Inside() && a.Clean() == b.Clean() && a.Odd() == b.Odd() && a.Lines() == b.Lines()
}

func TestScanAgreesWithNaive(t *testing.T) {
	const seed = 5
	rng := rand.New(rand.NewPCG(seed, seed))
	alphabets := []string{"ab,\n", "abcdefg,\"\n", "\"\",\n\r", "ab\x00\xff\x80\",\n", "abcdefghijklmnopqrstuvwxyz,\n"}
	for round := range 5000 {
		alphabet := alphabets[rng.IntN(len(alphabets))]
		var text []byte
		for n := rng.IntN(1000); len(text) < n; {
			if rng.IntN(8) == 0 {
				text = append(text, []string{",\"a\"\"b\",", ",\"x\"\r\n", "\"\n\""}[rng.IntN(3)]...)
			}
			text = append(text, alphabet[rng.IntN(len(alphabet))])
		}
		from := 0
		if rng.IntN(2) == 0 {
			from = rng.IntN(len(text) + 1)
		}
		quote, delimiter := byte('"'), []byte{',', ';', '\t'}[rng.IntN(3)]
		n := (len(text) + 63) / 64
		want := make([]Block, n)
		ws := naive(text, from, quote, delimiter, want)
		got := make([]Block, n)
		if s := Scan(text, from, quote, delimiter, got); !same(s, ws) || !slices.Equal(got, want) {
			t.Fatalf("seed %d round %d from %d: %+v %x\nwant %+v %x\n%q", seed, round, from, s, got, ws, want, text)
		}
		whole := len(text) / 64
		plain, best := State{start: 1}, State{start: 1}
		a, b := make([]Block, whole), make([]Block, whole)
		scanGeneric(text[:whole*64], quote, delimiter, &plain, a)
		if whole > 0 {
			scan(text[:whole*64], quote, delimiter, &best, b)
		}
		if !slices.Equal(a, b) || !same(plain, best) || plain.closed != best.closed || plain.returned != best.returned || plain.start != best.start {
			t.Fatalf("seed %d round %d: plain %+v %x\nbest %+v %x\n%q", seed, round, plain, a, best, b, text)
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
		got, after := insideQuotes(quotes, before)
		if got != want || after != -state {
			t.Fatalf("quotes %b after %b: got %b %b, want %b %b", quotes, before, got, after, want, -state)
		}
	}
}

func TestHeadsAgreeWithNaive(t *testing.T) {
	const seed = 12
	rng := rand.New(rand.NewPCG(seed, seed))
	for round := range 5000 {
		fields := 1 + rng.IntN(20)
		keep, limit := rng.IntN(fields+1), 1+rng.IntN(60)
		base := rng.Uint32() >> 1
		var ends, lines []int
		at := 0
		for range rng.IntN(60) {
			n := fields
			if rng.IntN(200) == 0 {
				n += rng.IntN(3) - 1
			}
			for range n {
				at += 1 + rng.IntN(1+rng.IntN(40))
				ends = append(ends, at)
			}
			if n > 0 {
				lines = append(lines, at)
			}
		}
		blocks := make([]Block, at/64+1)
		for _, e := range ends {
			blocks[e/64].Ends |= 1 << (e % 64)
		}
		for _, l := range lines {
			blocks[l/64].Lines |= 1 << (l % 64)
		}
		want := []uint32{77}
		wantRecords, wantRegular := 0, true
		for len(ends) > 0 && wantRecords < limit {
			n := slices.Index(ends, lines[wantRecords]) + 1
			if n != fields {
				wantRegular = false
				break
			}
			for _, e := range ends[:keep] {
				want = append(want, base+uint32(e))
			}
			want = append(want, base+uint32(ends[n-1]))
			ends = ends[n:]
			wantRecords++
		}
		for name, f := range map[string]func([]Block, uint32, int, int, int, []uint32) (int, bool){"best": Heads, "generic": headsGeneric} {
			size := limit*(keep+1) + Room + 1
			out := make([]uint32, size+1)
			out[0], out[size] = 77, 0xabcd
			records, regular := f(blocks, base, fields, keep, limit, out[:size])
			if records != wantRecords || regular != wantRegular || out[size] != 0xabcd {
				t.Fatalf("seed %d round %d, %s: %d records, %v; want %d, %v", seed, round, name, records, regular, wantRecords, wantRegular)
			}
			if got := out[:records*(keep+1)+1]; !slices.Equal(got, want) {
				t.Fatalf("seed %d round %d, %s: %v\nwant %v", seed, round, name, got, want)
			}
		}
	}
}

const benchmarkLine = "1000000,50,31.22,CH,user1000000@mail16.example.com,2023-07-03T22:08:26,paused,0.905422,false,%s,1988-04-27,483,518.6837\n"

// benchmarkText has quotes in one line of ten.
func benchmarkText() []byte {
	plain := fmt.Sprintf(benchmarkLine, "amber north cedar pearl pearl delta have")
	quoted := fmt.Sprintf(benchmarkLine, `"see amber, ""pearl"", cedar north birch"`)
	return bytes.Repeat([]byte(plain[:]+plain+plain+plain+plain+plain+plain+plain+plain+quoted), 100)
}

func BenchmarkScan(b *testing.B) {
	text := benchmarkText()
	out := make([]Block, len(text)/64)
	for name, f := range map[string]func([]byte, byte, byte, *State, []Block){"best": scan, "generic": scanGeneric} {
		b.Run("path="+name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				s := State{start: 1}
				f(text[:len(out)*64], '"', ',', &s, out)
			}
		})
	}
}

func BenchmarkHeads(b *testing.B) {
	text := benchmarkText()
	blocks := make([]Block, (len(text)+63)/64)
	Scan(text, 0, '"', ',', blocks)
	out := make([]uint32, 14*len(text)/50)
	for _, keep := range []int{0, 3, 13} {
		for name, f := range map[string]func([]Block, uint32, int, int, int, []uint32) (int, bool){"best": Heads, "generic": headsGeneric} {
			b.Run(fmt.Sprintf("keep=%d,path=%s", keep, name), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					if n, ok := f(blocks, 0, 13, keep, 1000, out); n != 1000 || !ok {
						b.Fatal(n, ok)
					}
				}
			})
		}
	}
}
