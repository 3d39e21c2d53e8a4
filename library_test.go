package assay_test

import (
	"context"
	"errors"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"assay"
	"assay/engine"
)

// endless hands out one batch for ever, and ends a context after some.
type endless struct {
	array.RecordReader
	batch  arrow.RecordBatch
	left   int
	cancel func()
}

func (r *endless) Schema() *arrow.Schema          { return r.batch.Schema() }
func (r *endless) RecordBatch() arrow.RecordBatch { return r.batch }
func (r *endless) Err() error                     { return nil }
func (r *endless) Release()                       {}
func (r *endless) Next() bool {
	if r.left--; r.left == 0 {
		r.cancel()
	}
	return true
}

// TestCheckEndsWithItsContext checks that nothing stays of a check that was
// cancelled: no goroutine, no temporary file.
func TestCheckEndsWithItsContext(t *testing.T) {
	schema, batches := orders()
	suite := parse(t, "version: 1\nexpectations: [{unique: sku}, {median-between: {column: quantity, min: 0}}]")
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	data := assay.Stream("endless", schema, func(context.Context) (array.RecordReader, error) {
		return &endless{batch: batches[0], left: 1000, cancel: cancel}, nil
	})
	opt := assay.Options{Run: engine.RunOptions{Memory: 1}}
	opt.TempDir = t.TempDir()
	result, err := assay.Check(ctx, suite, data, opt)
	if result != nil || assay.ExitCodeOf(result, err) != assay.ExitInterrupted {
		t.Errorf("got %v, %v", result, err)
	}
	if left, err := os.ReadDir(opt.TempDir); err != nil || len(left) > 0 {
		t.Errorf("temporary files stay: %v, %v", left, err)
	}
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, and %d before", runtime.NumGoroutine(), before)
		}
		runtime.Gosched()
	}
}

// TestSuiteServesManyChecks checks with one suite in many goroutines.
func TestSuiteServesManyChecks(t *testing.T) {
	suite, err := assay.LoadSuite("testdata/public/airports.yaml")
	if err != nil {
		t.Fatal(err)
	}
	reports := make([]string, 8)
	var wg sync.WaitGroup
	for i := range reports {
		wg.Go(func() {
			result, err := assay.Check(context.Background(), suite, assay.Files("testdata/public/airports.csv"), assay.Options{})
			if err != nil {
				t.Error(err)
				return
			}
			defer result.Close()
			reports[i] = written(t, result, "json")
		})
	}
	wg.Wait()
	for i, report := range reports {
		if report != reports[0] || report == "" {
			t.Errorf("check %d reports something else", i)
		}
	}
}

// TestSensitiveValuesStayOut checks that a result tells nothing of columns that
// the suite calls sensitive, nor of any where that is asked for.
func TestSensitiveValuesStayOut(t *testing.T) {
	schema, batches := orders()
	suite := parse(t, "version: 1\ndata: {sensitive: [sku]}\nexpectations: [{unique: sku}, {between: {column: quantity, max: 7}}]")
	for _, redact := range []bool{false, true} {
		result, err := assay.Check(context.Background(), suite, assay.Records("orders", schema, batches...), assay.Options{Redact: redact})
		if err != nil {
			t.Fatal(err)
		}
		report := written(t, result, "json")
		result.Close()
		if strings.Contains(report, "A-2") {
			t.Errorf("redact %t: a sensitive value is shown:\n%s", redact, report)
		}
		if shown := strings.Contains(report, `"values": [8]`); shown == redact {
			t.Errorf("redact %t: another value is shown: %t\n%s", redact, shown, report)
		}
	}
}

// TestRequestsThatMakeNoSense have their error and code, before any data is read.
func TestRequestsThatMakeNoSense(t *testing.T) {
	schema, batches := orders()
	records := assay.Records("orders", schema, batches...)
	good := parse(t, "version: 1\nexpectations: [{unique: sku}]")
	misspelt := parse(t, "version: 1\ndata: {sensitive: [skuu]}\nexpectations: [{unique: sku}]")
	for want, check := range map[string]func() (*assay.Result, error){
		`unknown report format "pdf"`: func() (*assay.Result, error) {
			return assay.Check(context.Background(), good, records, assay.Options{Reports: []string{"pdf"}})
		},
		`the column "skuu", which the data do not have: did you mean "sku"?`: func() (*assay.Result, error) {
			return assay.Check(context.Background(), misspelt, records, assay.Options{})
		},
		"no data is named": func() (*assay.Result, error) {
			return assay.Check(context.Background(), good, assay.Data{}, assay.Options{})
		},
		`unknown input format "xlsx"`: func() (*assay.Result, error) {
			return assay.Check(context.Background(), good, assay.Reader(strings.NewReader(""), "xlsx"), assay.Options{})
		},
	} {
		result, err := check()
		var request *assay.RequestError
		if result != nil || !errors.As(err, &request) || !strings.Contains(err.Error(), want) || assay.ExitCodeOf(result, err) != assay.ExitUsage {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if _, err := assay.LoadSuite(); assay.ExitCodeOf(nil, err) != assay.ExitUsage {
		t.Errorf("without a suite: %v", err)
	}
	if code := assay.ExitCodeOf(nil, nil); code != assay.ExitRejected {
		t.Errorf("without a result the code is %d", code)
	}
}

// TestReportNeedsWhatWasCollected refuses a report that the result cannot fill.
func TestReportNeedsWhatWasCollected(t *testing.T) {
	schema, batches := orders()
	suite := parse(t, "version: 1\nexpectations: [{unique: sku}]")
	for _, reports := range [][]string{nil, {"html"}} {
		result, err := assay.Check(context.Background(), suite, assay.Records("orders", schema, batches...), assay.Options{Reports: reports})
		if err != nil {
			t.Fatal(err)
		}
		var page strings.Builder
		err = assay.WriteReport(&page, result, "html")
		result.Close()
		if lacks := reports == nil; lacks != (err != nil) || lacks != (page.Len() == 0) {
			t.Errorf("%v: %v, %d bytes", reports, err, page.Len())
		}
	}
}

func parse(t *testing.T, text string) *assay.Suite {
	t.Helper()
	suite, err := assay.Loader{}.Parse("suite.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return suite
}

func written(t *testing.T, r *assay.Result, format string) string {
	t.Helper()
	var b strings.Builder
	if err := assay.WriteReport(&b, r, format); err != nil {
		t.Error(err)
	}
	return b.String()
}
