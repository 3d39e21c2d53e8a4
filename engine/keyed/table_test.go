package keyed

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"assay/engine/spill"
	"assay/engine/vector"
)

func testEnv(t testing.TB, memory int64) (*spill.Env, *spill.Dir) {
	t.Helper()
	dir, err := spill.NewDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dir.Close() })
	return &spill.Env{Files: dir, Memory: spill.NewBudget(memory)}, dir
}

func ints(values []int64) *vector.Vector {
	return &vector.Vector{Lane: vector.Int, Len: len(values), Ints: values}
}

func texts(values []int64) *vector.Vector {
	v := &vector.Vector{Lane: vector.Bytes, Len: len(values), Offsets: []int32{0}}
	for _, n := range values {
		v.Data = fmt.Appendf(v.Data, "key-%d", n)
		v.Offsets = append(v.Offsets, int32(len(v.Data)))
	}
	return v
}

func all(n int) vector.Mask {
	m := vector.NewMask(n)
	m.Fill(n)
	return m
}

func TestTableAgreesWithMap(t *testing.T) {
	const seed = 77
	for round := range 16 {
		rng := rand.New(rand.NewPCG(seed, uint64(round)))
		memory := int64(1 << 30)
		if round%2 == 1 {
			memory = 4096
		}
		env, dir := testEnv(t, memory)
		kind := []func([]int64) *vector.Vector{ints, texts}[round/2%2]
		span := []int64{50, 100_000, 1 << 60}[round%3]
		count := make(map[int64]int)
		var batches [][]int64
		tables := []*Table{NewTable(env), NewTable(env), NewTable(env)}
		for b := range 40 {
			batch := make([]int64, rng.IntN(2000))
			rows := vector.NewMask(len(batch))
			for i := range batch {
				batch[i] = rng.Int64N(span)
				count[batch[i]]++
				rows.Set(i)
			}
			batches = append(batches, batch)
			if err := tables[b%3].Add([]*vector.Vector{kind(batch)}, rows); err != nil {
				t.Fatal(err)
			}
		}
		table := tables[0]
		for _, other := range tables[1:] {
			if err := table.Merge(other); err != nil {
				t.Fatal(err)
			}
		}
		if memory < 1<<20 && dir.Spilled() == 0 {
			t.Errorf("round %d: nothing was spilled", round)
		}
		if err := table.Finish(); err != nil {
			t.Fatal(err)
		}
		var duplicates int64
		for _, n := range count {
			if n > 1 {
				duplicates += int64(n)
			}
		}
		if table.Distinct() != int64(len(count)) || table.DuplicateRows() != duplicates {
			t.Fatalf("seed %d round %d: distinct %d, duplicates %d; want %d, %d", seed, round, table.Distinct(), table.DuplicateRows(), len(count), duplicates)
		}
		marker := table.NewMarker()
		for _, batch := range batches {
			out := vector.NewMask(len(batch))
			marker.Mark([]*vector.Vector{kind(batch)}, all(len(batch)), out)
			for i, n := range batch {
				if out.Get(i) != (count[n] > 1) {
					t.Fatalf("seed %d round %d: %d marked %v, occurs %d times", seed, round, n, out.Get(i), count[n])
				}
			}
		}
	}
}

func TestCompoundKeysTellNullsApart(t *testing.T) {
	env, _ := testEnv(t, 1<<20)
	a, b := ints([]int64{1, 1, 0, 0, 5}), texts([]int64{1, 1, 1, 1, 0})
	a.Valid = vector.Mask{0b10011} // rows 2 and 3 are null in a
	b.Valid = vector.Mask{0b01111}
	table := NewTable(env)
	if err := table.Add([]*vector.Vector{a, b}, all(5)); err != nil {
		t.Fatal(err)
	}
	if err := table.Finish(); err != nil {
		t.Fatal(err)
	}
	out := vector.NewMask(5)
	table.NewMarker().Mark([]*vector.Vector{a, b}, all(5), out)
	if out[0] != 0b01111 || table.Distinct() != 3 {
		t.Errorf("marked %b, %d distinct", out[0], table.Distinct())
	}
}

func TestZerosAreEqual(t *testing.T) {
	env, _ := testEnv(t, 1<<20)
	v := &vector.Vector{Lane: vector.Float, Len: 3, Floats: []float64{0, math.Copysign(0, -1), 1}}
	table := NewTable(env)
	if err := table.Add([]*vector.Vector{v}, all(3)); err != nil {
		t.Fatal(err)
	}
	if err := table.Finish(); err != nil {
		t.Fatal(err)
	}
	if table.DuplicateRows() != 2 {
		t.Errorf("%d duplicate rows", table.DuplicateRows())
	}
}

func TestSetCountsWhatItForgets(t *testing.T) {
	env, _ := testEnv(t, 1<<30)
	rng := rand.New(rand.NewPCG(5, 5))
	for _, kind := range []func([]int64) *vector.Vector{ints, texts} {
		set := NewSet(env)
		count := make(map[int64]bool)
		for range 30 {
			batch := make([]int64, 2000)
			for i := range batch {
				batch[i] = rng.Int64N(10) + rng.Int64N(2)*rng.Int64N(20_000)<<40
				count[batch[i]] = true
			}
			if err := set.Add([]*vector.Vector{kind(batch)}, all(len(batch))); err != nil {
				t.Fatal(err)
			}
		}
		if err := set.Finish(); err != nil {
			t.Fatal(err)
		}
		if set.Distinct() != int64(len(count)) || set.Keys() != 60_000 {
			t.Errorf("%d keys, %d distinct; want 60000, %d", set.Keys(), set.Distinct(), len(count))
		}
	}
}

func BenchmarkTable(b *testing.B) {
	const rows = 1 << 20
	values := make([]int64, rows)
	for i := range values {
		values[i] = int64(i) * 2_654_435_761 % rows
	}
	for name, kind := range map[string]func([]int64) *vector.Vector{"int64": ints, "string": texts} {
		b.Run("type="+name+",distinct=1M", func(b *testing.B) {
			var batches []*vector.Vector
			for from := 0; from < rows; from += 8192 {
				batches = append(batches, kind(values[from:from+8192]))
			}
			every := all(8192)
			for b.Loop() {
				env, _ := testEnv(b, 1<<30)
				table := NewTable(env)
				for _, v := range batches {
					if err := table.Add([]*vector.Vector{v}, every); err != nil {
						b.Fatal(err)
					}
				}
				if err := table.Finish(); err != nil || table.Distinct() != rows {
					b.Fatal(err, table.Distinct())
				}
			}
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
