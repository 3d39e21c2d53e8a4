package expectations

import (
	"assay/engine"
	"assay/engine/fold"
)

// The accumulators that expectations share: needs of one key over one column and
// row condition are filled once.

func rowsNeed() engine.Need {
	return engine.Need{Key: "rows", New: fold.NewRows, Known: func(rows int64, _ []engine.ColumnStatistics) fold.Accumulator {
		return fold.RowsOf(rows)
	}}
}

func sumNeed(c oneColumn) engine.Need {
	return engine.Need{Key: "sum", Within: "moments", Inputs: []engine.Input{c.input()}, New: fold.NewSum}
}

func momentsNeed(c oneColumn) engine.Need {
	return engine.Need{Key: "moments", Inputs: []engine.Input{c.input()}, New: fold.NewMoments}
}

func extremesNeed(c oneColumn) engine.Need {
	return engine.Need{Key: "extremes", Inputs: []engine.Input{c.input()}, New: fold.NewExtremes, Known: knownExtremes}
}

// knownExtremes are the extremes that statistics tell.
func knownExtremes(_ int64, facts []engine.ColumnStatistics) fold.Accumulator {
	if facts[0].Min.IsNull() {
		return nil
	}
	return fold.ExtremesOf(facts[0].Min, facts[0].Max)
}

func medianNeed(c oneColumn) engine.Need {
	return engine.Need{
		Key: "median", Inputs: []engine.Input{c.input()}, New: fold.NewMedian,
		Again: func(filled fold.Accumulator) func(*fold.Env) fold.Accumulator { return filled.(*fold.Median).Again() },
	}
}

func distinctNeed(c oneColumn) engine.Need {
	return engine.Need{Key: "distinct", Inputs: []engine.Input{c.input()}, New: fold.NewDistinct}
}

// countsNeed asks for the different values and how often each occurs.
func countsNeed(c oneColumn) engine.Need {
	return engine.Need{Key: "counts", Inputs: []engine.Input{c.input()}, New: fold.NewValueCounts}
}

func cellsNeed(c oneColumn) engine.Need {
	return engine.Need{Key: "cells", Inputs: []engine.Input{{Column: string(c.Column), Dict: true}}, New: fold.NewCells, Known: knownCells}
}

// knownCells are the counts that statistics tell.
func knownCells(rows int64, facts []engine.ColumnStatistics) fold.Accumulator {
	if facts[0].Nulls < 0 {
		return nil
	}
	return fold.CellsOf(rows, rows-facts[0].Nulls)
}

func quantilesNeed(c oneColumn) engine.Need {
	return engine.Need{Key: "quantiles", Inputs: []engine.Input{c.input()}, New: fold.NewQuantiles}
}

func shapeNeed(c oneColumn) engine.Need {
	return engine.Need{Key: "shape", Inputs: []engine.Input{c.input()}, New: fold.NewShape}
}

func zerosNeed(c oneColumn) engine.Need {
	return engine.Need{Key: "zeros", Inputs: []engine.Input{c.input()}, New: fold.NewZeros}
}

func comomentsNeed(p twoColumns) engine.Need {
	return engine.Need{Key: "comoments", Inputs: p.inputs(), New: fold.NewComoments}
}

func pairCountsNeed(p twoColumns) engine.Need {
	return engine.Need{Key: "pairs", Inputs: p.inputs(), New: fold.NewPairCounts}
}

func combinationsNeed(c columnSet) engine.Need {
	return engine.Need{Key: "combinations", Inputs: c.inputs(), New: fold.NewCombinations}
}
