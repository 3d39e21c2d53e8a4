package assay_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"assay"
	"assay/engine"
	"assay/engine/vector"
	"assay/expectations"
)

// A file is checked against a suite, and what failed is told.
func Example() {
	suite, err := assay.LoadSuite("testdata/seed/suite.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := assay.Check(context.Background(), suite, assay.Files("testdata/seed/bad_age.csv"), assay.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer result.Close()
	for _, o := range result.Outcomes {
		fmt.Println(o.Check.ID, o.Status)
	}
	fmt.Println("accepted:", result.Accepted)
	// Output:
	// not-null.user_id pass
	// between.age fail
	// mean-between.price pass
	// accepted: false
}

// orders are two record batches in memory.
func orders() (*arrow.Schema, []arrow.RecordBatch) {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "sku", Type: arrow.BinaryTypes.String},
		{Name: "quantity", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
	}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	b.Field(0).(*array.StringBuilder).AppendValues([]string{"A-1", "A-2"}, nil)
	b.Field(1).(*array.Int64Builder).AppendValues([]int64{3, 8}, nil)
	first := b.NewRecordBatch()
	b.Field(0).(*array.StringBuilder).AppendValues([]string{"B-1", "A-2"}, nil)
	b.Field(1).(*array.Int64Builder).AppendValues([]int64{0, 1}, []bool{false, true})
	return schema, []arrow.RecordBatch{first, b.NewRecordBatch()}
}

// Arrow record batches are checked where they are, and a report of the result
// is written.
func ExampleRecords() {
	schema, batches := orders()
	suite, err := assay.Loader{}.Parse("orders", []byte(`
version: 1
expectations:
  - unique: sku
  - not-null: quantity
    mostly: 0.7
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	data := assay.Records("orders in memory", schema, batches...)
	result, err := assay.Check(context.Background(), suite, data, assay.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer result.Close()
	if err := assay.WriteReport(os.Stdout, result, "text"); err != nil {
		fmt.Println(err)
	}
	// Output:
	// REJECTED  orders in memory · 4 rows · 1 file
	// suite orders: 1 of 2 expectations passed, 1 failed (1 critical)
	//
	// ✗ unique.sku                                                                     critical · orders:4
	//     expected  no value twice
	//     observed  ██████░░░░░░ 2 of 4 rows unexpected (50.0%)
	//               orders in memory  record 2  sku = "A-2"
	//               orders in memory  record 4  sku = "A-2"
	//
	// ✓ not-null.quantity  no missing values, in at least 70% of rows  1 of 4 unexpected (25.0%)
}

// Record batches that do not fit into memory are read one after the other. open
// is called again where a check needs a second pass.
func ExampleStream() {
	schema, batches := orders()
	open := func(context.Context) (array.RecordReader, error) { return array.NewRecordReader(schema, batches) }
	suite, err := assay.Loader{}.Parse("orders", []byte("version: 1\nexpectations: [{z-score-below: {column: quantity, threshold: 3, double_sided: true}}]"))
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := assay.Check(context.Background(), suite, assay.Stream("orders", schema, open), assay.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer result.Close()
	fmt.Println(result.Rows, "rows, accepted:", result.Accepted)
	// Output: 4 rows, accepted: true
}

// Bytes from anywhere are data too; the name of their format says how they are
// laid out.
func ExampleReader() {
	suite, err := assay.Loader{}.Parse("ages", []byte("version: 1\nexpectations: [{between: {column: age, min: 18}}]"))
	if err != nil {
		fmt.Println(err)
		return
	}
	data := assay.Reader(strings.NewReader("age\n40\n17\n"), "csv")
	result, err := assay.Check(context.Background(), suite, data, assay.Options{Run: engine.RunOptions{FailOn: engine.FailOnNever}})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer result.Close()
	for _, e := range result.Outcomes[0].Examples {
		fmt.Println("line", e.At.Line, "is", e.Values[0].Text())
	}
	// Output: line 3 is 17
}

// The mistakes of a suite come all at once, each with its place and a way out.
func ExampleSuiteError() {
	_, err := assay.Loader{}.Parse("orders.yaml", []byte("version: 1\nexpectations:\n  - betwen: {column: age, min: 18}\n"))
	var wrong *assay.SuiteError
	if errors.As(err, &wrong) {
		wrong.Print(os.Stdout, false)
	}
	fmt.Println("exit code", int(assay.ExitCodeOf(nil, err)))
	// Output:
	// orders.yaml:3:5: unknown expectation "betwen" [unknown-expectation]
	//   |   - betwen: {column: age, min: 18}
	//   |     ^~~~~~
	//   = did you mean "between"?
	// exit code 2
}

// What can go wrong has a type, and the exit code of the command.
func ExampleExitCodeOf() {
	suite, err := assay.LoadSuite("testdata/seed/suite.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, path := range []string{"testdata/seed/good.csv", "testdata/seed/bad_age.csv", "testdata/seed/none.csv"} {
		result, err := assay.Check(context.Background(), suite, assay.Files(path), assay.Options{})
		code := assay.ExitCodeOf(result, err)
		fmt.Println(int(code), code)
		var unreadable *engine.DataError
		if errors.As(err, &unreadable) {
			fmt.Println(unreadable.Path, "-", unreadable.Msg)
		}
		if result != nil {
			result.Close()
		}
	}
	// Output:
	// 0 accepted
	// 1 rejected: an expectation or a built-in finding at or above --fail-on failed, or could not be evaluated
	// 3 the data cannot be read: missing, corrupt, truncated, or contradicting itself
	// testdata/seed/none.csv - there is no such file or directory
}

type evenParams struct {
	Column expectations.Column `param:"column,bare,required" doc:"the column"`
}

// even expects whole numbers that two divides.
var even = expectations.Declare(expectations.Def[evenParams]{
	Name:    "even",
	Title:   "Every value is an even number",
	Example: "- even: quantity",
	Domain:  expectations.SingleColumn,
	RowWise: true,
	Accepts: expectations.Integers,
	Expect:  func(*evenParams) string { return "even numbers" },
	Build: func(p *evenParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return engine.Rows{
			Inputs: []engine.Input{{Column: string(p.Column)}},
			New:    func() engine.Predicate { return engine.PredicateFunc(markOdd) },
		}, nil
	},
})

// markOdd marks the rows that are not as expected. Nulls need no thought: the
// engine passes over them.
func markOdd(in []*vector.Vector, rows int, out *engine.Marks) error {
	for row := range rows {
		if n := in[0].At(row); n.I%2 != 0 || n.U%2 != 0 {
			out.Unexpected.Set(row)
		}
	}
	return nil
}

// An expectation of your own is known to the loader that it is given to.
func ExampleLoader() {
	loader := assay.Loader{Expectations: []*expectations.Declaration{even}}
	suite, err := loader.Parse("orders", []byte("version: 1\nexpectations: [{even: quantity}]"))
	if err != nil {
		fmt.Println(err)
		return
	}
	schema, batches := orders()
	result, err := assay.Check(context.Background(), suite, assay.Records("orders", schema, batches...), assay.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer result.Close()
	o := result.Outcomes[0]
	fmt.Println(o.Check.ID, o.Status, o.Counts.Unexpected, "of", o.Counts.Judged(), "rows")
	// Output: even.quantity fail 2 of 3 rows
}
