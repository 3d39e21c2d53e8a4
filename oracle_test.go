package assay_test

import (
	"context"
	"math"
	"strconv"
	"testing"

	"assay/engine"
	"assay/engine/vector"
	"assay/readers"
	"assay/suites"
)

// TestFiguresAgreeWithSciPy holds the figures that expectations observe against
// those that NumPy, SciPy and pandas compute; testdata/oracle/figures.py made
// them. Each expectation of the suite says in its meta what is wanted.
func TestFiguresAgreeWithSciPy(t *testing.T) {
	loader := suites.Loader{}
	suite, mistakes := loader.Load("testdata/oracle/suite.yaml")
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	src, err := readers.Open(context.Background(), readers.Request{
		Paths: []string{"testdata/oracle/figures.csv"}, Types: suite.Data.Types,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	bound := suite.Bind(&engine.Env{Schema: src.Schema(), Now: goldenNow})
	plan, err := engine.Compile(src.Schema(), bound.Checks, bound.Findings, engine.PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	res, err := engine.Run(context.Background(), plan, src, engine.RunOptions{BatchRows: 100, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer res.Close()
	if len(res.Outcomes) < 150 {
		t.Errorf("%d figures were compared", len(res.Outcomes))
	}
	for _, o := range res.Outcomes {
		want, err := strconv.ParseFloat(o.Check.Meta["want"].(vector.Literal).Text, 64)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := observedNumber(o.Observed)
		if !ok || math.Abs(got-want) > 1e-9*math.Abs(want)+1e-12 {
			t.Errorf("%s %v: %v (%v), want %v", o.Check.ID, o.Check.Params, o.Observed, o.Err, want)
		}
	}
}

// observedNumber is the figure that an expectation observed: of quantiles, the
// first.
func observedNumber(observed any) (float64, bool) {
	if m, ok := observed.(map[string]any); ok {
		observed = m["values"].([]vector.Scalar)[0]
	}
	s, ok := observed.(vector.Scalar)
	if !ok {
		return 0, false
	}
	return s.Number()
}
