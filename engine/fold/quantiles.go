package fold

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/decimal256"

	"assay/engine/spill"
	"assay/engine/vector"
)

// Quantiles holds the values of a column of numbers so that the one of any rank
// can be found, exactly. Each becomes a word whose order is the value's; words
// that memory has no room for wait in a file, and a rank is found by counting
// words by their leading bits, sixteen at a time.
type Quantiles struct {
	env   *Env
	words spill.Words
	store *spill.Store
	typ   arrow.DataType
	lane  vector.Lane
	scale int32
	wide  []decimal256.Num // decimals that do not fit a word
	count int64
	keep  vector.Mask
}

// NewQuantiles returns quantiles of nothing.
func NewQuantiles(env *Env) Accumulator {
	return &Quantiles{env: env, store: spill.NewStore(env)}
}

// Update takes in the selected values of one column.
func (q *Quantiles) Update(in []*vector.Vector, n int, rows vector.Mask) error {
	v := in[0]
	if v.Lane == vector.Null {
		return nil
	}
	q.typed(v)
	q.keep = present(q.keep, v, n, rows)
	var err error
	q.keep.Each(func(row int) bool {
		err = q.push(v, row)
		return err == nil
	})
	return err
}

// UpdateWeighted observes each value as often as its weight says.
func (q *Quantiles) UpdateWeighted(values *vector.Vector, weights []uint32) error {
	if values.Lane == vector.Null {
		return nil
	}
	q.typed(values)
	for i, n := range weights {
		for range n {
			if err := q.push(values, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// typed takes the type of the values from a vector, which may hold none of them.
func (q *Quantiles) typed(v *vector.Vector) {
	q.typ, q.lane = v.Type, v.Lane
	if d, ok := v.Type.(arrow.DecimalType); ok {
		q.scale = d.GetScale()
	}
}

// push keeps the value of a row: one that fits no word, as wide decimals, whole.
func (q *Quantiles) push(v *vector.Vector, row int) error {
	var word uint64
	switch v.Lane {
	case vector.Int:
		word = uint64(v.Ints[row]) ^ 1<<63
	case vector.Uint:
		word = v.Uints[row]
	case vector.Float:
		word = vector.FloatWord(v.Floats[row])
	case vector.Decimal:
		n := v.Decimals[row].BigInt()
		if !n.IsInt64() {
			q.wide = append(q.wide, v.Decimals[row])
			q.count++
			return nil
		}
		word = uint64(n.Int64()) ^ 1<<63
	default:
		return fmt.Errorf("quantiles of %s", v.Type)
	}
	q.count++
	return q.words.Push1(q.store, word)
}

// Merge takes in what other has seen.
func (q *Quantiles) Merge(other Accumulator) error {
	o := other.(*Quantiles)
	if q.lane == vector.Null {
		q.typ, q.lane, q.scale = o.typ, o.lane, o.scale
	}
	q.words.Merge(&o.words)
	q.wide = append(q.wide, o.wide...)
	q.count += o.count
	return nil
}

// Finish orders the decimals that no word holds.
func (q *Quantiles) Finish() error {
	slices.SortFunc(q.wide, compareDecimals)
	return nil
}

// Count is the number of values.
func (q *Quantiles) Count() int64 { return q.count }

// Median is the middle value, or the mean of the two middle ones, rounded once;
// it reports false where there is no value.
func (q *Quantiles) Median() (float64, bool, error) {
	if q.count == 0 {
		return 0, false, nil
	}
	low, err := q.rank((q.count - 1) / 2)
	if err != nil {
		return 0, false, err
	}
	high := low
	if q.count%2 == 0 {
		if high, err = q.rank(q.count / 2); err != nil {
			return 0, false, err
		}
	}
	return meanOf(low, high, q.lane, q.scale), true, nil
}

// value is one that the quantiles hold: a word, or a decimal that fits none.
type value struct {
	word uint64
	wide *decimal256.Num
}

// meanOf is the mean of two values of a lane, of decimals of a scale.
func meanOf(a, b value, lane vector.Lane, scale int32) float64 {
	if lane == vector.Float {
		x, y := vector.WordFloat(a.word, vector.Float), vector.WordFloat(b.word, vector.Float)
		if math.IsInf(x, 0) || math.IsInf(y, 0) {
			return x + y
		}
		sum := new(big.Rat).Add(new(big.Rat).SetFloat64(x), new(big.Rat).SetFloat64(y))
		f, _ := sum.Quo(sum, big.NewRat(2, 1)).Float64()
		return f
	}
	sum := new(big.Int).Add(a.unscaled(lane), b.unscaled(lane))
	mean := scaled(sum, scale)
	f, _ := mean.Quo(mean, big.NewRat(2, 1)).Float64()
	return f
}

func (v value) unscaled(lane vector.Lane) *big.Int {
	switch {
	case v.wide != nil:
		return v.wide.BigInt()
	case lane == vector.Uint:
		return new(big.Int).SetUint64(v.word)
	}
	return big.NewInt(int64(v.word ^ 1<<63))
}

// rank finds the value that has k values before it.
func (q *Quantiles) rank(k int64) (value, error) {
	below := 0
	for below < len(q.wide) && q.wide[below].Sign() < 0 {
		below++
	}
	switch words := int64(q.words.Len()); {
	case k < int64(below):
		return value{wide: &q.wide[k]}, nil
	case k >= int64(below)+words:
		return value{wide: &q.wide[k-words]}, nil
	}
	word, err := selectWord(&q.words, k-int64(below))
	return value{word: word}, err
}

// digitBits is how many bits a pass over the words decides.
const digitBits = 16

// selectWord finds the word that has k words before it in order.
func selectWord(words *spill.Words, k int64) (uint64, error) {
	var prefix uint64
	counts := make([]int64, 1<<digitBits)
	for shift := 64 - digitBits; shift >= 0; shift -= digitBits {
		clear(counts)
		decided := ^uint64(0) << (shift + digitBits)
		if shift+digitBits == 64 {
			decided = 0
		}
		err := words.Each(func(piece []uint64) error {
			for _, w := range piece {
				if w&decided == prefix {
					counts[w>>shift&(1<<digitBits-1)]++
				}
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
		for digit, n := range counts {
			if k < n {
				prefix |= uint64(digit) << shift
				break
			}
			k -= n
		}
	}
	return prefix, nil
}
