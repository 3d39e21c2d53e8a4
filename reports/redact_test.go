package reports_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/profile"
	"assay/engine/vector"
	"assay/reports"
)

const secret = "s3cret"

// confidential holds the secret wherever a value of the column user may be, and
// "public" in another column.
func confidential() *engine.Result {
	value, open := vector.StringScalar(secret), vector.StringScalar("public")
	user := []engine.Input{{Column: "user"}}
	pair := notNull()
	pair.Status, pair.Counts = engine.Fail, &engine.RowCounts{Elements: 9, Unexpected: 2}
	pair.Check.ID, pair.Check.Columns, pair.Check.Beside = "pair", []string{"user", "city"}, []string{"user"}
	pair.Check.Kind = engine.Rows{Inputs: []engine.Input{{Column: "user"}, {Column: "city"}}}
	row := engine.Example{At: engine.Address{Record: 1}, Values: []vector.Scalar{value, open}, Beside: []vector.Scalar{value}}
	null := engine.Example{At: engine.Address{Record: 2}, Values: []vector.Scalar{{}, open}}
	pair.Examples = []engine.Example{row, null}
	pair.All = engine.NewFailureLog(2, func(visit func(engine.Example) error) error {
		if err := visit(row); err != nil {
			return err
		}
		return visit(null)
	})
	rule := pair
	rule.Check = &engine.Check{ID: "rule", Name: "satisfies", Expect: "a rule", Mostly: 1, Severity: engine.Critical, Kind: engine.Rows{Inputs: user}}
	figure := mean(1, engine.Fail)
	figure.Check.ID = "figure"
	figure.Check.Kind = engine.Fold{Needs: []engine.Need{{Key: "x", Inputs: user, New: fold.NewRows}}}
	figure.Observed = map[string]any{"least": value}
	figure.Details = map[string]any{"all": []vector.Scalar{value}}
	broken := notNull()
	broken.Status, broken.Counts, broken.Check.ID = engine.Error, nil, "broken"
	broken.Check.Kind = engine.Ordered{Input: user[0]}
	broken.Err = &engine.CheckError{Code: "evaluation-error", Msg: "cannot add 1 to " + secret}
	groups := notNull()
	groups.Status, groups.Counts, groups.Check.ID, groups.Check.Segments = engine.Fail, nil, "groups", []string{"user"}
	groups.Check.Kind = engine.Rows{Inputs: []engine.Input{{Column: "city"}}}
	groups.Segments = &engine.Segments{Columns: []string{"user"}, Groups: 2, Failed: 1, Worst: []engine.Segment{{Values: []vector.Scalar{value}, Rows: 3, Status: engine.Fail, Observed: open}}}
	r := base(pair, rule, figure, broken, groups)
	cell := vector.Scalar{Type: arrow.BinaryTypes.String, Lane: vector.Bytes, Invalid: true, S: secret}
	r.Findings[engine.ValidCells].Status = engine.Fail
	r.Findings[engine.ValidCells].Counts.Unexpected = 1
	r.Findings[engine.ValidCells].Examples = []engine.Example{{At: engine.Address{Record: 3}, Values: []vector.Scalar{cell}, Reason: "user is not int64"}}
	r.Columns = []engine.ColumnInfo{{Name: "user", Type: "utf8", Read: true}, {Name: "city", Type: "utf8", Read: true}}
	r.Profile = []profile.Summary{
		{Rows: 9, Distinct: 2, Min: value, Max: value, Values: []profile.Frequency{{Value: value, Count: 9}}},
		{Rows: 9, Distinct: 2, Min: open, Max: open, Values: []profile.Frequency{{Value: open, Count: 9}}},
	}
	return r
}

// TestRedactInEveryFormat looks for the secret in all that any format writes.
func TestRedactInEveryFormat(t *testing.T) {
	r := confidential()
	r.Timing = rejected().Timing // openlineage needs it
	figuresOnly := []string{"prometheus", "dvc-metrics", "dvc-plots"}
	for _, f := range reports.All() {
		specs := []string{f.Name}
		if f.Name == "gx" {
			specs = append(specs, "gx?result_format=COMPLETE")
		}
		for _, spec := range specs {
			options := reports.Options{Verbose: true}
			open := render(t, spec, r, options)
			if !bytes.Contains(open, []byte(secret)) && !slices.Contains(figuresOnly, f.Name) {
				t.Errorf("%s: the test is blind: the secret does not show without redaction either", spec)
			}
			some := render(t, spec, reports.Redact(r, reports.Redaction{Columns: []string{"user"}}), options)
			if bytes.Contains(some, []byte(secret)) {
				t.Errorf("%s shows a value of a sensitive column:\n%s", spec, some)
			}
			if bytes.Contains(open, []byte("public")) && !bytes.Contains(some, []byte("public")) {
				t.Errorf("%s hides the values of another column too:\n%s", spec, some)
			}
			all := render(t, spec, reports.Redact(r, reports.Redaction{All: true}), options)
			if bytes.Contains(all, []byte(secret)) || bytes.Contains(all, []byte(`public"`)) {
				t.Errorf("%s shows a value although all are redacted:\n%s", spec, all)
			}
		}
	}
}

// TestRedactSaved looks for the secret in reports of a result that was saved.
func TestRedactSaved(t *testing.T) {
	read, err := reports.ReadJSON(bytes.NewReader(render(t, "json", confidential(), reports.Options{})))
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range []string{"text", "json", "html"} {
		page := render(t, spec, reports.Redact(read, reports.Redaction{All: true}), reports.Options{Verbose: true})
		if bytes.Contains(page, []byte(secret)) || bytes.Contains(page, []byte(`public"`)) {
			t.Errorf("%s shows a value:\n%s", spec, page)
		}
	}
}

func TestRedactKeepsWhatIsNoValue(t *testing.T) {
	r := confidential()
	got := reports.Redact(r, reports.Redaction{All: true})
	o := got.Outcomes[0]
	if *o.Counts != *r.Outcomes[0].Counts || o.Examples[0].At != r.Outcomes[0].Examples[0].At || !o.Examples[1].Values[0].IsNull() {
		t.Errorf("%+v", o)
	}
	if r.Outcomes[0].Examples[0].Values[0].S != secret {
		t.Error("the result itself was changed")
	}
	if p := got.Profile[0]; p.Rows != 9 || p.Distinct != 2 || p.Values != nil {
		t.Errorf("%+v", p)
	}
	if reports.Redact(r, reports.Redaction{}) != r {
		t.Error("nothing to hide, and yet a copy")
	}
}
