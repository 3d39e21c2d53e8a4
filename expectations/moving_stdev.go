package expectations

import (
	"fmt"
	"math"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
)

type movingStdevParams struct {
	oneColumn
	Window    int64    `param:"window,required" doc:"how many values before it a value is held against, from 2 to 1000"`
	Threshold float64  `param:"threshold,required" doc:"how many standard deviations it may be from their mean"`
	By        Column   `param:"by" doc:"the column whose order the rows are put in first; their own order where left out"`
	GroupBy   []Column `param:"group_by" doc:"columns; only rows with equal values in them are held against each other"`
}

// longestWindow bounds the work for a value.
const longestWindow = 1000

var _ = register(Def[movingStdevParams]{
	Name:  "moving-stdev",
	Group: "order and time",
	Title: "No value leaps out of those just before it",
	Doc: `A value is unexpected where it is more than threshold standard deviations (n-1) from the mean of the window values before it: a series may drift, and must not leap. The first window values of a series are held against nothing. Where those before it are all equal, a value that differs from them is unexpected.

Missing values are left out first. The order is that of the rows, or that of the column by; with group_by each group is a series of its own.`,
	Example: `- moving-stdev: {column: revenue, window: 7, threshold: 4, by: day, group_by: [store]}`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: Integers | Floats,
	Validate: func(p *movingStdevParams) []Problem {
		var problems []Problem
		if p.Window < 2 || p.Window > longestWindow {
			problems = append(problems, Problem{Param: "window", Code: "out-of-range", Msg: fmt.Sprintf("window is %d; it is from 2 to %d", p.Window, longestWindow)})
		}
		if !(p.Threshold > 0) || math.IsInf(p.Threshold, 0) {
			problems = append(problems, Problem{Param: "threshold", Code: "out-of-range", Msg: "threshold is a number above 0"})
		}
		return append(problems, p.order().problems()...)
	},
	Hint: func(*movingStdevParams) engine.Hint { return engine.HintNumber },
	Expect: func(p *movingStdevParams) string {
		return p.order().describe(fmt.Sprintf("at most %g standard deviations from the mean of the %d before", p.Threshold, p.Window))
	},
	Build: func(p *movingStdevParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return p.order().inOrder(env, func() engine.Sequence {
			return &leaps{window: make([]float64, 0, p.Window), threshold: p.Threshold, lane: vector.LaneOf(columns[0].Type)}
		})
	},
})

func (p *movingStdevParams) order() direction {
	return direction{oneColumn: p.oneColumn, By: p.By, GroupBy: p.GroupBy}
}

// leaps is the sequence in which a value is unexpected where it is far from the
// mean of those before it.
type leaps struct {
	window    []float64 // the last values, in no order once it is full
	next      int       // the oldest of a full window
	threshold float64
	lane      vector.Lane
}

// Begin forgets the last group.
func (l *leaps) Begin() { l.window, l.next = l.window[:0], 0 }

// Next judges a value and makes it the last.
func (l *leaps) Next(_ uint64, values []uint64) (unexpected bool) {
	x := vector.WordFloat(values[0], l.lane)
	if len(l.window) < cap(l.window) {
		l.window = append(l.window, x)
		return false
	}
	mean, stdev := meanAndStdev(l.window)
	unexpected = math.Abs(x-mean) > l.threshold*stdev
	l.window[l.next] = x
	l.next = (l.next + 1) % len(l.window)
	return unexpected
}

// meanAndStdev takes two looks at the values, for the sake of exactness.
func meanAndStdev(values []float64) (mean, stdev float64) {
	for _, x := range values {
		mean += x / float64(len(values))
	}
	for _, x := range values {
		stdev += (x - mean) * (x - mean)
	}
	return mean, math.Sqrt(stdev / float64(len(values)-1))
}
