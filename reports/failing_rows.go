package reports

import (
	"strings"

	"assay/engine"
	"assay/engine/vector"
)

// failingRow is one row of the tables of unexpected rows.
type failingRow struct {
	ID          string  `parquet:"id,dict"`
	Expectation string  `parquet:"expectation,dict"`
	Severity    string  `parquet:"severity,dict"`
	Status      string  `parquet:"status,dict"`
	File        string  `parquet:"file,dict"`
	Record      int64   `parquet:"record"`
	Row         int64   `parquet:"row"`
	Line        *int64  `parquet:"line,optional"`
	Offset      *int64  `parquet:"offset,optional"`
	Columns     string  `parquet:"columns,dict"` // a JSON array of names
	Values      string  `parquet:"values"`       // a JSON array
	Reason      *string `parquet:"reason,optional"`
}

// eachFailingRow visits the unexpected rows of every outcome that was
// evaluated, also of one that tolerates them: findings first, then in suite
// order. The row is valid until visit returns.
func eachFailingRow(r *engine.Result, visit func(*failingRow) error) error {
	for _, outcomes := range [][]engine.Outcome{r.Findings, r.Outcomes} {
		for _, o := range outcomes {
			if o.Counts == nil {
				continue
			}
			if err := failingRowsOf(r, o, visit); err != nil {
				return err
			}
		}
	}
	return nil
}

func failingRowsOf(r *engine.Result, o engine.Outcome, visit func(*failingRow) error) error {
	columns, err := marshal(orEmpty(o.Check.Columns))
	if err != nil {
		return err
	}
	row := failingRow{
		ID: validUTF8(o.Check.ID), Expectation: o.Check.Name, Severity: o.Check.Severity.String(), Status: o.Status.String(),
		Columns: string(columns),
	}
	var values []byte
	return eachUnexpected(o, func(e engine.Example) error {
		row.File, row.Record, row.Row = validUTF8(fileName(r, e.At.File)), e.At.Record, e.At.Row
		row.Line, row.Offset = lineOf(e.At), offsetOf(e.At)
		values = appendValues(values[:0], e.Values)
		row.Values, row.Reason = string(values), optional(validUTF8(e.Reason))
		return visit(&row)
	})
}

// lineOf is nil where the format has no lines.
func lineOf(at engine.Address) *int64 {
	if at.Line <= 0 {
		return nil
	}
	return &at.Line
}

// offsetOf is nil where offsets mean nothing.
func offsetOf(at engine.Address) *int64 {
	if at.Offset < 0 {
		return nil
	}
	return &at.Offset
}

// appendValues appends values as a JSON array.
func appendValues(dst []byte, values []vector.Scalar) []byte {
	dst = append(dst, '[')
	for i, v := range values {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = v.AppendJSON(dst)
	}
	return append(dst, ']')
}

// validUTF8 is s as formats demand it that hold nothing but UTF-8.
func validUTF8(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// needsEveryRow is what the tables of unexpected rows need.
func needsEveryRow(Options) (Needs, error) { return Needs{AllUnexpected: true}, nil }
