package reports

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"assay/engine"
)

var _ = register(Format{
	Name:   "csv",
	Title:  "where every unexpected row stands, as a table in CSV",
	Needs:  needsEveryRow,
	Render: renderCSV,
})

func renderCSV(w io.Writer, r *engine.Result, _ Options) error {
	table := csv.NewWriter(w)
	header := []string{"id", "expectation", "severity", "status", "file", "record", "row", "line", "offset", "columns", "values", "reason"}
	if err := table.Write(header); err != nil {
		return err
	}
	cells := make([]string, len(header))
	err := eachFailingRow(r, func(f *failingRow) error {
		cells = append(cells[:0], f.ID, f.Expectation, f.Severity, f.Status, f.File,
			strconv.FormatInt(f.Record, 10), strconv.FormatInt(f.Row, 10),
			optionalInt(f.Line), optionalInt(f.Offset), f.Columns, f.Values, "")
		if f.Reason != nil {
			cells[len(cells)-1] = *f.Reason
		}
		for i := range cells {
			cells[i] = noFormula(cells[i])
		}
		return table.Write(cells)
	})
	if err != nil {
		return err
	}
	table.Flush()
	return table.Error()
}

// noFormula puts a quote before what a spreadsheet would take for a formula,
// such as the name of a file or of a column
// (https://owasp.org/www-community/attacks/CSV_Injection).
func noFormula(cell string) string {
	if len(cell) > 1 && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func optionalInt(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}
