package suites

import (
	"fmt"
	"math"

	"assay/engine"
)

var resultLevels = []string{"BOOLEAN_ONLY", "BASIC", "SUMMARY", "COMPLETE"}

// formatKeys are the keys of a result_format that is a mapping.
var formatKeys = []dataKey[engine.ResultFormat]{
	{"result_format", func(d decoder, f *engine.ResultFormat, n *node, name string) {
		f.Level, _ = d.enum(n, name, resultLevels)
	}},
	{"partial_unexpected_count", func(d decoder, f *engine.ResultFormat, n *node, name string) {
		i, ok := d.integer(n, name)
		if ok && (i < 0 || i > math.MaxInt32) {
			d.report(n.at, "out-of-range", fmt.Sprintf("%s is %d; it is a number from 0 on", name, i), "")
			return
		}
		count := int(i)
		f.PartialUnexpectedCount = &count
	}},
	{"unexpected_index_column_names", func(d decoder, f *engine.ResultFormat, n *node, name string) {
		set(&f.IndexColumns, d.texts, n, name)
	}},
	{"include_unexpected_rows", func(d decoder, f *engine.ResultFormat, n *node, name string) {
		set(&f.IncludeUnexpectedRows, d.truth, n, name)
	}},
	{"exclude_unexpected_values", func(d decoder, f *engine.ResultFormat, n *node, name string) {
		set(&f.ExcludeUnexpectedValues, d.truth, n, name)
	}},
	{"return_unexpected_index_query", func(d decoder, _ *engine.ResultFormat, n *node, name string) {
		if query, ok := d.truth(n, name); ok && query {
			d.report(n.at, "unsupported", "no query of pandas is written", "leave "+name+" out: the rows are in unexpected_index_list")
		}
	}},
	{"map_expectation_unexpected_rows_as_dict", func(d decoder, _ *engine.ResultFormat, n *node, name string) {
		if asDict, ok := d.truth(n, name); ok && asDict {
			d.report(n.at, "unsupported", "unexpected rows are always written as objects", "leave "+name+" out")
		}
	}},
}

// resultFormat reads a level alone or a mapping.
func (d decoder) resultFormat(n *node) *engine.ResultFormat {
	f := &engine.ResultFormat{}
	if n.kind == mapNode {
		readKeys(d, "result_format", formatKeys, f, n)
		return f
	}
	f.Level, _ = d.enum(n, "result_format", resultLevels)
	return f
}
