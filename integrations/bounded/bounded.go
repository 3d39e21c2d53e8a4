// Package bounded runs what reads bytes of strangers within limits of time and
// memory. It is for tests.
package bounded

import (
	"fmt"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

// Hanging is how long nothing but a hang can take, on any machine.
const Hanging = 5 * time.Minute

// Run runs f. The test fails where f allocates more than budget bytes, all of
// them added up, whether they were needed at the same time or not. Where f
// hangs, the process ends with the stacks of all goroutines.
func Run(t testing.TB, budget uint64, f func()) {
	t.Helper()
	timer := time.AfterFunc(Hanging, func() {
		debug.SetTraceback("all")
		panic(fmt.Sprintf("%s: one input takes more than %v", t.Name(), Hanging))
	})
	defer timer.Stop()
	before := allocated()
	f()
	if taken := allocated() - before; taken > budget {
		t.Errorf("%d bytes of memory were taken, and the budget is %d", taken, budget)
	}
}

// allocated is how many bytes the process has allocated so far.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
