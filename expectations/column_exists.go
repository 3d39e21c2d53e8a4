package expectations

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

type columnExistsParams struct {
	Column string `param:"column,bare,required" doc:"the name of the column"`
	Index  *int64 `param:"column_index" doc:"its position, from 0; negative positions count from the end; anywhere where left out"`
}

var _ = register(Def[columnExistsParams]{
	Name:  "column-exists",
	Alias: "expect_column_to_exist",
	Group: "schema",
	Title: "The column is there",
	Doc: `The data must have a column of this name, compared as written. With column_index it must stand at that position: 0 is the first column, -1 the last.

Position 0 is checked like any other; Great Expectations ignores it. A missing column fails this expectation, whereas other expectations about it end in an error.`,
	Example: `- column-exists: {column: user_id, column_index: 0}`,
	Since:   "0.1",
	Domain:  Table,
	NoWhere: true,
	Expect: func(p *columnExistsParams) string {
		if p.Index != nil {
			return fmt.Sprintf("column %s at position %d", p.Column, *p.Index)
		}
		return fmt.Sprintf("column %s", p.Column)
	},
	Build: func(p *columnExistsParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		return known(columnPresence(p, columnNames(env.Schema))), nil
	},
})

// columnPresence observes nothing: there is no more to say than the verdict.
// At a position other than the expected one, details say what stands there.
func columnPresence(p *columnExistsParams, have []string) engine.Observation {
	if p.Index == nil {
		return engine.Observation{Success: len(without([]string{p.Column}, have)) == 0}
	}
	at := *p.Index
	if at < 0 {
		at += int64(len(have))
	}
	if at < 0 || at >= int64(len(have)) {
		return engine.Observation{Details: map[string]any{"columns": len(have)}}
	}
	if have[at] != p.Column {
		return engine.Observation{Details: map[string]any{"found": have[at]}}
	}
	return engine.Observation{Success: true}
}
