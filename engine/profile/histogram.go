package profile

import "math"

// The bins that are counted, and those that are drawn: as many as divide the
// range best.
const (
	fineBins  = 1024
	mostBars  = 24
	leastBars = 16
)

// histogram counts values in bins of 2^exponent. The exponent is the least at
// which the bins between the extremes are at most fineBins: a function of the
// extremes. Widening the bins adds up neighbours, which gives what counting
// with wider bins from the start would have given.
type histogram struct {
	low, high float64
	any       bool
	whole     bool // values are whole numbers, and bins not narrower than one
	exponent  int
	first     int64 // index of the first bin: its lower edge over 2^exponent
	counts    []int64
}

// add counts values, each as often as weights says (nil: once).
func (h *histogram) add(values []float64, weights []int64, whole bool) {
	if len(values) == 0 {
		return
	}
	h.whole = whole
	low, high := values[0], values[0]
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	h.reach(low, high)
	scale := math.Ldexp(1, -h.exponent)
	for i, v := range values {
		n := int64(1)
		if weights != nil {
			n = weights[i]
		}
		h.counts[binOf(v, scale)-h.first] += n
	}
}

// reach makes bins for values from low to high.
func (h *histogram) reach(low, high float64) {
	if h.any && low >= h.low && high <= h.high {
		return
	}
	had := *h
	if h.any {
		low, high = min(low, h.low), max(high, h.high)
	}
	h.low, h.high, h.any = low, high, true
	h.exponent = binExponent(low, high, h.whole)
	scale := math.Ldexp(1, -h.exponent)
	h.first = binOf(low, scale)
	h.counts = make([]int64, binOf(high, scale)-h.first+1)
	h.take(&had)
}

// take adds the counts of a histogram whose bins are not wider.
func (h *histogram) take(o *histogram) {
	shift := h.exponent - o.exponent
	for i, n := range o.counts {
		h.counts[(o.first+int64(i))>>shift-h.first] += n
	}
}

// binOf is the bin of a value; scale is the number of bins in one. What is
// below zero stays so, however small.
func binOf(v, scale float64) int64 {
	if bin := int64(math.Floor(v * scale)); bin != 0 || v >= 0 {
		return bin
	}
	return -1
}

// binExponent is the width of bins as a power of two. Indexes stay below 2^53,
// where floats hold them exactly.
func binExponent(low, high float64, whole bool) int {
	_, magnitude := math.Frexp(max(math.Abs(low), math.Abs(high)))
	exponent := max(magnitude-52, -1000)
	if whole {
		exponent = max(exponent, 0)
	}
	if _, span := math.Frexp(high/fineBins - low/fineBins); high > low {
		exponent = max(exponent, span-2)
	}
	for {
		scale := math.Ldexp(1, -exponent)
		if binOf(high, scale)-binOf(low, scale) < fineBins {
			return exponent
		}
		exponent++
	}
}

// merge takes in what other has counted.
func (h *histogram) merge(o *histogram) {
	if !o.any {
		return
	}
	h.whole = o.whole
	h.reach(o.low, o.high)
	h.take(o)
}

// summary draws the bins together into bars.
func (h *histogram) summary() *Histogram {
	if !h.any {
		return nil
	}
	per := barWidth(len(h.counts))
	width := math.Ldexp(1, h.exponent)
	s := &Histogram{Low: float64(h.first) * width, Width: width * float64(per)}
	s.Counts = make([]int64, (len(h.counts)+per-1)/per)
	for i, n := range h.counts {
		s.Counts[i/per] += n
	}
	return s
}

// barWidth is how many bins make a bar, such that the last bar is as full as
// can be.
func barWidth(bins int) int {
	best, waste := 1, math.MaxInt
	for bars := mostBars; bars >= leastBars; bars-- {
		per := (bins + bars - 1) / bars
		if w := (bins+per-1)/per*per - bins; w < waste {
			best, waste = per, w
		}
	}
	return best
}
