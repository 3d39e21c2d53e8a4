package expectations_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
	"assay/expectations"
)

// given are parameters by native name, as setParam takes them.
type given map[string]any

func number(text string) vector.Literal {
	return vector.Literal{Kind: vector.LiteralNumber, Text: text}
}

func text(s string) vector.Literal { return vector.Literal{Kind: vector.LiteralString, Text: s} }

func day(s string) vector.Literal { return vector.Literal{Kind: vector.LiteralTime, Text: s} }

func truth(s string) vector.Literal { return vector.Literal{Kind: vector.LiteralBool, Text: s} }

// declared finds an expectation and fills its parameters.
func declared(t *testing.T, name string, params given) (*expectations.Declaration, any) {
	t.Helper()
	d, ok := expectations.Builtin().Lookup(name)
	if !ok {
		t.Fatalf("no expectation %s", name)
	}
	filled := d.NewParams()
	for _, info := range d.Params() {
		if v, ok := params[info.Name]; ok {
			setParam(info, filled, v)
		}
	}
	return d, filled
}

// TestExpect reads the words in which reports say what is expected.
func TestExpect(t *testing.T) {
	letters := make([]vector.Literal, 30)
	for i := range letters {
		letters[i] = text(string(rune('A' + i)))
	}
	for _, c := range []struct {
		name   string
		params given
		want   string
	}{
		{"not-null", nil, "no missing values"},
		{"null", nil, "no value at all"},
		{"between", given{"min": number("18"), "max": number("99")}, "between 18 and 99"},
		{"between", given{"min": number("18"), "strict_min": true}, "above 18"},
		{"in-set", given{"values": []vector.Literal{text("FR"), text(""), number("3")}}, `one of FR, "", 3`},
		{"in-set", given{"values": letters}, "one of A, B, C … (30)"},
		{"not-in-set", given{"values": letters[:2]}, "none of A, B"},
		{"matches-regex", given{"regex": "^a+$"}, "matching ^a+$"},
		{"not-matches-regex", given{"regex": "^a+$"}, "not matching ^a+$"},
		{"length-between", given{"min": int64(2), "max": int64(2)}, "length exactly 2"},
		{"of-type", given{"type": "int"}, "type int"},
		{"in-type-list", given{"types": []string{"int", "float", "str"}}, "type int, float or str"},
		{"column-type", given{"type": "int"}, "type int"},
		{"length-equals", given{"value": int64(3)}, "length exactly 3"},
		{"matches-like", given{"pattern": "a%"}, "like a%"},
		{"not-matches-like", given{"pattern": "a%"}, "not like a%"},
		{"matches-like-list", given{"patterns": []string{"a%", "b_"}}, "like any of a%, b_"},
		{"matches-like-list", given{"patterns": []string{"a%", "b_"}, "match_on": "all"}, "like all of a%, b_"},
		{"not-matches-like-list", given{"patterns": []string{"a%", "b_"}}, "like none of a%, b_"},
		{"matches-regex-list", given{"regexes": []expectations.Regexp{"^a", "b$"}}, "matching any of ^a, b$"},
		{"not-matches-regex-list", given{"regexes": []expectations.Regexp{"^a", "b$"}}, "matching none of ^a, b$"},
		{"matches-strftime", given{"format": "%Y"}, "a time written %Y"},
		{"date-parseable", nil, "a date or time"},
		{"json-parseable", nil, "JSON"},
		{"no-outliers", nil, "at most 1.5 interquartile ranges outside the quartiles"},
		{"no-outliers", given{"method": "std", "multiplier": 3.0}, "less than 3 standard deviations from the mean"},
		{"pair-equal", given{"a": "x", "b": "y"}, "x equal to y"},
		{"pair-in-set", given{"pairs": [][]vector.Literal{{text("FR"), {}}, {text(""), number("1")}}}, `one of (FR, null), ("", 1)`},
		{"columns-sum-equals", given{"total": number("100")}, "the sum 100"},
		{"columns-equal", nil, "all equal"},
		{"unique-within-row", nil, "no value twice in a row"},
		{"column-count-between", given{"min": int64(3)}, "column count at least 3"},
		{"column-count-equals", given{"value": int64(3)}, "column count exactly 3"},
		{"pair-greater", given{"a": "end", "b": "start"}, "end above start"},
		{"pair-greater", given{"a": "end", "b": "start", "or_equal": true}, "end at or above start"},
		{"satisfies", given{"rule": "a < b"}, "a < b"},
		{"unique", nil, "no value twice"},
		{"increasing", nil, "none below the one before"},
		{"increasing", given{"strictly": true}, "each above the one before"},
		{"decreasing", nil, "none above the one before"},
		{"decreasing", given{"strictly": true}, "each below the one before"},
		{"z-score-below", given{"threshold": 3.0}, "less than 3 standard deviations from the mean"},
		{"z-score-below", given{"threshold": 2.5, "double_sided": false}, "less than 2.5 standard deviations above the mean"},
		{"row-count-between", given{"min": int64(1)}, "row count at least 1"},
		{"row-count-between", given{"min": int64(1), "max": int64(9)}, "row count between 1 and 9"},
		{"row-count-equals", given{"value": int64(500)}, "row count exactly 500"},
		{"column-exists", given{"column": "id"}, "column id"},
		{"column-exists", given{"column": "id", "column_index": int64(0)}, "column id at position 0"},
		{"columns-in-order", given{"columns": []string{"id", "age"}}, "the columns id, age, in this order"},
		{"columns-in-set", given{"columns": []string{"id", "age"}}, "the columns id, age and no others"},
		{"columns-in-set", given{"columns": []string{"a", "b", "c", "d", "e", "f"}, "exact_match": false}, "the columns a, b, c … (6)"},
		{"mean-between", given{"min": number("10.0"), "max": number("50.0")}, "mean between 10.0 and 50.0"},
		{"mean-between", nil, "any mean"},
		{"min-between", given{"min": number("0")}, "minimum at least 0"},
		{"max-between", given{"max": day("2024-12-31")}, "maximum at most 2024-12-31"},
		{"median-between", given{"min": number("1")}, "median at least 1"},
		{"sum-between", given{"max": number("1e6")}, "sum at most 1e6"},
		{"stdev-between", given{"max": number("3")}, "standard deviation at most 3"},
		{"distinct-count-between", given{"min": int64(2), "max": int64(5)}, "distinct count between 2 and 5"},
	} {
		d, params := declared(t, c.name, c.params)
		if got := d.Expect(params); got != c.want {
			t.Errorf("%s %v expects %q, want %q", c.name, c.params, got, c.want)
		}
	}
}

