package engine_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"assay/engine"
	"assay/engine/fold"
)

// failingTable is a table of which some splits cannot be read, once all of these
// are under way.
type failingTable struct {
	table
	errs map[int]error // by the ordinal of the split
	last int           // fails before any other does
}

func (f failingTable) Scan(ctx context.Context, req engine.ScanRequest) (engine.Scan, error) {
	scan, err := f.table.Scan(ctx, req)
	all := &sync.WaitGroup{}
	all.Add(len(f.errs))
	return failingScan{scan, f, all, make(chan struct{})}, err
}

type failingScan struct {
	engine.Scan
	table  failingTable
	all    *sync.WaitGroup
	failed chan struct{}
}

func (s failingScan) Next(ctx context.Context) (engine.Split, error) {
	split, err := s.Scan.Next(ctx)
	if err != nil || s.table.errs[split.Ordinal()] == nil {
		return split, err
	}
	return failingSplit{split, s}, nil
}

type failingSplit struct {
	engine.Split
	scan failingScan
}

func (s failingSplit) Next(context.Context) (*engine.Batch, error) {
	s.scan.all.Done()
	s.scan.all.Wait()
	if s.Ordinal() == s.scan.table.last {
		defer close(s.scan.failed)
	} else {
		<-s.scan.failed
	}
	return nil, s.scan.table.errs[s.Ordinal()]
}

// TestEarliestErrorIsReported has several splits that fail, whichever is the
// first to: a cause comes before the cancellation that it brought about, and of
// causes that which is first in the data.
func TestEarliestErrorIsReported(t *testing.T) {
	damaged, torn := errors.New("damaged"), errors.New("torn")
	canceled := fmt.Errorf("read: %w", context.Canceled)
	for _, c := range []struct {
		errs map[int]error
		want error
	}{
		{map[int]error{1: damaged, 3: torn}, damaged},
		{map[int]error{1: canceled, 3: torn}, torn},
		{map[int]error{0: torn, 2: canceled}, torn},
		{map[int]error{2: canceled}, canceled},
	} {
		for last := range c.errs {
			data := failingTable{numberedGroups(8, func(i int) int64 { return 1 }, func(i int) int64 { return 1 }), c.errs, last}
			data.splits = []int{2, 2, 2, 2}
			plan, err := engine.Compile(data.Schema(), []*engine.Check{positive("x")}, nil, engine.PlanOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err = engine.Run(context.Background(), plan, data, engine.RunOptions{Workers: 4}); !errors.Is(err, c.want) {
				t.Errorf("%v, of which split %d is the first to fail: got %v", c.errs, last, err)
			}
		}
	}
}

// recordingTable remembers how it was scanned.
type recordingTable struct {
	table
	requests *[]engine.ScanRequest
}

func (r recordingTable) Scan(ctx context.Context, req engine.ScanRequest) (engine.Scan, error) {
	*r.requests = append(*r.requests, req)
	return r.table.Scan(ctx, req)
}

// asking is a check whose figure may take another pass. It passes where the
// figure is that of the pass that was asked for.
func asking(again bool) *engine.Check {
	first := func(*fold.Env) fold.Accumulator { return &total{} }
	need := engine.Need{Key: "figure", Inputs: input("x"), New: first, Again: func(fold.Accumulator) func(*fold.Env) fold.Accumulator {
		if !again {
			return nil
		}
		return func(*fold.Env) fold.Accumulator { return &total{count: 100} }
	}}
	return &engine.Check{ID: fmt.Sprintf("asking: %v", again), Kind: engine.Fold{Needs: []engine.Need{need}, Judge: func(filled []fold.Accumulator) (engine.Observation, error) {
		return engine.Observation{Success: (filled[0].(*total).count > 100) == again && filled[0].(*total).sum == 3}, nil
	}}}
}

// once is a table that can be read once only, unless all of it is kept.
type once struct{ recordingTable }

func (once) OneTime() bool { return true }

// TestDataThatIsReadOnceIsNotKept has a figure that does with one pass where the
// data cannot be read again.
func TestDataThatIsReadOnceIsNotKept(t *testing.T) {
	data := once{recordingTable{numberedGroups(3, func(int) int64 { return 1 }, func(int) int64 { return 1 }), new([]engine.ScanRequest)}}
	o := runChecks(t, data, []*engine.Check{asking(false)}, engine.RunOptions{}).Outcomes[0]
	if o.Status != engine.Pass || len(*data.requests) != 1 || (*data.requests)[0].Again {
		t.Errorf("%v, scans %+v", o.Status, *data.requests)
	}
}

// TestScansAreAnnounced says beforehand whether the data may be asked for again,
// and asks only where the first pass found something to look at.
func TestScansAreAnnounced(t *testing.T) {
	ones := numberedGroups(3, func(int) int64 { return 1 }, func(i int) int64 { return int64(i) })
	keyed := func(column string) *engine.Check {
		return &engine.Check{ID: column, Mostly: 1, Kind: engine.Keyed{Inputs: input(column)}}
	}
	for _, c := range []struct {
		check *engine.Check
		again []bool // of each scan
	}{
		{positive("x"), []bool{false}},
		{keyed("y"), []bool{true}},
		{keyed("x"), []bool{true, false}},
		{asking(false), []bool{true}},
		{asking(true), []bool{true, false}},
	} {
		for _, audit := range []bool{false, true} {
			data := recordingTable{ones, new([]engine.ScanRequest)}
			res := runChecks(t, data, []*engine.Check{c.check}, engine.RunOptions{NoStatistics: audit, Timing: true})
			var again, audits []bool
			for _, r := range *data.requests {
				again, audits = append(again, r.Again), append(audits, r.Audit)
			}
			wantAudits := make([]bool, len(c.again))
			wantAudits[0] = audit
			if _, isFold := c.check.Kind.(engine.Fold); isFold && res.Outcomes[0].Status != engine.Pass {
				t.Errorf("%s: %v", c.check.ID, res.Outcomes[0].Status)
			}
			if !slices.Equal(again, c.again) || !slices.Equal(audits, wantAudits) || res.Timing.Passes != len(c.again) {
				t.Errorf("%s: %d passes, announced %v, want %v; audits %v", c.check.ID, res.Timing.Passes, again, c.again, audits)
			}
		}
	}
}
