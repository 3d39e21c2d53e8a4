package expectations

import (
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type functionalDependencyParams struct {
	Determinant []Column `param:"determinant,required" doc:"the columns that determine"`
	Dependent   []Column `param:"dependent,required" doc:"the columns that are determined"`
}

var _ = register(Def[functionalDependencyParams]{
	Name:  "functional-dependency",
	Group: "pairs and rules",
	Title: "One column determines another",
	Doc: `Rows that agree in the determinant must agree in the dependent columns: one zip code lies in one city. A missing value of the dependent columns is a value like any other; rows without a determinant are passed over.

What was observed is the number of values of the dependent columns beyond one for each determinant: 0 where the dependency holds. The details hold the number of different determinants and of combinations. To see the rows, look for compound-unique over a table of distinct combinations.`,
	Example: `- functional-dependency: {determinant: zip, dependent: [city, country]}`,
	Since:   "0.1",
	Domain:  ColumnSet,
	Accepts: AnyType,
	Validate: func(p *functionalDependencyParams) []Problem {
		return repeated("dependent", append(append([]Column{}, p.Determinant...), p.Dependent...))
	},
	Expect: func(p *functionalDependencyParams) string { return p.describe() + " determined" },
	Fault:  func(p *functionalDependencyParams) string { return p.describe() + " not determined" },
	Build: func(p *functionalDependencyParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		return engine.Fold{
			Needs: []engine.Need{
				distinctKeys(p.Determinant, nil),
				distinctKeys(p.Determinant, p.Dependent),
			},
			Judge: func(filled []fold.Accumulator) (engine.Observation, error) {
				determinants, combinations := filled[0].(*fold.Distinct).Count(), filled[1].(*fold.Distinct).Count()
				return engine.Observation{
					Success: determinants == combinations,
					Value:   vector.IntScalar(combinations - determinants),
					Details: map[string]any{"determinants": vector.IntScalar(determinants), "combinations": vector.IntScalar(combinations)},
				}, nil
			},
		}, nil
	},
})

func (p *functionalDependencyParams) describe() string {
	return strings.Join(asTexts(p.Dependent), ", ") + " by " + strings.Join(asTexts(p.Determinant), ", ")
}

func asTexts(columns []Column) []string {
	texts := make([]string, len(columns))
	for i, c := range columns {
		texts[i] = string(c)
	}
	return texts
}

// distinctKeys counts the combinations of several columns, in rows in which the
// first one has a value.
func distinctKeys(first, more []Column) engine.Need {
	var inputs []engine.Input
	for _, c := range append(append([]Column{}, first...), more...) {
		inputs = append(inputs, engine.Input{Column: string(c)})
	}
	return engine.Need{Key: "distinct", Inputs: inputs, New: fold.NewDistinct}
}
