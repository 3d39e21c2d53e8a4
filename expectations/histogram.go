package expectations

import (
	"math"

	"assay/engine/fold"
	"assay/engine/vector"
)

// histogram is how the values of a column of numbers fall between edges: into
// each interval those from its lower edge up to the next, the last edge itself
// included.
type histogram struct {
	counts       []float64
	below, above float64
	total        float64
}

func takeHistogram(counts *fold.ValueCounts, edges []float64) (histogram, error) {
	h := histogram{counts: make([]float64, len(edges)-1), total: float64(counts.Count())}
	last := len(edges) - 1
	at := 0
	err := counts.EachNumber(func(x float64, n int64) error {
		for at < last-1 && x >= edges[at+1] {
			at++
		}
		switch {
		case x < edges[0]:
			h.below += float64(n)
		case x > edges[last]:
			h.above += float64(n)
		default:
			h.counts[at] += float64(n)
		}
		return nil
	})
	return h, err
}

// shares are the counts as parts of all values.
func (h histogram) shares() []float64 {
	shares := make([]float64, len(h.counts))
	for i, n := range h.counts {
		shares[i] = n / h.total
	}
	return shares
}

// binned is a distribution over intervals and the two tails beside them.
type binned struct{ weights, tails []float64 }

// all are the weights of the tails that are not intervals themselves, and of the
// intervals.
func (b binned) all() []float64 {
	return append(append([]float64{b.tails[0]}, b.weights...), b.tails[1])
}

func (b binned) details(edges []float64) map[string]any {
	return map[string]any{"bins": figures(edges), "weights": figures(b.weights), "tail_weights": figures(b.tails)}
}

// hold is how much of the whole is set aside for what is improbable.
type hold struct{ tails, internal float64 }

// expectedBins is the distribution that a continuous partition asks for. Its
// infinite intervals become tails.
func (p Partition) expectedBins(h hold) binned {
	weights := make([]float64, len(p.Weights))
	empty := 0
	for i, w := range p.Weights {
		weights[i] = w * (1 - h.tails - h.internal)
		if weights[i] == 0 {
			empty++
		}
	}
	if h.internal > 0 {
		for i, w := range weights {
			if w == 0 {
				weights[i] = h.internal / float64(empty)
			}
		}
	}
	below, above := p.infinite()
	switch {
	case p.Tails != nil:
		return binned{weights, p.Tails}
	case below || above:
		return p.cutTails(weights, h.tails, h.tails)
	}
	return binned{weights, []float64{h.tails / 2, h.tails / 2}}
}

// observedBins is the distribution that a histogram shows, in the same form.
func (p Partition) observedBins(h histogram) binned {
	return p.cutTails(h.shares(), h.below/h.total, h.above/h.total)
}

// cutTails makes infinite intervals tails, in the place of those given.
func (p Partition) cutTails(weights []float64, below, above float64) binned {
	low, high := p.infinite()
	if low {
		below, weights = weights[0], weights[1:]
	}
	if high {
		above, weights = weights[len(weights)-1], weights[:len(weights)-1]
	}
	return binned{weights, []float64{below, above}}
}

// infinite reports whether the first and the last interval have no end.
func (p Partition) infinite() (below, above bool) {
	return math.IsInf(p.Bins[0], -1), math.IsInf(p.Bins[len(p.Bins)-1], 1)
}

// finiteEdges are the edges between which intervals lie.
func (p Partition) finiteEdges() []float64 {
	edges := p.Bins
	below, above := p.infinite()
	if below {
		edges = edges[1:]
	}
	if above {
		edges = edges[:len(edges)-1]
	}
	return edges
}

// pairCells puts what was observed beside what was expected.
func pairCells(observed, expected []float64) []cell {
	cells := make([]cell, len(observed))
	for i := range cells {
		cells[i] = cell{observed[i], expected[i], 1}
	}
	return cells
}

// numbersOnly is a figure as results show it, null where it is not finite.
func numbersOnly(f float64) vector.Scalar {
	return figure(f, !math.IsInf(f, 0))
}
