package parquet

import (
	"encoding/binary"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
)

// Encoders written for clarity, and the naive counterparts of kernels.

// seeded returns a source of random numbers, whose seed the log has.
func seeded(t testing.TB, seed uint64) *rand.Rand {
	t.Helper()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, seed))
}

// packBits packs values from the least significant bit on.
func packBits(values []uint64, width int) []byte {
	out := make([]byte, (len(values)*width+7)/8)
	for i, v := range values {
		for b := range width {
			if v>>b&1 != 0 {
				at := i*width + b
				out[at/8] |= 1 << (at % 8)
			}
		}
	}
	return out
}

// encodeHybrid writes runs of random kinds and lengths.
func encodeHybrid(rng *rand.Rand, values []uint32, width int) (out []byte) {
	for len(values) > 0 {
		n := 1
		for n < len(values) && values[n] == values[0] {
			n++
		}
		if n > 1 && rng.IntN(4) > 0 || n == len(values) {
			n = 1 + rng.IntN(n)
			out = binary.AppendUvarint(out, uint64(n)<<1)
			for b := 0; b < width; b += 8 {
				out = append(out, byte(values[0]>>b))
			}
			values = values[n:]
			continue
		}
		groups := min(1+rng.IntN(20), (len(values)+7)/8)
		run := make([]uint64, groups*8)
		k := min(len(values), groups*8)
		for i, v := range values[:k] {
			run[i] = uint64(v)
		}
		out = append(binary.AppendUvarint(out, uint64(groups)<<1|1), packBits(run, width)...)
		values = values[k:]
	}
	return out
}

// runnyValues are values below 2^width with runs among them.
func runnyValues(rng *rand.Rand, n, width int) []uint32 {
	values := make([]uint32, 0, n)
	for len(values) < n {
		v := uint32(rng.Uint64() & lowBits(width))
		run := 1
		if rng.IntN(3) == 0 {
			run = rng.IntN(60)
		}
		for range min(run, n-len(values)) {
			values = append(values, v)
		}
	}
	return values
}

func TestHybrid(t *testing.T) {
	rng := seeded(t, 7)
	for width := range 33 {
		for range 20 {
			values := runnyValues(rng, rng.IntN(500), width)
			src := encodeHybrid(rng, values, width)
			if rng.IntN(2) == 0 {
				src = append(newBytes(0), src...)[:len(src):len(src)] // no slack
			}
			var h hybrid
			h.reset(src, width)
			got := make([]uint32, len(values))
			for rest := got; len(rest) > 0; {
				n := 1 + rng.IntN(len(rest))
				if err := h.fill(rest[:n]); err != nil {
					t.Fatalf("width %d: %v", width, err)
				}
				rest = rest[n:]
			}
			if !slices.Equal(got, values) {
				t.Fatalf("width %d: got %v, want %v", width, got, values)
			}
			if width > 0 && h.fill(make([]uint32, 8)) == nil {
				t.Fatalf("width %d: read beyond the end", width)
			}
		}
	}
}

func TestHybridEqual(t *testing.T) {
	rng := seeded(t, 8)
	for range 500 {
		limit := uint32(1 + rng.IntN(5))
		width := bits.Len32(limit)
		levels := runnyValues(rng, rng.IntN(500), width)
		for i := range levels {
			levels[i] = min(levels[i], limit)
		}
		var h hybrid
		h.reset(encodeHybrid(rng, levels, width), width)
		at := rng.IntN(100)
		dst := words(nil).grow(at + len(levels))
		for i := 0; i < len(levels); {
			n := 1 + rng.IntN(len(levels)-i)
			want := 0
			for _, v := range levels[i : i+n] {
				if v == limit {
					want++
				}
			}
			if h.all(n, limit) {
				dst.setRange(at+i, n)
			} else if set, err := h.equal(dst, at+i, n, limit); err != nil || set != want {
				t.Fatalf("%d of %d set, %v", set, want, err)
			}
			i += n
		}
		for i, v := range levels {
			if dst.get(at+i) != (v == limit) {
				t.Fatalf("level %d is %d, limit %d", i, v, limit)
			}
		}
		for i := range at {
			if dst.get(i) {
				t.Fatalf("bit %d was touched", i)
			}
		}
	}
}

func TestLeastSignificantFirst(t *testing.T) {
	rng := seeded(t, 9)
	for width := 1; width <= 6; width++ {
		n := rng.IntN(100)
		values := runnyValues(rng, n, width)
		src := make([]byte, (n*width+7)/8)
		for i, v := range values { // most significant bit first
			for b := range width {
				at := i*width + b
				src[at/8] |= byte(v>>(width-1-b)&1) << (7 - at%8)
			}
		}
		var h hybrid
		h.resetPacked(leastSignificantFirst(nil, src, n, width), width, n)
		got := make([]uint32, n)
		if err := h.fill(got); err != nil || !slices.Equal(got, values) {
			t.Fatalf("width %d: got %v, want %v, %v", width, got, values, err)
		}
	}
}

