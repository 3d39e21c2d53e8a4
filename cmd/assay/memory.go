package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"assay/readers/remote"
)

// What reading takes beside the state of checks: buffers of each worker, and
// the program itself.
const (
	memoryOfProgram = 16 << 20
	memoryOfWorker  = 8 << 20
	// minReadAhead keeps requests to storage elsewhere from being tiny.
	minReadAhead = 4 << 20
)

// memoryPlan divides --memory.
type memoryPlan struct {
	process int64 // for everything
	state   int64 // of it, for state that grows with the data
	ahead   int64 // for reading ahead, taken off state where data are remote
}

// planMemory leaves state what reading does not need, and a quarter at least:
// where that is too much together, the process takes more than it was given.
func planMemory(budget int64, workers int) memoryPlan {
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	reading := memoryOfProgram + memoryOfWorker*int64(workers)
	state := max(budget-reading, budget/4)
	ahead := min(max(budget/4, minReadAhead), remote.DefaultReadAhead)
	return memoryPlan{process: max(budget, reading+state), state: state, ahead: ahead}
}

// stateFor is what is for state where some of the data may be remote.
func (m memoryPlan) stateFor(remote bool) int64 {
	if !remote {
		return m.state
	}
	return max(m.state-m.ahead, m.state/4)
}

// limitProcess has the garbage collector keep to the plan, or to GOMEMLIMIT
// where that is less.
func (m memoryPlan) limitProcess() {
	debug.SetMemoryLimit(min(m.process, debug.SetMemoryLimit(-1)))
}

// String says what the plan is, for --plan.
func (m memoryPlan) String() string {
	return fmt.Sprintf("memory: %s, of which %s for state that grows with the data; what exceeds it goes to temporary files",
		mebibytes(m.process), mebibytes(m.state))
}

func mebibytes(n int64) string { return fmt.Sprintf("%.4gMiB", float64(n)/(1<<20)) }