// halves is a partition of two values, and intervals one of bins from 0 on.
var halves = expectations.Partition{Values: []vector.Literal{number("1"), number("2")}, Weights: []float64{0.5, 0.5}}

func intervals(weights ...float64) expectations.Partition {
	p := expectations.Partition{Bins: []float64{0}, Weights: weights}
	for i := range weights {
		p.Bins = append(p.Bins, float64(i+1))
	}
	return p
}

// TestProblems finds the mistakes that the parameters alone show.
func TestProblems(t *testing.T) {
	for _, c := range []struct {
		name   string
		params given
		want   string // parameter and code of each problem
	}{
		{"between", given{"min": number("1"), "max": number("2")}, ""},
		{"between", nil, "min missing-parameter"},
		{"between", given{"min": vector.Literal{}}, "min missing-parameter"},
		{"between", given{"min": number("9007199254740993"), "max": number("9007199254740992")}, "min bad-range"},
		{"between", given{"min": number("1"), "max": number("1.0")}, ""},
		{"between", given{"min": number("1"), "max": number("1.0"), "strict_max": true}, "min bad-range"},
		{"between", given{"min": number("1"), "max": text("z")}, "max bad-range"},
		{"between", given{"min": day("2024-02-01"), "max": text("2024-01-31")}, "min bad-range"},
		{"between", given{"min": number("1"), "strict_max": true}, "strict_max missing-parameter"},
		{"between", given{"min": truth("true")}, "min bad-value"},
		{"length-between", nil, "min missing-parameter"},
		{"length-between", given{"min": int64(-1)}, "min bad-value"},
		{"length-between", given{"min": int64(3), "max": int64(2)}, "min bad-range"},
		{"row-count-between", given{"min": int64(3), "max": int64(2)}, "min bad-range"},
		{"row-count-between", nil, ""},
		{"row-count-equals", given{"value": int64(-1)}, "value bad-value"},
		{"distinct-count-between", given{"max": int64(-2)}, "max bad-value"},
		{"in-set", nil, "values empty-set"},
		{"not-in-set", given{"values": []vector.Literal{}}, "values empty-set"},
		{"of-type", given{"type": "integr"}, "type bad-value"},
		{"of-type", given{"type": "timestamp[us, tz=UTC]"}, ""},
		{"pair-greater", given{"a": "x", "b": "x"}, "b bad-value"},
		{"compound-unique", given{"columns": []string{"a"}}, "columns bad-value"},
		{"compound-unique", given{"columns": []string{"a", "b", "a"}}, "columns bad-value"},
		{"columns-in-set", given{"columns": []string{"a", "a"}}, "columns bad-value"},
		{"columns-in-order", given{"columns": []string{"a", "a"}}, "columns bad-value"},
		{"mean-between", given{"min": day("2024-01-01")}, "min bad-value"},
		{"mean-between", given{"min": number("2"), "max": number("1")}, "min bad-range"},
		{"max-between", given{"min": day("2024-01-02"), "max": day("2024-01-01")}, "min bad-range"},
		{"z-score-below", given{"threshold": 0.0}, "threshold bad-value"},
		{"moving-stdev", given{"window": int64(2), "threshold": 0.1}, ""},
		{"moving-stdev", given{"window": int64(1), "threshold": 0.0}, "window out-of-range, threshold out-of-range"},
		{"moving-stdev", given{"window": int64(2), "threshold": math.Inf(1)}, "threshold out-of-range"},
		{"deviates-less-than", given{"from": number("1"), "absolute": 0.1}, ""},
		{"deviates-less-than", given{"from": number("1"), "absolute": 0.0, "relative": 0.0}, "absolute bad-value, relative bad-value"},
		{"no-gaps", given{"count": int64(1)}, ""},
		{"no-gaps", given{"count": int64(1_000_000)}, ""},
		{"no-gaps", given{"count": int64(0)}, "count out-of-range"},
		{"no-gaps", given{"count": int64(1_000_001), "max_missing": int64(-1)}, "count out-of-range, max_missing out-of-range"},
		{"class-balance", given{"max_ratio": 1.0}, ""},
		{"class-balance", given{"max_ratio": 0.5}, "max_ratio bad-value"},
		{"cramers-phi-below", given{"a": "x", "b": "y", "n_bins_a": int64(1), "bins_b": []float64{1, 2}}, ""},
		{"cramers-phi-below", given{"a": "x", "b": "y", "n_bins_a": int64(0), "bins_b": []float64{1}}, "n_bins_a bad-value, bins_b bad-value"},
		{"cramers-phi-below", given{"a": "x", "b": "y", "n_bins_b": int64(1000), "bins_a": []float64{1, 1}}, "bins_a bad-value"},
		{"cramers-phi-below", given{"a": "x", "b": "y", "n_bins_b": int64(1001)}, "n_bins_b bad-value"},
		{"kl-divergence-below", given{"partition": halves, "threshold": 0.0, "tail_weight_holdout": 1.0}, ""},
		{"kl-divergence-below", given{"partition": intervals(0.5, 0.5), "tail_weight_holdout": 0.0, "internal_weight_holdout": 1.0}, ""},
		{"kl-divergence-below", given{"partition": halves, "threshold": -0.1}, "threshold bad-value"},
		{"kl-divergence-below", given{"partition": halves, "tail_weight_holdout": 1.1}, "tail_weight_holdout bad-value"},
		{"kl-divergence-below", given{"partition": halves, "tail_weight_holdout": -0.1}, "tail_weight_holdout bad-value"},
		{"kl-divergence-below", given{"partition": intervals(0.5, 0.5), "internal_weight_holdout": 1.1}, "internal_weight_holdout bad-value"},
		{"kl-divergence-below", given{"partition": intervals(0.5, 0.5), "internal_weight_holdout": -0.1}, "internal_weight_holdout bad-value"},
		{"kl-divergence-below", given{"partition": halves, "internal_weight_holdout": 0.1}, "internal_weight_holdout bad-value"},
		{"kl-divergence-below", given{"partition": intervals(0.5, 0.4)}, "partition bad-partition"},
		{"kl-divergence-below", given{"partition": intervals(0.5, 0.500009)}, ""},
		{"kl-divergence-below", given{"partition": intervals(1.5, -0.5)}, "partition bad-partition"},
		{"kl-divergence-below", given{"partition": expectations.Partition{Bins: []float64{1, 1}, Weights: []float64{1}}}, "partition bad-partition"},
		{"bootstrapped-ks-p-above", given{"partition": intervals(0.5, 0.5), "bootstrap_samples": int64(1), "bootstrap_sample_size": int64(1)}, ""},
		{"bootstrapped-ks-p-above", given{"partition": intervals(0.5, 0.5), "bootstrap_samples": int64(0)}, "bootstrap_samples bad-value"},
		{"bootstrapped-ks-p-above", given{"partition": intervals(0.5, 0.5), "bootstrap_sample_size": int64(0)}, "bootstrap_sample_size bad-value"},
		{"bootstrapped-ks-p-above", given{"partition": intervals(0.5, 0.4)}, "partition bad-partition"},
		{"bootstrapped-ks-p-above", given{"partition": expectations.Partition{Bins: []float64{0, 1}, Weights: []float64{0.8}, Tails: []float64{0.1, 0.1}}}, "partition bad-value"},
		{"bootstrapped-ks-p-above", given{"partition": intervals(1), "bootstrap_samples": int64(10_000), "bootstrap_sample_size": int64(1000)}, ""},
		{"bootstrapped-ks-p-above", given{"partition": intervals(1), "bootstrap_samples": int64(10_000), "bootstrap_sample_size": int64(1001)}, "bootstrap_samples bad-value"},
		{"class-balance", given{"min": number("0.7"), "max": number("0.3")}, "min bad-range"},
		{"chi-square-p-above", given{"partition": halves, "p": 1.0}, ""},
		{"chi-square-p-above", given{"partition": halves, "p": 1.1}, "p bad-value"},
		{"chi-square-p-above", given{"partition": halves, "p": -0.1}, "p bad-value"},
		{"ks-p-above", given{"distribution": "norm", "params": expectations.Arguments{Named: map[string]float64{"mean": 0, "std_dev": 0.1}}}, ""},
		{"ks-p-above", given{"distribution": "norm", "params": expectations.Arguments{Named: map[string]float64{"mean": 0, "std_dev": 0}}}, "params bad-value"},
		{"ks-p-above", given{"distribution": "uniform", "params": expectations.Arguments{Named: map[string]float64{"min": 1, "max": 1}}}, "params bad-value"},
		{"matches-format", given{"format": "postal-code"}, "country missing-parameter"},
		{"pair-in-set", given{"a": "x", "b": "y", "pairs": [][]vector.Literal{{number("1")}}}, "pairs bad-value"},
		{"moving-stdev", given{"window": int64(1000), "threshold": 1.0, "by": "d", "group_by": []string{"g"}}, ""},
		{"moving-stdev", given{"window": int64(1001), "threshold": 1.0, "by": "g", "group_by": []string{"g"}}, "window out-of-range, by bad-value"},
		{"step", given{"min": number("2"), "max": number("1")}, "min bad-range"},
		{"step", given{"by": number("2"), "max": number("1")}, "by bad-value"},
		{"step", given{"by": text("7d")}, ""},
		{"fresh", given{"max_age": "1d"}, ""},
		{"fresh", given{"max_age": "0d"}, "max_age bad-value"},
		{"exists-in", given{"columns": []string{"a", "b"}, "in": "x.csv", "other_columns": []string{"c"}}, "other_columns bad-value"},
		{"exists-in", given{"columns": []string{"a", "b"}, "in": "x.csv", "other_columns": []string{"c", "d"}}, ""},
		{"exists-in", given{"columns": []string{"a"}, "in": "x.csv"}, ""},
	} {
		d, params := declared(t, c.name, c.params)
		var got []string
		for _, p := range d.Validate(params) {
			got = append(got, p.Param+" "+p.Code)
			if p.Msg == "" || strings.HasSuffix(p.Msg, ".") {
				t.Errorf("%s %v: message %q", c.name, c.params, p.Msg)
			}
			if !strings.HasPrefix(p.Param, "strict_") && !hasParam(d, p.Param) {
				t.Errorf("%s %v: problem with %s, which is no parameter", c.name, c.params, p.Param)
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s %v: problems %q, want %q", c.name, c.params, s, c.want)
		}
	}
}

func hasParam(d *expectations.Declaration, name string) bool {
	for _, p := range d.Params() {
		if p.Name == name {
			return true
		}
	}
	return false
}

// TestFiniteIsProvenByBounds asks whether statistics show that no value is
// infinite.
func TestFiniteIsProvenByBounds(t *testing.T) {
	d, params := declared(t, "finite", given{"column": "x"})
	kind, err := d.Build(params, []arrow.Field{{Name: "x", Type: arrow.PrimitiveTypes.Float64}}, &engine.Env{})
	if err != nil {
		t.Fatal(err)
	}
	float := vector.FloatScalar
	for _, c := range []struct {
		facts engine.ColumnStatistics
		want  bool
	}{
		{engine.ColumnStatistics{Rows: 2, Min: float(-1), Max: float(1e308)}, true},
		{engine.ColumnStatistics{Rows: 2, Min: vector.IntScalar(1), Max: vector.IntScalar(2)}, true},
		{engine.ColumnStatistics{Rows: 2, Nulls: 2}, true},
		{engine.ColumnStatistics{Rows: 2, Min: float(math.Inf(-1)), Max: float(1)}, false},
		{engine.ColumnStatistics{Rows: 2, Min: float(1), Max: float(math.Inf(1))}, false},
		{engine.ColumnStatistics{Rows: 2}, false},
	} {
		if got := kind.(engine.Rows).Proven(c.facts); got != c.want {
			t.Errorf("%+v: %v", c.facts, got)
		}
	}
}

func TestTypeIsSuggested(t *testing.T) {
	for word, want := range map[string]string{"integr": "integer", "Strng": "string", "tiemstamp": "timestamp"} {
		d, params := declared(t, "of-type", given{"type": word})
		problems := d.Validate(params)
		if len(problems) != 1 || problems[0].Hint != fmt.Sprintf("did you mean %s?", want) {
			t.Errorf("%s: %v, want a hint at %s", word, problems, want)
		}
	}
}

// TestHints reads what parameters ask of a column without a type.
func TestHints(t *testing.T) {
	for _, c := range []struct {
		name   string
		params given
		want   engine.Hint
	}{
		{"not-null", nil, engine.NoHint},
		{"between", given{"min": number("1")}, engine.HintNumber},
		{"between", given{"max": day("2024-01-01")}, engine.HintTime},
		{"between", given{"max": text("2024-01-01")}, engine.NoHint},
		{"between", given{"min": vector.Literal{}, "max": number("1")}, engine.HintNumber},
		{"in-set", given{"values": []vector.Literal{number("1"), number("2")}}, engine.HintNumber},
		{"in-set", given{"values": []vector.Literal{number("1"), text("a")}}, engine.NoHint},
		{"in-set", given{"values": []vector.Literal{text("a"), number("1")}}, engine.NoHint},
		{"mean-between", nil, engine.HintNumber},
		{"sum-between", nil, engine.HintNumber},
		{"median-between", nil, engine.HintNumber},
		{"stdev-between", nil, engine.HintNumber},
		{"z-score-below", given{"threshold": 1.0}, engine.HintNumber},
		{"min-between", given{"min": number("1")}, engine.HintNumber},
		{"max-between", given{"min": day("2024-01-01")}, engine.HintTime},
		{"max-between", nil, engine.NoHint},
		{"length-between", given{"max": int64(3)}, engine.NoHint},
		{"of-type", given{"type": "int"}, engine.NoHint},
	} {
		d, params := declared(t, c.name, c.params)
		if got := d.Hint(params); got != c.want {
			t.Errorf("%s %v asks for %d, want %d", c.name, c.params, got, c.want)
		}
	}
}
