package expectations

import "assay/engine"

// pairIgnore is the parameter of everything that judges a pair of columns: in
// which rows a missing value keeps it from judging.
type pairIgnore struct {
	IgnoreRowIf string `param:"ignore_row_if" enum:"both_values_are_missing,either_value_is_missing,neither" doc:"which rows are passed over; both_values_are_missing by default"`
}

func (p pairIgnore) ignored() engine.Ignore {
	switch p.IgnoreRowIf {
	case "either_value_is_missing":
		return engine.IgnoreAnyNull
	case "neither":
		return engine.IgnoreNone
	}
	return engine.IgnoreAllNull
}

// setIgnore is pairIgnore for any number of columns.
type setIgnore struct {
	IgnoreRowIf string `param:"ignore_row_if" enum:"all_values_are_missing,any_value_is_missing,never" doc:"which rows are passed over; all_values_are_missing by default"`
}

func (s setIgnore) ignored() engine.Ignore {
	switch s.IgnoreRowIf {
	case "any_value_is_missing":
		return engine.IgnoreAnyNull
	case "never":
		return engine.IgnoreNone
	}
	return engine.IgnoreAllNull
}
