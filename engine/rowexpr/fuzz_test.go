package rowexpr_test

import (
	"errors"
	"strings"
	"testing"

	"assay/engine"
	"assay/engine/rowexpr"
	"assay/engine/vector"
	"assay/integrations/bounded"
)

// fuzzBytes is what compiling an expression of a kilobyte may take, its regular
// expressions and the kernels' scratch memory among it.
const fuzzBytes = 64 << 20

// FuzzParse feeds arbitrary texts: each has mistakes, with places in it, or is an
// expression that can be judged in every row.
func FuzzParse(f *testing.F) {
	for _, c := range truths {
		f.Add(c.text)
	}
	for _, text := range []string{
		strings.Repeat("(", 300) + "1" + strings.Repeat(")", 300), strings.Repeat("!", 500) + "vip", strings.Repeat("-", 500) + "1 > 0",
		"qty in [" + strings.Repeat("1, ", 300) + "1]", strings.Repeat("a ? ", 100), `status matches "(a{1000}){1000}"`, `status matches "(?=a)(a+)+$"`,
		"1e999999999 > qty", "qty ** 1000000000 > 1", `repeat(status, 1000000000) == ""`, `map(1..1000000000, # + 1) == []`, "\x00", "let x = 1; x > 0",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2<<10 {
			return
		}
		bounded.Run(t, fuzzBytes, func() {
			e, err := rowexpr.Parse(text)
			if err != nil {
				checkErrors(t, text, err)
				return
			}
			b, err := e.Bind(orders.schema(), options)
			if err != nil {
				checkErrors(t, text, err)
				return
			}
			judge(t, b)
		})
	})
}

// FuzzParseAggregate feeds arbitrary rules about the whole table.
func FuzzParseAggregate(f *testing.F) {
	for _, text := range []string{"sum(qty) > 3", "mean(price) / max(ratio) <= 2 and count() > 0", "1 > 0", "max(max(qty)) > 1", "sum(", strings.Repeat("(", 200) + "count()"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2<<10 {
			return
		}
		bounded.Run(t, fuzzBytes, func() {
			if _, err := rowexpr.ParseAggregate(text); err != nil {
				checkErrors(t, text, err)
			}
		})
	})
}

// checkErrors checks that mistakes have places in the text.
func checkErrors(t *testing.T, text string, err error) {
	t.Helper()
	var found rowexpr.Errors
	if !errors.As(err, &found) || len(found) == 0 {
		t.Fatalf("the error is %T: %v", err, err)
	}
	for _, e := range found {
		if e.Msg == "" || e.Start < 0 || e.End < e.Start || e.End > len(text) {
			t.Errorf("a mistake without a place in %d bytes: %+v", len(text), e)
		}
	}
}

// judge looks at every row; one may have no answer.
func judge(t *testing.T, b *rowexpr.Bound) {
	t.Helper()
	n := orders.rows()
	for _, dict := range []bool{false, true} {
		rule := b.Rows()
		marks := engine.Marks{Unexpected: vector.NewMask(n), Ignored: vector.NewMask(n)}
		err := rule.New().Eval(orders.inputs(rule.Inputs, dict), n, &marks)
		var row *engine.RowError
		if err != nil && !errors.As(err, &row) {
			t.Fatalf("the error is %T: %v", err, err)
		}
	}
}