// encodeDelta writes DELTA_BINARY_PACKED.
func encodeDelta(values []uint64, block, minis int) []byte {
	out := binary.AppendUvarint(nil, uint64(block))
	out = binary.AppendUvarint(out, uint64(minis))
	out = binary.AppendUvarint(out, uint64(len(values)))
	if len(values) == 0 {
		return binary.AppendUvarint(out, 0)
	}
	out = binary.AppendVarint(out, int64(values[0]))
	deltas := make([]int64, len(values)-1)
	for i := range deltas {
		deltas[i] = int64(values[i+1] - values[i])
	}
	for len(deltas) > 0 {
		part := deltas[:min(block, len(deltas))]
		deltas = deltas[len(part):]
		least := slices.Min(part)
		out = binary.AppendVarint(out, least)
		var widths, bodies []byte
		for range minis {
			mini := make([]uint64, block/minis)
			k := min(len(part), len(mini))
			width := 0
			for i, d := range part[:k] {
				mini[i] = uint64(d - least)
				width = max(width, bits.Len64(mini[i]))
			}
			if part = part[k:]; k == 0 {
				widths = append(widths, 0)
				continue
			}
			widths = append(widths, byte(width))
			bodies = append(bodies, packBits(mini, width)...)
		}
		out = append(append(out, widths...), bodies...)
	}
	return out
}

