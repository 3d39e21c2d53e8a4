package assay_test

import (
	"context"
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/readers"
)

// seedFiles are the data of testdata/seed, without their extensions, and the
// expectation that each fails.
var seedFiles = map[string]string{
	"good":        "",
	"bad_user_id": "not-null.user_id",
	"bad_age":     "between.age",
	"bad_price":   "mean-between.price",
}

// TestSeed runs the command on the data that this project began with, as CSV
// and as Parquet.
func TestSeed(t *testing.T) {
	assay := filepath.Join(buildAssay(t), "assay")
	for name, fails := range seedFiles {
		csv, parquet := filepath.Join("testdata/seed", name+".csv"), filepath.Join("testdata/seed", name+".parquet")
		if *update {
			src, err := readers.Open(context.Background(), readers.Request{Paths: []string{csv}})
			if err != nil {
				t.Fatal(err)
			}
			writeParquet(t, parquet, src, 8, true)
			src.Close()
		}
		for _, path := range []string{csv, parquet} {
			checkFails(t, assay, path, "testdata/seed/suite.yaml", 20, fails)
		}
	}
}

// TestPublicData runs the command on tables that others made, in which it
// finds what is wrong with them.
func TestPublicData(t *testing.T) {
	assay := filepath.Join(buildAssay(t), "assay")
	checkFails(t, assay, "testdata/public/penguins-raw.csv", "testdata/public/penguins.yaml", 344,
		"unique.Individual ID, compound-unique.Species,Individual ID")
	checkFails(t, assay, "testdata/public/airports.csv", "testdata/public/airports.yaml", 3376,
		"not-null.city, in-set.country, between.latitude")
}

// checkFails demands that exactly the named expectations fail on a file, and
// the exit code that goes with it.
func checkFails(t *testing.T, assay, path, suite string, rows int, fails string) {
	t.Helper()
	out, err := exec.Command(assay, "check", path, "-s", suite, "--report", "json").Output()
	code := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	var result struct {
		Verdict  string
		Rows     int
		Outcomes []struct{ ID, Status string }
		Findings []struct{ ID, Status string }
	}
	if err := json.Unmarshal(out, &result); err != nil {
		t.Fatalf("%s: %v\n%s", path, err, out)
	}
	var failed []string
	for _, o := range slices.Concat(result.Outcomes, result.Findings) {
		if o.Status != "pass" {
			failed = append(failed, o.ID)
		}
	}
	wantCode, wantVerdict := 0, "accepted"
	if fails != "" {
		wantCode, wantVerdict = 1, "rejected"
	}
	if got := strings.Join(failed, ", "); got != fails || code != wantCode || result.Verdict != wantVerdict || result.Rows != rows {
		t.Errorf("%s: exit code %d, %s, %d rows, failed: %s\nwant exit code %d, %s, %d rows, failed: %s",
			path, code, result.Verdict, result.Rows, got, wantCode, wantVerdict, rows, fails)
	}
}
