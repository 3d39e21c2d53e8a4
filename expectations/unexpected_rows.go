package expectations

import (
	"errors"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/rowexpr"
	"assay/engine/sqlwhere"
	"assay/engine/vector"
)

type unexpectedRowsParams struct {
	Query string `param:"query,bare,required" gx:"unexpected_rows_query" doc:"SELECT … FROM {batch} WHERE a condition that no row may meet"`
}

var _ = register(Def[unexpectedRowsParams]{
	Name:  "unexpected-rows",
	Alias: "unexpected_rows_expectation",
	Group: "pairs and rules",
	Title: "A query in SQL selects no row",
	Doc: `A row is unexpected where the query's condition is true. Nulls follow SQL: a comparison with a missing value selects nothing; IS NULL and IS NOT NULL ask for missing values.

The query is not run by a database: its condition is translated. It may hold comparisons, AND, OR, NOT, IN, BETWEEN, LIKE, IS NULL, arithmetic, LENGTH, LOWER, UPPER, TRIM, ABS and ROUND. A query beyond that (a join, a group, a function of all rows) makes this one expectation an error that says so. A rule that every row must meet is written with satisfies.`,
	Example: `- unexpected-rows: SELECT * FROM {batch} WHERE amount < 0 AND status <> 'refund'`,
	Since:   "0.1",
	Domain:  Table,
	RowWise: true,
	Expect:  func(p *unexpectedRowsParams) string { return "no rows from " + p.Query },
	Build: func(p *unexpectedRowsParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		condition, err := sqlwhere.Translate(p.Query)
		if err != nil {
			return nil, queryError(err)
		}
		selection, err := rowexpr.Parse(condition)
		if err != nil {
			return nil, ruleError(err)
		}
		bound, err := selection.Bind(env.Schema, rowexpr.Options{Zone: env.Zone, Now: env.Now})
		if err != nil {
			return nil, ruleError(err)
		}
		return selectedRows(bound.Condition()), nil
	},
})

// selectedRows is the kind for which the rows that a condition selects are
// unexpected.
func selectedRows(c *engine.Condition) engine.Rows {
	return engine.Rows{
		Inputs: c.Inputs,
		Ignore: engine.IgnoreNone,
		New: func() engine.Predicate {
			selector := c.New()
			return engine.PredicateFunc(func(in []*vector.Vector, rows int, out *engine.Marks) error {
				return selector.Select(in, rows, out.Unexpected)
			})
		},
	}
}

func queryError(err error) error {
	var refused *sqlwhere.Error
	if errors.As(err, &refused) {
		return &engine.CheckError{Code: "unsupported-query", Msg: refused.Msg, Hint: refused.Hint}
	}
	return err
}
