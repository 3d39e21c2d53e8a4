package quarantine

import (
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

// The columns that rejected rows have beside their own.
const (
	failedColumn = iota
	severityColumn
	reasonColumn
	fileColumn
	recordColumn
	lineColumn
	rawColumn
	reasonColumns // how many there are
)

// ReasonColumns are the names of the columns that are added to rejected rows.
var ReasonColumns = [reasonColumns]string{
	"_assay_failed", "_assay_severity", "_assay_reason", "_assay_file", "_assay_record", "_assay_line", "_assay_raw",
}

// Clash is the first of the data's columns that is called like one of
// ReasonColumns, "" where none is.
func Clash(schema *arrow.Schema) string {
	for _, name := range ReasonColumns {
		if schema.HasField(name) {
			return name
		}
	}
	return ""
}

// idSeparator stands between the ids of _assay_failed.
const idSeparator = ";"

// reasons are the texts of a rejected row's own columns: those before the numbers
// of its place.
func reasons(v engine.RowVerdict, files []engine.File) [recordColumn]string {
	return [recordColumn]string{
		failedColumn:   strings.Join(v.Failed, idSeparator),
		severityColumn: v.Severity.String(),
		reasonColumn:   v.Reason,
		fileColumn:     files[v.At.File].Path,
	}
}

// place is the numbers that say where a row stands: _assay_record and
// _assay_line, which is 0 where it means nothing.
type place struct{ record, line int64 }

// behind is a place within a split as one within its file.
func (p place) behind(before engine.Base) place {
	p.record += before.Records
	if p.line > 0 {
		p.line += before.Lines
	}
	return p
}

// placeText is a number of a place, "" where it means nothing.
func placeText(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// record is a row's text without its line end.
func record(text []byte) []byte {
	if n := len(text); n > 0 && text[n-1] == '\n' {
		text = text[:n-1]
		if n > 1 && text[n-2] == '\r' {
			text = text[:n-2]
		}
	}
	return text
}