func TestDelta(t *testing.T) {
	rng := seeded(t, 10)
	for range 500 {
		values := make([]uint64, rng.IntN(700))
		width, last := rng.IntN(65), rng.Uint64()
		for i := range values {
			last += rng.Uint64()&lowBits(width) - lowBits(width)/3
			values[i] = last
		}
		shape := [...][2]int{{128, 4}, {128, 1}, {256, 8}, {1024, 4}, {8, 1}}[rng.IntN(5)]
		src := encodeDelta(values, shape[0], shape[1])
		var d delta
		if err := d.reset(append(src, "rest"...)); err != nil {
			t.Fatal(err)
		}
		if rest, err := d.end(); err != nil || string(rest) != "rest" {
			t.Fatalf("%q follows, %v", rest, err)
		}
		got := make([]uint64, len(values))
		for rest := got; len(rest) > 0; {
			n := 1 + rng.IntN(len(rest))
			if err := fillDelta(&d, rest[:n]); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if !slices.Equal(got, values) || d.more() {
			t.Fatalf("blocks of %v: got %v, want %v", shape, got, values)
		}
	}
}

func TestExpand(t *testing.T) {
	rng := seeded(t, 11)
	for range 500 {
		at, n := rng.IntN(130), rng.IntN(300)
		valid := words(nil).grow(at + n)
		set := 0
		share := rng.IntN(101)
		for i := range n {
			if rng.IntN(100) < share {
				valid.set(at + i)
				set++
			}
		}
		for _, width := range []int{1, 2, 4, 8, 16, 32, 5} {
			v := newBytes((at + n) * width)
			for i := range v {
				v[i] = byte(rng.Uint32())
			}
			want := slices.Clone(v)
			next := at
			for row := at; row < at+n; row++ {
				if valid.get(row) {
					copy(want[row*width:(row+1)*width], v[next*width:])
					next++
				}
			}
			expandValues(v, width, at, n, set, valid)
			for row := range at + n {
				if row >= at && !valid.get(row) {
					continue
				}
				if a, b := v[row*width:(row+1)*width], want[row*width:(row+1)*width]; !slices.Equal(a, b) {
					t.Fatalf("width %d, row %d is %v, want %v", width, row, a, b)
				}
			}
		}
		ends := make([]int32, at+n+1)
		for i := range ends {
			ends[i] = int32(3 * i)
		}
		expandEnds(ends, at, n, set, valid)
		end := int32(3 * at)
		for row := at; row < at+n; row++ {
			if valid.get(row) {
				end += 3
			}
			if ends[row+1] != end {
				t.Fatalf("row %d ends at %d, want %d", row, ends[row+1], end)
			}
		}
		flags, packed := words(nil).grow(at+n), []bool{}
		for i := range set {
			packed = append(packed, rng.IntN(2) == 0)
			if packed[i] {
				flags.set(at + i)
			}
		}
		expandBits(flags, at, n, set, valid)
		for row, next := at, 0; row < at+n; row++ {
			if valid.get(row) {
				if flags.get(row) != packed[next] {
					t.Fatalf("bit %d is %v", row, flags.get(row))
				}
				next++
			}
		}
	}
}

func TestGather(t *testing.T) {
	rng := seeded(t, 12)
	for _, width := range []int{1, 2, 4, 8, 16, 32, 7} {
		count := 1 + rng.IntN(50)
		values := newBytes(count * width)
		for i := range values {
			values[i] = byte(rng.Uint32())
		}
		indexes := make([]uint32, 100)
		for i := range indexes {
			indexes[i] = uint32(rng.IntN(count))
		}
		dst := newBytes(len(indexes) * width)
		if !gatherValues(dst, values, width, indexes) {
			t.Fatalf("width %d: an index was refused", width)
		}
		for i, x := range indexes {
			if !slices.Equal(dst[i*width:(i+1)*width], values[int(x)*width:(int(x)+1)*width]) {
				t.Fatalf("width %d: value %d differs", width, i)
			}
		}
		indexes[50] = uint32(count)
		if gatherValues(dst, values, width, indexes) {
			t.Errorf("width %d: index %d of %d values was accepted", width, count, count)
		}
		if greatest(indexes) != slices.Max(indexes) {
			t.Errorf("the greatest index is %d, want %d", greatest(indexes), slices.Max(indexes))
		}
	}
}

func TestBits(t *testing.T) {
	rng := seeded(t, 13)
	for range 1000 {
		src := make([]byte, 1+rng.IntN(40))
		for i := range src {
			src[i] = byte(rng.Uint32())
		}
		bit := rng.IntN(8 * len(src))
		n := rng.IntN(8*len(src) - bit + 1)
		at := rng.IntN(200)
		dst := words(nil).grow(at + n + 70)
		want := 0
		for i := range n {
			if src[(bit+i)/8]>>((bit+i)%8)&1 != 0 {
				want++
			}
		}
		if set := dst.copyFrom(at, src, bit, n); set != want {
			t.Fatalf("%d bits set, want %d", set, want)
		}
		for i := range n {
			if dst.get(at+i) != (src[(bit+i)/8]>>((bit+i)%8)&1 != 0) {
				t.Fatalf("bit %d differs", i)
			}
		}
		for i := range len(dst) * 64 {
			if (i < at || i >= at+n) && dst.get(i) {
				t.Fatalf("bit %d was touched", i)
			}
		}
		dst.setRange(at, n)
		dst.clearFrom(at + n/2)
		for i := range len(dst) * 64 {
			if dst.get(i) != (i >= at && i < at+n/2) {
				t.Fatalf("bit %d is %v after clearing from %d", i, dst.get(i), at+n/2)
			}
		}
	}
}

func TestBrokenText(t *testing.T) {
	for _, c := range []struct {
		data string
		want bool
	}{
		{"", true}, {"plain ascii that is longer than a word or two, or three", true},
		{"plain ascii that is longer than a word or two, \x80", false},
		{"\x80plain ascii that is longer than a word or two", false},
	} {
		if got := ascii([]byte(c.data)); got != c.want {
			t.Errorf("ascii(%q) is %v", c.data, got)
		}
	}
	if separable([]byte("aä"), []int32{0, 2, 3}) || !separable([]byte("aä"), []int32{0, 1, 3}) {
		t.Error("separable misses where characters begin")
	}
}

func TestDecimalBytes(t *testing.T) {
	for _, c := range []struct {
		precision int
		value     string
		bad       bool
		lo, hi    uint64
	}{
		{38, "\x00", false, 0, 0},
		{38, "\xff", false, ^uint64(0), ^uint64(0)},
		{38, "\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", true, 0, 1 << 63},
		{38, "\x00\x80\x00\x00\x00\x00\x00\x00\x00", false, 1 << 63, 0},
		{38, "\xff\x7f\xff\xff\xff\xff\xff\xff\xff", false, 1<<63 - 1, ^uint64(0)},
		{5, "\x01\x86\x9f", false, 99999, 0},
		{5, "\x01\x86\xa0", true, 100000, 0},
		{76, "\x7f" + "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", true, ^uint64(0), ^uint64(0)},
		{38, "\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", true, 0, 0},
	} {
		var bad badCells
		dst := newBytes(32)
		decimalOfBytes(c.precision, 0)(dst, stored{data: []byte(c.value), width: len(c.value)}, 1, &bad)
		got := valuesOf[uint64](dst)
		if got[0] != c.lo || got[1] != c.hi || (len(bad.at) > 0) != c.bad {
			t.Errorf("decimal(%d) of %x is %x %x, bad %q; want %x %x, %v", c.precision, c.value, got[1], got[0], bad.text, c.hi, c.lo, c.bad)
		}
	}
}
