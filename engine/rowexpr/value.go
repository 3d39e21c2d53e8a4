package rowexpr

import "assay/engine/vector"

// chunkRows is how many rows a program works on at a time: few enough for the
// values of a whole expression to stay in the cache. It is a multiple of 64,
// so that masks are cut between words.
const chunkRows = 1024

// value is what a node comes to in each row of a chunk. A row is in one of
// three states: it has a value (valid), it failed (err), or it is null.
type value struct {
	valid vector.Mask
	err   vector.Mask // nil where the node cannot fail
	bools vector.Mask // the rows that are true, all of them valid

	ints     []int64
	uints    []uint64
	floats   []float64
	decimals []words
	// Row i of a text is data[from[i]:to[i]].
	data     []byte
	from, to []int32
	// offsets, where set, is from with the end of the last row behind it: to
	// is the same one row on. It is set where the texts are a column's own.
	offsets []int32
	// ownFrom and ownTo serve columns with a dictionary.
	ownFrom, ownTo []int32
}

// newValue returns a value with room for n rows of a lane.
func newValue(lane vector.Lane, n int, canFail bool) value {
	v := value{valid: vector.NewMask(n)}
	if canFail {
		v.err = vector.NewMask(n)
	}
	switch lane {
	case vector.Bool:
		v.bools = vector.NewMask(n)
	case vector.Int:
		v.ints = make([]int64, n)
	case vector.Uint:
		v.uints = make([]uint64, n)
	case vector.Float:
		v.floats = make([]float64, n)
	case vector.Decimal:
		v.decimals = make([]words, n)
	case vector.Bytes:
		v.from, v.to = make([]int32, n), make([]int32, n)
	}
	return v
}

// bytes is the text of row i.
func (v *value) bytes(i int) []byte { return v.data[v.from[i]:v.to[i]] }

// fail moves rows of word w that have a value to the failed ones.
func (v *value) fail(w int, rows uint64) {
	if rows &= v.valid[w]; rows != 0 {
		v.valid[w] &^= rows
		v.err[w] |= rows
	}
}

// state is the rows of word w that are true, that are false, and that failed.
func (v *value) state(w int) (yes, no, failed uint64) {
	yes = v.bools[w]
	no = v.valid[w] &^ yes
	if v.err != nil {
		failed = v.err[w]
	}
	return yes, no, failed
}

// resize cuts or restores the masks to the words of a chunk.
func (v *value) resize(words int) {
	v.valid = v.valid[:words]
	if v.err != nil {
		v.err = v.err[:words]
	}
	if v.bools != nil {
		v.bools = v.bools[:words]
	}
}

// clear makes every row null.
func (v *value) clear() {
	clear(v.valid)
	clear(v.err)
	clear(v.bools)
}
