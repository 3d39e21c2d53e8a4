package csv

import (
	"github.com/apache/arrow-go/v18/arrow"
)

// ReadAs says whose rules decide which cells are null and what type a column
// has.
type ReadAs uint8

// The rules. AsPandas is pandas.read_csv with its defaults: a column's type is
// that of all its cells, so that the file is read twice.
const (
	AsAssay ReadAs = iota
	AsPandas
)

// String names the rules as suites do; assay's own have no name.
func (r ReadAs) String() string {
	if r == AsPandas {
		return "pandas"
	}
	return ""
}

// pandasNulls are the cells that pandas takes for missing values.
var pandasNulls = []string{
	"", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
	"<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
}

// asPandas sets what the rules of pandas make of options that say nothing.
func (o *Options) asPandas() {
	if o.NullValues == nil {
		o.NullValues = pandasNulls
	}
	if o.BlankLines == BlankDefault {
		o.BlankLines = BlankSkip
	}
}

// countAsPandas tries a cell as what pandas tries; dates stay text.
func (c *counter) countAsPandas(t *tally, cell []byte) {
	number := c.countNumber(t, cell)
	if _, ok := parseUint(number); ok {
		t.uints++
	}
	t.wide = t.wide || isWide(number)
	if isAny(c.opt.TrueValues, cell) || isAny(c.opt.FalseValues, cell) {
		t.bools++
	}
}

// isWide recognises integers beyond 64 bits with a sign.
func isWide(number []byte) bool {
	digits := number
	if len(digits) > 0 && (digits[0] == '-' || digits[0] == '+') {
		digits = digits[1:]
	}
	if len(digits) < 19 {
		return false
	}
	for _, d := range digits {
		if d-'0' > 9 {
			return false
		}
	}
	_, fits := parseInt(number)
	return !fits
}

// asPandas is the type that pandas gives a column: integers with missing values
// are floats.
func (t *tally) asPandas() arrow.DataType {
	switch {
	case t.bools == t.cells:
		return arrow.FixedWidthTypes.Boolean
	case t.ints == t.cells && t.nulls == 0:
		return arrow.PrimitiveTypes.Int64
	case t.uints == t.cells && t.nulls == 0:
		return arrow.PrimitiveTypes.Uint64
	case t.floats == t.cells && !t.wide:
		return arrow.PrimitiveTypes.Float64
	}
	return arrow.BinaryTypes.String
}

// lookThrough counts all cells of a file.
func (p *Probe) lookThrough() error {
	const chunk = 4 << 20
	at, size := p.header.bytes, p.in.Size
	for n := int64(chunk); at < size; {
		n = min(n, size-at)
		text, err := p.at(at, n)
		if err != nil {
			return err
		}
		read := p.look(text, true, at+n == size)
		if read == 0 { // a record longer than the chunk
			if at+n == size || n >= int64(p.opt.MaxRecordBytes) {
				break
			}
			n *= 2
			continue
		}
		at, n = at+int64(read), chunk
	}
	p.whole = true
	return nil
}
