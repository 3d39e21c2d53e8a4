package tally

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"assay/engine/spill"
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

// TestTableAgreesWithMap counts words and texts in several tables that are
// merged, with and without memory for them.
func TestTableAgreesWithMap(t *testing.T) {
	const seed = 5
	for round := range 24 {
		rng := rand.New(rand.NewPCG(seed, uint64(round)))
		env, dir := testEnv(t, []int64{1 << 30, 0}[round%2])
		span := []int{3, 4000, 1 << 30}[round%3]
		words := round/2%2 == 0
		want := make(map[string]int64)
		tables := []*Table{NewTable(env), NewTable(env), NewTable(env)}
		for i := range 30_000 {
			x, n := rng.IntN(span), int64(1+rng.IntN(3))
			var err error
			if words {
				want[string(binaryKey(uint64(x)))] += n
				err = tables[i%3].AddWord(uint64(x), n)
			} else {
				key := fmt.Sprintf("%x", x)
				want[key] += n
				err = tables[i%3].AddBytes([]byte(key), n)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		table := tables[0]
		for _, other := range tables[1:] {
			if err := table.Merge(other); err != nil {
				t.Fatal(err)
			}
		}
		if err := table.Finish(); err != nil {
			t.Fatal(err)
		}
		if memoryless := round%2 == 1; memoryless && span > 4000 && dir.Spilled() == 0 || !memoryless && dir.Spilled() > 0 {
			t.Errorf("round %d: %d bytes were spilled", round, dir.Spilled())
		}
		checkTable(t, table, want)
		if t.Failed() {
			t.Fatalf("seed %d round %d", seed, round)
		}
	}
}

func binaryKey(x uint64) []byte {
	key := make([]byte, 8)
	for i := range key {
		key[i] = byte(x >> (56 - 8*i))
	}
	return key
}

func checkTable(t *testing.T, table *Table, want map[string]int64) {
	t.Helper()
	var total, most int64
	profile := make(map[int64]int64)
	for _, n := range want {
		total += n
		most = max(most, n)
		profile[n]++
	}
	if table.Total() != total || table.Distinct() != int64(len(want)) || table.Most() != most {
		t.Errorf("%d in all, %d distinct, at most %d; want %d, %d, %d", table.Total(), table.Distinct(), table.Most(), total, len(want), most)
	}
	if !maps.Equal(table.Profile(), profile) {
		t.Error("the profile differs")
	}
	var keys []string
	err := table.Each(func(key []byte, n int64) error {
		if want[string(key)] != n {
			return fmt.Errorf("%q occurs %d times, want %d", key, n, want[string(key)])
		}
		keys = append(keys, string(key))
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if !slices.IsSorted(keys) || len(keys) != len(want) {
		t.Errorf("%d keys, in order: %v", len(keys), slices.IsSorted(keys))
	}
}

// TestManyRuns has more runs than are merged at once.
func TestManyRuns(t *testing.T) {
	env, _ := testEnv(t, 0)
	table := NewTable(env)
	want := make(map[string]int64)
	for i := range 3 * fanIn {
		for j := range 3 {
			key := fmt.Sprint(i * j % 97)
			want[key]++
			if err := table.AddBytes([]byte(key), 1); err != nil {
				t.Fatal(err)
			}
		}
		if err := table.spill(); err != nil {
			t.Fatal(err)
		}
	}
	if err := table.Finish(); err != nil {
		t.Fatal(err)
	}
	checkTable(t, table, want)
}

func BenchmarkTable(b *testing.B) {
	const rows = 1 << 20
	for _, kind := range []string{"int64", "string"} {
		for _, distinct := range []int{100, rows} {
			b.Run(fmt.Sprintf("type=%s,distinct=%d", kind, distinct), func(b *testing.B) {
				keys := make([][]byte, rows)
				for i := range keys {
					keys[i] = fmt.Appendf(nil, "user-%x", i*2_654_435_761%distinct)
				}
				for b.Loop() {
					env, _ := testEnv(b, 1<<30)
					tables := []*Table{NewTable(env), NewTable(env)}
					for i, key := range keys {
						var err error
						if kind == "int64" {
							err = tables[i%2].AddWord(uint64(i*2_654_435_761%distinct), 1)
						} else {
							err = tables[i%2].AddBytes(key, 1)
						}
						if err != nil {
							b.Fatal(err)
						}
					}
					if err := tables[0].Merge(tables[1]); err != nil {
						b.Fatal(err)
					}
					if err := tables[0].Finish(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
