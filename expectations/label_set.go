package expectations

import (
	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

type labelSetParams struct {
	oneColumn
	members
}

var _ = register(Def[labelSetParams]{
	Name:  "label-set",
	Group: "sets",
	Title: "Every row has a label, and every label of the list occurs",
	Doc: `The labels of a training set are complete: no row is without one, none is unknown, and each member of values occurs at least once. The details say how many rows have no label, and list the labels that nobody expected and those that do not occur (the first 20 of each, in order).

It is distinct-equals that does not pass over missing values. How many rows each label has is what class-balance asks. With segments it holds each group to all the labels. A table without rows fails, since no label occurs. One cell that does not fit the column's type makes the expectation an error.`,
	Example:  `- label-set: {column: label, values: [cat, dog, bird]}`,
	Since:    "0.1",
	Domain:   SingleColumn,
	Accepts:  AnyType,
	Validate: func(p *labelSetParams) []Problem { return p.members.validate() },
	Hint:     func(p *labelSetParams) engine.Hint { return p.hint() },
	Expect:   func(p *labelSetParams) string { return "labels exactly " + p.enumerate() + ", in every row" },
	Build: func(p *labelSetParams, columns []arrow.Field, env *engine.Env) (engine.Kind, error) {
		want, err := p.scalars(columns[0].Type, env)
		if err != nil {
			return nil, err
		}
		return engine.Fold{
			Needs: []engine.Need{countsNeed(p.oneColumn), cellsNeed(p.oneColumn)},
			Judge: func(filled []fold.Accumulator) (engine.Observation, error) {
				return labelled(filled[0].(*fold.ValueCounts), filled[1].(*fold.Cells), want)
			},
		}, nil
	},
})

// labelled compares the labels that occur with those that must.
func labelled(counts *fold.ValueCounts, cells *fold.Cells, want []vector.Scalar) (engine.Observation, error) {
	found, err := compareMembers(counts, want)
	if err != nil {
		return engine.Observation{}, err
	}
	without := cells.Rows() - cells.Values()
	details := map[string]any{"unlabelled_count": vector.IntScalar(without)}
	found.unexpectedDetails(details)
	found.missingDetails(details)
	return engine.Observation{Success: found.unexpected == 0 && found.missing == 0 && without == 0, Details: details}, nil
}
