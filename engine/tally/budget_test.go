package tally

import (
	"fmt"
	"strings"
	"testing"

	"assay/engine/spill"
)

// left is what a budget has left.
func left(t *testing.T, b *spill.Budget, total int64) int64 {
	t.Helper()
	low, high := int64(0), total
	for low < high {
		half := (low + high + 1) / 2
		if b.Reserve(half) {
			b.Release(half)
			low = half
		} else {
			high = half - 1
		}
	}
	return low
}

// TestTableTakesFromItsBudget adds keys until the budget is used up: a table
// has a step without asking, and takes another for each that its keys fill.
func TestTableTakesFromItsBudget(t *testing.T) {
	const total = 3 * step
	for _, c := range []struct {
		name string
		size int64 // of an entry
		add  func(table *Table, i int) error
	}{
		{"words", wordBytes, func(table *Table, i int) error { return table.AddWord(uint64(i), 1) }},
		{"texts", textBytes + 20, func(table *Table, i int) error { return table.AddBytes(fmt.Appendf(nil, "%020d", i), 1) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			env, dir := testEnv(t, total)
			table := NewTable(env)
			for i := range int(4 * step / c.size) {
				if err := c.add(table, i); err != nil {
					t.Fatal(err)
				}
				used := int64(i+1) * c.size
				steps := (used - 1) / step // beside the first
				if got := total - left(t, env.Memory, total); got != steps*step {
					t.Fatalf("%d keys took %d bytes, want %d", i+1, got, steps*step)
				}
			}
			if dir.Spilled() > 0 || len(table.runs) > 0 {
				t.Fatal("spilled although the budget had room")
			}
			if err := c.add(table, -1); err != nil {
				t.Fatal(err)
			}
			if got := left(t, env.Memory, total); len(table.runs) != 1 || got != total {
				t.Errorf("%d runs, and %d bytes of the budget are left: one key more is one run and all", len(table.runs), got)
			}
		})
	}
}

// TestLongKeysTakeTheirLength adds a key that is longer than a step.
func TestLongKeysTakeTheirLength(t *testing.T) {
	const total = 8 * step
	env, _ := testEnv(t, total)
	table := NewTable(env)
	if err := table.AddBytes([]byte(strings.Repeat("k", 4*step)), 1); err != nil {
		t.Fatal(err)
	}
	if got, want := total-left(t, env.Memory, total), int64(3*step+textBytes); got != want {
		t.Errorf("took %d bytes, want %d", got, want)
	}
}

// TestMergeGivesBack merges tables into one, which alone holds memory then.
func TestMergeGivesBack(t *testing.T) {
	const total = 64 * step
	env, _ := testEnv(t, total)
	tables := make([]*Table, 3)
	for i := range tables {
		tables[i] = NewTable(env)
		for j := range 3 * step / wordBytes {
			if err := tables[i].AddWord(uint64(j), 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, other := range tables[1:] {
		if err := tables[0].Merge(other); err != nil {
			t.Fatal(err)
		}
	}
	if got := total - left(t, env.Memory, total); got != 2*step || got != tables[0].reserved {
		t.Errorf("%d bytes are taken, %d by the table that is left, want %d", got, tables[0].reserved, 2*step)
	}
}
