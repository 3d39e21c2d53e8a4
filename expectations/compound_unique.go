package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type compoundUniqueParams struct {
	columnSet
	setIgnore
}

var _ = register(Def[compoundUniqueParams]{
	Name:  "compound-unique",
	Alias: "expect_compound_columns_to_be_unique",
	Group: "uniqueness",
	Title: "No combination of values occurs twice",
	Doc: `Every row whose combination of values occurs in another row is unexpected. Within a combination a missing value equals another missing value; rows in which all the columns are missing are passed over. With ignore_row_if: any_value_is_missing those with one missing value are passed over too, with never none is.

The columns may have different types. For a single column see unique.`,
	Example: `- compound-unique: [order_id, line]`,
	Since:   "0.1",
	Domain:  ColumnSet,
	RowWise: true,
	Accepts: AnyType,
	Validate: func(p *compoundUniqueParams) []Problem {
		return p.validate(2, "name two columns or more, or use unique for one")
	},
	Expect: func(*compoundUniqueParams) string { return "no combination twice" },
	Fault:  func(*compoundUniqueParams) string { return "not unique" },
	Build: func(p *compoundUniqueParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return engine.Keyed{Inputs: p.inputs(), Ignore: p.ignored()}, nil
	},
})
