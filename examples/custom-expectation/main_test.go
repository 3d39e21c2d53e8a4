package main

import (
	"context"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"assay"
	"assay/expectations"
	"assay/suites"
)

// TestCheck finds the one packed order whose quantity is no multiple of six.
func TestCheck(t *testing.T) {
	var report strings.Builder
	code, err := check(context.Background(), &report, "orders.yaml", "orders.csv")
	if err != nil || code != assay.ExitRejected {
		t.Fatalf("exit code %d, %v", code, err)
	}
	for _, want := range []string{
		"multiple.quantity", "expected  multiples of 6", "1 of 3 rows unexpected", "orders.csv:3  record 2  quantity = 13",
	} {
		if !strings.Contains(report.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, report.String())
		}
	}
}

// TestMistakes checks that a parameter's mistake has its place in the suite.
func TestMistakes(t *testing.T) {
	_, err := loader().Parse("orders.yaml", []byte("version: 1\nexpectations:\n  - multiple: {column: quantity, of: 0}\n"))
	const want = "orders.yaml:3:38: of is 0, and must be 1 or more [bad-value]"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestOthersDoNotKnowIt checks that the expectation is the loader's alone.
func TestOthersDoNotKnowIt(t *testing.T) {
	_, err := assay.LoadSuite("orders.yaml")
	if err == nil || !strings.Contains(err.Error(), "unknown-expectation") {
		t.Errorf("got %v", err)
	}
}

// TestUnsigned gives it the widest integers, as Arrow record batches.
func TestUnsigned(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "quantity", Type: arrow.PrimitiveTypes.Uint64}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	b.Field(0).(*array.Uint64Builder).AppendValues([]uint64{18446744073709551612, 18446744073709551615}, nil)
	suite, err := loader().Parse("quantities", []byte("version: 1\nexpectations: [{multiple: {column: quantity, of: 6}}]"))
	if err != nil {
		t.Fatal(err)
	}
	result, err := assay.Check(context.Background(), suite, assay.Records("quantities", schema, b.NewRecordBatch()), assay.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer result.Close()
	if n := result.Outcomes[0].Counts.Unexpected; n != 1 {
		t.Errorf("%d rows are unexpected, want 1", n)
	}
}

// TestSchema checks that editors learn of the expectation too.
func TestSchema(t *testing.T) {
	schema, err := suites.JSONSchema(expectations.NewCatalogue(multiple))
	if err != nil || !strings.Contains(string(schema), `"multiple"`) {
		t.Errorf("the schema does not know it: %v", err)
	}
}
