package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type uniqueParams struct{ oneColumn }

var _ = register(Def[uniqueParams]{
	Name:  "unique",
	Alias: "expect_column_values_to_be_unique",
	Group: "uniqueness",
	Title: "No value occurs twice",
	Doc: `Every row whose value occurs in another row is unexpected: of three equal values all three are, not only the second and third. Missing values are passed over, however many there are.

Values are compared exactly, also across files of one dataset. State that does not fit in memory is spilled to temporary files. With where, only the selected rows are compared with each other.`,
	Example: `- unique: user_id`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: AnyType,
	Expect:  func(*uniqueParams) string { return "no value twice" },
	Fault:   func(*uniqueParams) string { return "not unique" },
	Build: func(p *uniqueParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return engine.Keyed{Inputs: []engine.Input{p.input()}, Ignore: engine.IgnoreAnyNull}, nil
	},
})
