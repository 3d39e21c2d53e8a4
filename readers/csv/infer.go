package csv

import (
	"bytes"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

// Types are the columns' types by name.
type Types map[string]arrow.DataType

func (t Types) fields(names []string) []arrow.Field {
	fields := make([]arrow.Field, len(names))
	for i, name := range names {
		fields[i] = arrow.Field{Name: name, Type: t[name], Nullable: true}
	}
	return fields
}

// The types that columns get where none is declared.
var (
	localStamp = &arrow.TimestampType{Unit: arrow.Microsecond}
	zonedStamp = &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}
)

// inferenceShare is the share, in percent, of a column's sampled cells that
// must fit a type for the column to get it.
const inferenceShare = 95

// Infer chooses a type for every column of files that are one table: the one
// declared, else the one that hint asks for, else what the sampled cells are. A
// column without a sampled value has the null type if the samples are all
// there is, and is a string otherwise.
func Infer(probes []*Probe, declared Types, hint func(column string) engine.Hint) Types {
	types := make(Types)
	places := make([]map[string]int, len(probes))
	for i, p := range probes {
		places[i] = make(map[string]int, len(p.header.names))
		for at, name := range p.header.names {
			places[i][name] = at
		}
	}
	for _, p := range probes {
		for _, name := range p.header.names {
			if _, done := types[name]; done {
				continue
			}
			if dt, ok := declared[name]; ok {
				types[name] = dt
				continue
			}
			types[name] = inferColumn(probes, places, name, hint(name))
		}
	}
	return types
}

// inferColumn infers the type of a column, whose place in each file is given.
func inferColumn(probes []*Probe, places []map[string]int, name string, hint engine.Hint) arrow.DataType {
	var t tally
	whole := true
	for n, p := range probes {
		i, ok := places[n][name]
		if !ok {
			continue
		}
		whole = whole && p.whole
		t.add(&p.tallies[i])
	}
	if t.cells == 0 && whole {
		return arrow.Null
	}
	if probes[0].opt.ReadAs == AsPandas {
		return t.asPandas()
	}
	switch hint {
	case engine.HintNumber:
		return t.number()
	case engine.HintTime:
		return t.time()
	case engine.HintText:
		return arrow.BinaryTypes.String
	}
	return t.anything()
}

// tally counts what the sampled cells of a column could be; null cells are not
// among them.
type tally struct {
	cells, ints, floats, bools, dates, locals, zoned int
	leadingZero                                      bool
	// The following are counted for the rules of pandas alone.
	nulls, uints int
	wide         bool
}

// add counts the cells of another file's column.
func (t *tally) add(o *tally) {
	t.cells += o.cells
	t.ints += o.ints
	t.floats += o.floats
	t.bools += o.bools
	t.dates += o.dates
	t.locals += o.locals
	t.zoned += o.zoned
	t.leadingZero = t.leadingZero || o.leadingZero
	t.nulls += o.nulls
	t.uints += o.uints
	t.wide = t.wide || o.wide
}

// counter tries cells as each type.
type counter struct {
	opt     *Options
	scratch []byte
}

func (c *counter) count(t *tally, cell []byte) {
	if c.opt.ReadAs == AsPandas {
		c.countAsPandas(t, cell)
		return
	}
	c.countNumber(t, cell)
	t.leadingZero = t.leadingZero || hasLeadingZero(cell)
	if isAny(c.opt.TrueValues, cell) || isAny(c.opt.FalseValues, cell) {
		t.bools++
	}
	if _, ok := readDate(cell, c.opt.dayFormats); ok {
		t.dates++
	} else if s, ok := readStamp(cell, c.opt.DateFormats); ok {
		if s.zoned {
			t.zoned++
		} else {
			t.locals++
		}
	}
}

// countNumber tries a cell as a number, and returns it as numbers are written
// without the file's own marks.
func (c *counter) countNumber(t *tally, cell []byte) []byte {
	t.cells++
	number := c.opt.number(cell)
	if _, ok := parseInt(number); ok {
		t.ints++
		t.floats++
	} else if mayBeFloat(number) {
		if _, ok := parseFloat(number); ok {
			t.floats++
		}
	}
	return number
}

// mayBeFloat tells most text from numbers by how it begins, so that strconv need
// not explain what is wrong with each.
func mayBeFloat(cell []byte) bool {
	cell = bytes.TrimLeft(cell, "+-")
	return len(cell) > 0 && (cell[0]-'0' <= 9 || bytes.IndexByte([]byte(".iInN"), cell[0]) >= 0)
}

// hasLeadingZero recognises 007, which is a name and not a number.
func hasLeadingZero(cell []byte) bool {
	cell = bytes.TrimLeft(cell, "+-")
	return len(cell) > 1 && cell[0] == '0' && cell[1]-'0' <= 9
}

// number is the type of a column that is to be numbers.
func (t *tally) number() arrow.DataType {
	if t.floats > t.ints {
		return arrow.PrimitiveTypes.Float64
	}
	return arrow.PrimitiveTypes.Int64
}

// time is the type of a column that is to be dates or timestamps.
func (t *tally) time() arrow.DataType {
	switch {
	case t.zoned > 0 && t.zoned >= t.locals:
		return zonedStamp
	case t.locals > 0:
		return localStamp
	}
	return arrow.FixedWidthTypes.Date32
}

// anything is the narrowest type that nearly all cells fit.
func (t *tally) anything() arrow.DataType {
	nearly := func(n int) bool { return n > 0 && 100*n >= inferenceShare*t.cells }
	numeric := !t.leadingZero
	switch {
	case numeric && nearly(t.floats):
		if t.ints == t.floats {
			return arrow.PrimitiveTypes.Int64
		}
		return arrow.PrimitiveTypes.Float64
	case nearly(t.bools):
		return arrow.FixedWidthTypes.Boolean
	case nearly(t.dates):
		return arrow.FixedWidthTypes.Date32
	case nearly(t.zoned):
		return zonedStamp
	case nearly(t.locals + t.dates):
		return localStamp
	}
	return arrow.BinaryTypes.String
}
