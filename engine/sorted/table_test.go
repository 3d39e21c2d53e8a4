package sorted

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"assay/engine/spill"
)

func TestTableSortsWhateverTheMemory(t *testing.T) {
	for _, width := range []int{3, 4, 5} {
		for _, memory := range []int64{0, 1 << 20, 1 << 30} {
			for _, count := range []int{0, 1, 1000, 60_000} {
				t.Run(fmt.Sprintf("width=%d,memory=%d,records=%d", width, memory, count), func(t *testing.T) {
					checkTable(t, width, memory, count)
				})
			}
		}
	}
}

// checkTable deals random records out to three tables, of which the first takes
// in the others, and compares with a sort in memory.
func checkTable(t *testing.T, width int, memory int64, count int) {
	files, err := spill.NewDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	env := &spill.Env{Files: files, Memory: spill.NewBudget(memory)}
	tables := []*Table{NewTable(env, width), NewTable(env, width), NewTable(env, width)}
	r := rand.New(rand.NewPCG(uint64(memory), uint64(count)))
	var want [][]uint64
	for i := range count {
		record := make([]uint64, width)
		record[0], record[1], record[2] = r.Uint64N(100), r.Uint64(), uint64(i)
		want = append(want, record)
		if err := tables[r.IntN(len(tables))].Add(record); err != nil {
			t.Fatal(err)
		}
	}
	for _, other := range tables[1:] {
		if err := tables[0].Merge(other); err != nil {
			t.Fatal(err)
		}
	}
	slices.SortFunc(want, slices.Compare[[]uint64])
	i := 0
	err = tables[0].Each(func(record []uint64) error {
		if i < len(want) && !slices.Equal(record, want[i]) {
			return fmt.Errorf("record %d is %v, want %v", i, record, want[i])
		}
		i++
		return nil
	})
	if err != nil || i != count {
		t.Fatalf("%d of %d records: %v", i, count, err)
	}
	if !env.Memory.Reserve(memory) {
		t.Error("memory is not given back")
	}
	if memory == 0 && count > 10_000 && files.Spilled() == 0 {
		t.Error("without memory nothing was spilled")
	}
}

// TestTableKeepsToItsBudget checks that another block is taken only where the
// budget has room for all of it.
func TestTableKeepsToItsBudget(t *testing.T) {
	for budget, want := range map[int64]int64{moreBlock*8 - 1: 0, moreBlock * 8: moreBlock} {
		files, err := spill.NewDir(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer files.Close()
		table := NewTable(&spill.Env{Files: files, Memory: spill.NewBudget(budget)}, 1)
		for i := range uint64(firstBlock + 1) {
			if err := table.Add([]uint64{i}); err != nil {
				t.Fatal(err)
			}
		}
		if got := int64(table.reserved); got != want {
			t.Errorf("of %d bytes it took %d words, want %d", budget, got, want)
		}
		if err := table.Each(func([]uint64) error { return nil }); err != nil {
			t.Error(err)
		}
	}
}
