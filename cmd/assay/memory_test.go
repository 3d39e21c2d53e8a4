package main

import "testing"

func TestPlanMemory(t *testing.T) {
	const mib = 1 << 20
	for _, c := range []struct {
		budget, workers, process, state int64
	}{
		{256, 2, 256, 224},
		{256, 20, 256, 80},
		{256, 100, 16 + 800 + 64, 64}, // reading alone needs more
		{4, 1, 16 + 8 + 1, 1},
	} {
		got := planMemory(c.budget*mib, int(c.workers))
		if got.process != c.process*mib || got.state != c.state*mib {
			t.Errorf("%d MiB for %d workers: %v", c.budget, c.workers, got)
		}
	}
}

func TestHolds(t *testing.T) {
	data := []string{"data/orders", "more/*.csv", "one.csv"}
	for arg, want := range map[string]bool{
		"data/orders": true, "data/orders/": true, "./data/orders/2024/a.csv": true, "data/other": false, "data/orders2": false,
		"more/a.csv": true, "more/b/a.csv": false, "one.csv": true, "two.csv": false, "data": false,
	} {
		if got := holds(data, []string{arg}); got != want {
			t.Errorf("%s: %t", arg, got)
		}
	}
	if holds(data, []string{"one.csv", "two.csv"}) {
		t.Error("one of two files is in no dataset")
	}
}
