package assay_test

import (
	"context"
	"reflect"
	"testing"

	"assay/engine"
	"assay/readers"
)

// TestProfileIsOfTheDataAlone profiles a table in batches and by workers of
// several numbers, which must not show.
func TestProfileIsOfTheDataAlone(t *testing.T) {
	profile := func(batch, workers int) *engine.Result {
		src, err := readers.Open(context.Background(), readers.Request{Paths: []string{"testdata/public/penguins-raw.csv"}})
		if err != nil {
			t.Fatal(err)
		}
		defer src.Close()
		plan, err := engine.Compile(src.Schema(), nil, nil, engine.PlanOptions{})
		if err != nil {
			t.Fatal(err)
		}
		res, err := engine.Run(context.Background(), plan, src, engine.RunOptions{BatchRows: batch, Workers: workers, Profile: true})
		if err != nil {
			t.Fatal(err)
		}
		defer res.Close()
		return res
	}
	want := profile(0, 1)
	if len(want.Profile) != len(want.Columns) || want.Profile[2].Distinct != 3 {
		t.Fatalf("%d columns, %d profiles, %+v", len(want.Columns), len(want.Profile), want.Profile)
	}
	for _, c := range want.Columns {
		if c.Read {
			t.Errorf("column %s counts as read, although no check is about it", c.Name)
		}
	}
	for _, batch := range []int{1, 7, 100} {
		for _, workers := range []int{1, 3} {
			if got := profile(batch, workers); !reflect.DeepEqual(got.Profile, want.Profile) {
				t.Errorf("batches of %d, %d workers:\n%+v\nwant\n%+v", batch, workers, got.Profile, want.Profile)
			}
		}
	}
}
