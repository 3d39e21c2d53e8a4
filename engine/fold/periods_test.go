package fold

import (
	"math/rand/v2"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/spill"
	"assay/engine/vector"
)

func newDays(t *testing.T, env *Env) *Periods {
	t.Helper()
	days, err := vector.NewPeriods(arrow.FixedWidthTypes.Date32, "day", 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	return NewPeriods(env, days)
}

// TestPeriodsMerge deals days to accumulators at random and finds the gaps.
func TestPeriodsMerge(t *testing.T) {
	env := &Env{Memory: spill.NewBudget(1 << 30)}
	r := rand.New(rand.NewPCG(1, 2))
	parts := []*Periods{newDays(t, env), newDays(t, env), newDays(t, env)}
	gaps := map[int64]bool{-70_000: true, 0: true, 3_000_000: true}
	const first, last = -100_000, 4_000_000
	for day := int64(first); day <= last; day++ {
		if !gaps[day] {
			parts[r.IntN(len(parts))].set(day)
		}
	}
	for _, p := range parts[1:] {
		if err := parts[0].Merge(p); err != nil {
			t.Fatal(err)
		}
	}
	c, ok := parts[0].Coverage(2)
	if !ok || c.First != first || c.Last != last || c.Present != last-first+1-int64(len(gaps)) {
		t.Fatalf("%+v, %t", c, ok)
	}
	if len(c.Missing) != 2 || c.Missing[0] != -70_000 || c.Missing[1] != 0 {
		t.Errorf("the first gaps are %v", c.Missing)
	}
	if held := (1<<30 - freeOf(env)) / pageBytes; held != len(parts[0].pages)-freePages {
		t.Errorf("%d pages are reserved for %d", held, len(parts[0].pages))
	}
}

// freeOf is how many bytes can be reserved, which it gives back.
func freeOf(env *Env) int {
	free := 0
	for step := 1 << 30; step > 0; step /= 2 {
		for env.Memory.Reserve(int64(step)) {
			free += step
		}
	}
	env.Memory.Release(int64(free))
	return free
}

func TestPeriodsStayWithinTheBudget(t *testing.T) {
	p := newDays(t, &Env{Memory: spill.NewBudget(0)})
	for page := range int64(freePages) {
		p.set(page << pageBits)
	}
	if _, ok := p.Coverage(0); !ok {
		t.Fatal("the first pages need no budget")
	}
	p.set(freePages << pageBits)
	if _, ok := p.Coverage(0); ok {
		t.Error("more pages than the budget allows, and nothing is said")
	}
}
