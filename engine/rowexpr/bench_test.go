package rowexpr_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"assay/engine/vector"
)

// benchRows is the length of a batch in the benchmarks.
const benchRows = 8192

// benchTable is a batch of orders with 1 % nulls.
func benchTable() table {
	r := rand.New(rand.NewPCG(1, 2))
	draw := func(name string, like column, cell func() any) column {
		c := column{name: name, dt: like.dt}
		for range benchRows {
			if r.IntN(100) == 0 {
				c.cells = append(c.cells, nil)
			} else {
				c.cells = append(c.cells, cell())
			}
		}
		return c
	}
	integer, float, text := column{dt: int64s}, column{dt: floats}, column{dt: texts}
	states := []string{"active", "closed", "pending", "refunded", "on hold"}
	countries := []string{"FR", "DE", "IT", "ES", "PT", "NL", "BE", "LU", "AT", "CH", "PL", "CZ"}
	return table{
		draw("a", integer, func() any { return r.IntN(1000) }),
		draw("b", integer, func() any { return r.IntN(1000) }),
		draw("c", integer, func() any { return r.IntN(2000) }),
		draw("price", float, func() any { return r.Float64() * 100 }),
		draw("total", float, func() any { return r.Float64() * 10000 }),
		draw("net", column{dt: cents}, func() any { return fmt.Sprint(r.IntN(100000)) }),
		draw("gross", column{dt: cents}, func() any { return fmt.Sprint(r.IntN(200000)) }),
		draw("status", text, func() any { return states[r.IntN(len(states))] }),
		draw("country", text, func() any { return countries[r.IntN(len(countries))] }),
		draw("email", text, func() any { return fmt.Sprintf("user%d@example.com", r.IntN(1e6)) }),
		draw("day", column{dt: dates}, func() any { return 19000 + r.IntN(1000) }),
		draw("at", column{dt: micros}, func() any { return (1700000000 + r.IntN(1e8)) * 1e6 }),
	}
}

func BenchmarkCondition(b *testing.B) {
	data := benchTable()
	for _, text := range []string{
		`a < 500`,
		`a == 500`,
		`a + b <= c`,
		`a * b <= c * 1000`,
		`price * a <= total`,
		`price * 1.2 <= total`,
		`net * 1.2 <= gross`,
		`a > 10 and a < 900 and price > 1.5`,
		`a in [1, 2, 3, 500, 999]`,
		`status == "active"`,
		`status in ["active", "closed"]`,
		`country in ["FR", "DE", "IT", "ES", "PT", "NL"]`,
		`status == "active" and email matches "^[a-z0-9]+@[a-z]+[.]com$"`,
		`email contains "99"`,
		`len(email) <= 20`,
		`lower(status) == "active"`,
		`day >= "2024-01-01"`,
		`at - day < duration("2400h")`,
		`b != 0 and a / b > 2`,
		`a == nil or a > 0`,
		`price > 50 ? total > 100 : total > 10`,
	} {
		for _, form := range []string{"flat", "dict"} {
			bound := bind(b, data, text, options)
			rule := bound.Rows()
			in := data.inputs(rule.Inputs, form == "dict")
			dictionaries := 0
			for _, v := range in {
				if v.Dict != nil {
					dictionaries++
				}
			}
			if form == "dict" && dictionaries == 0 {
				continue
			}
			b.Run(fmt.Sprintf("expr=%s/form=%s", text, form), func(b *testing.B) {
				selector := bound.Condition().New()
				out := vector.NewMask(benchRows)
				b.ReportAllocs()
				for b.Loop() {
					clear(out)
					if err := selector.Select(in, benchRows, out); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(benchRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
			})
		}
	}
}

func BenchmarkBind(b *testing.B) {
	data := benchTable()
	for b.Loop() {
		bind(b, data, `status == "active" and price * a <= total and country in ["FR", "DE"]`, options)
	}
}
