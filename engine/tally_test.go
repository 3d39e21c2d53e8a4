package engine_test

import (
	"context"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

// encodedTable is a table whose columns arrive as dictionaries, now and then as a
// new one.
type encodedTable struct {
	table
	seed uint64
}

func (e encodedTable) Scan(ctx context.Context, req engine.ScanRequest) (engine.Scan, error) {
	scan, err := e.table.Scan(ctx, req)
	return encodedScan{scan, e.seed}, err
}

type encodedScan struct {
	engine.Scan
	seed uint64
}

func (s encodedScan) Next(ctx context.Context) (engine.Split, error) {
	split, err := s.Scan.Next(ctx)
	if err != nil {
		return nil, err
	}
	return &encodedSplit{Split: split, rng: rand.New(rand.NewPCG(s.seed, uint64(split.Ordinal())))}, nil
}

// encodedSplit adds to its dictionary what it lacks, or starts a new one.
type encodedSplit struct {
	engine.Split
	rng    *rand.Rand
	values []int64
	dict   arrow.Array
}

func (s *encodedSplit) Next(ctx context.Context) (*engine.Batch, error) {
	b, err := s.Split.Next(ctx)
	if err != nil {
		return nil, err
	}
	if s.rng.IntN(3) == 0 {
		s.values, s.dict = nil, nil
	}
	index := make(map[int64]int32)
	for i, v := range s.values {
		index[v] = int32(i)
	}
	var rows []*array.Int32Builder
	for _, c := range b.Columns {
		arr := c.Array.(*array.Int64)
		out := array.NewInt32Builder(memory.DefaultAllocator)
		for i := range arr.Len() {
			if arr.IsNull(i) {
				out.AppendNull()
				continue
			}
			at, ok := index[arr.Value(i)]
			if !ok {
				at = int32(len(s.values))
				index[arr.Value(i)] = at
				s.values, s.dict = append(s.values, arr.Value(i)), nil
			}
			out.Append(at)
		}
		rows = append(rows, out)
	}
	if s.dict == nil {
		values := array.NewInt64Builder(memory.DefaultAllocator)
		values.AppendValues(s.values, nil)
		s.dict = values.NewArray()
	}
	dt := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.PrimitiveTypes.Int64}
	for i := range b.Columns {
		b.Columns[i].Array = array.NewDictionaryArray(dt, rows[i].NewArray(), s.dict)
	}
	return b, nil
}

// TestTallies folds tables with and without dictionaries.
func TestTallies(t *testing.T) {
	folds := map[string]func(*fold.Env) fold.Accumulator{
		"moments": fold.NewMoments, "extremes": fold.NewExtremes, "median": fold.NewMedian, "distinct": fold.NewDistinct,
	}
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 8))
		data := randomTable(rng, rng.IntN(3000), []int{10, 5000, 100_000}[seed%3])
		for _, cells := range data.columns { // of which folds would complain
			for i := range cells {
				cells[i].null = cells[i].null || cells[i].invalid
				cells[i].invalid = false
			}
		}
		var checks []*engine.Check
		for _, column := range []string{"x", "y"} {
			for _, where := range []*engine.Condition{nil, whereEven} {
				for key, new := range folds {
					checks = append(checks, &engine.Check{ID: key, Where: where, Kind: engine.Fold{
						Needs: []engine.Need{{Key: key, Inputs: input(column), New: new}},
						Judge: func(filled []fold.Accumulator) (engine.Observation, error) {
							return engine.Observation{Success: true, Details: figures(t, filled[0])}, nil
						},
					}})
				}
			}
		}
		opt := engine.RunOptions{Workers: 1 + rng.IntN(3), BatchRows: []int{1, 3, 64, 1000}[rng.IntN(4)], AllowEmpty: true, TempDir: t.TempDir()}
		plain, encoded := runChecks(t, data, checks, opt), runChecks(t, encodedTable{data, seed}, checks, opt)
		for i := range checks {
			if a, b := plain.Outcomes[i].Details, encoded.Outcomes[i].Details; !reflect.DeepEqual(a, b) {
				t.Errorf("seed %d: %s of %v is %v, and by dictionaries %v", seed, checks[i].ID, checks[i].Where != nil, a, b)
			}
		}
		plain.Close()
		encoded.Close()
	}
}

// figures are what an accumulator has to say.
func figures(t *testing.T, a fold.Accumulator) map[string]any {
	switch a := a.(type) {
	case *fold.Moments:
		deviation, ok := a.Stdev()
		return map[string]any{"n": a.Count(), "sum": a.Sum(), "stdev": []any{deviation > 0, ok}}
	case *fold.Extremes:
		return map[string]any{"min": a.Min(), "max": a.Max()}
	case *fold.Median:
		m, ok, err := a.Median()
		if err != nil {
			t.Error(err)
		}
		return map[string]any{"median": vector.FloatScalar(m), "ok": ok}
	case *fold.Distinct:
		return map[string]any{"distinct": a.Count(), "values": a.Values()}
	}
	return nil
}
