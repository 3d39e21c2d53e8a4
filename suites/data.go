package suites

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/nearest"
	"assay/engine/vector"
)

// dataKey is a key of data or of a mapping below it, and how its value is read.
type dataKey[T any] struct {
	name string
	read func(d decoder, into *T, n *node, name string)
}

// inputFormats are the layouts that files with odd names may be said to have.
var inputFormats = []string{"csv", "tsv", "parquet", "csv.gz", "tsv.gz", "csv.zst", "tsv.zst"}

var dataKeys = []dataKey[Data]{
	{"csv", func(d decoder, data *Data, n *node, _ string) { readKeys(d, "data.csv", csvKeys, &data.CSV, n) }},
	{"parquet", func(d decoder, data *Data, n *node, _ string) {
		readKeys(d, "data.parquet", parquetKeys, &data.Parquet, n)
	}},
	{"types", func(d decoder, data *Data, n *node, _ string) { d.types(data, n) }},
	{"timezone", func(d decoder, data *Data, n *node, name string) { d.zone(&data.Timezone, n, "data."+name) }},
	{"union", func(d decoder, data *Data, n *node, name string) { set(&data.Union, d.truth, n, "data."+name) }},
	{"sensitive", func(d decoder, data *Data, n *node, name string) {
		if columns, ok := d.texts(n, "data."+name); ok {
			data.Sensitive = union(data.Sensitive, columns)
		}
	}},
	{"input_format", func(d decoder, data *Data, n *node, name string) {
		if text, ok := d.enum(n, "data."+name, inputFormats); ok {
			data.InputFormat = text
		}
	}},
}

var csvKeys = []dataKey[CSV]{
	{"read_as", func(d decoder, c *CSV, n *node, name string) {
		if text, ok := d.enum(n, name, []string{string(ReadAsAssay), string(ReadAsPandas)}); ok {
			c.ReadAs = ReadAs(text)
		}
	}},
	{"delimiter", func(d decoder, c *CSV, n *node, name string) { d.char(&c.Delimiter, n, name) }},
	{"quote", func(d decoder, c *CSV, n *node, name string) { d.char(&c.Quote, n, name) }},
	{"escape", func(d decoder, c *CSV, n *node, name string) { d.char(&c.Escape, n, name) }},
	{"comment", func(d decoder, c *CSV, n *node, name string) { d.char(&c.Comment, n, name) }},
	{"skip_rows", func(d decoder, c *CSV, n *node, name string) { d.skipRows(&c.SkipRows, n, name) }},
	{"header", func(d decoder, c *CSV, n *node, name string) { d.header(c, n, name) }},
	{"null_values", func(d decoder, c *CSV, n *node, name string) { set(&c.NullValues, d.texts, n, name) }},
	{"trim", func(d decoder, c *CSV, n *node, name string) { set(&c.Trim, d.truth, n, name) }},
	{"decimal", func(d decoder, c *CSV, n *node, name string) { d.char(&c.Decimal, n, name) }},
	{"thousands", func(d decoder, c *CSV, n *node, name string) { d.char(&c.Thousands, n, name) }},
	{"encoding", func(d decoder, c *CSV, n *node, name string) { set(&c.Encoding, d.text, n, name) }},
	{"true_values", func(d decoder, c *CSV, n *node, name string) { set(&c.TrueValues, d.texts, n, name) }},
	{"false_values", func(d decoder, c *CSV, n *node, name string) { set(&c.FalseValues, d.texts, n, name) }},
	{"date_formats", func(d decoder, c *CSV, n *node, name string) { d.dateFormats(&c.DateFormats, n, name) }},
	{"timezone", func(d decoder, c *CSV, n *node, name string) { d.zone(&c.Timezone, n, name) }},
	{"blank_lines", func(d decoder, c *CSV, n *node, name string) { d.blankLines(&c.BlankLines, n, name) }},
	{"max_record", func(d decoder, c *CSV, n *node, name string) { d.size(&c.MaxRecord, n, name, mostRecordBytes) }},
}

var parquetKeys = []dataKey[Parquet]{
	{"max_page", func(d decoder, p *Parquet, n *node, name string) { d.size(&p.MaxPage, n, name, mostPageBytes) }},
}

// What limits can be raised to: places in the text around a record have 32 bits,
// and so have the sizes of pages.
const (
	mostRecordBytes = 512 << 20
	mostPageBytes   = 2 << 30
)

func names[T any](keys []dataKey[T]) []string {
	list := make([]string, len(keys))
	for i, k := range keys {
		list[i] = k.name
	}
	return list
}

// readKeys reads a mapping by a table of its keys.
func readKeys[T any](d decoder, what string, table []dataKey[T], into *T, n *node) {
	if n.isNull() {
		return
	}
	if n.kind != mapNode {
		d.wrong(n, what, "a mapping", "")
		return
	}
	for _, e := range n.entries {
		i := slices.IndexFunc(table, func(k dataKey[T]) bool { return k.name == e.key.text })
		if i < 0 {
			d.unknownKey(e.key, what, names(table))
			continue
		}
		table[i].read(d, into, e.value, e.key.text)
	}
}

// set reads n with one of the decoder's methods.
func set[T any](into *T, read func(*node, string) (T, bool), n *node, name string) {
	if value, ok := read(n, name); ok {
		*into = value
	}
}

// union adds to list what it lacks.
func union(list, more []string) []string {
	for _, s := range more {
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// data reads the key data; what it says goes before what data already holds.
func (d decoder) data(data *Data, n *node) {
	readKeys(d, "data", dataKeys, data, n)
	d.agree(&data.CSV, n.get("csv"))
}

// agree reports options of data.csv that contradict each other.
func (d decoder) agree(c *CSV, n *node) {
	if n == nil {
		return
	}
	delimiter, quote := c.Delimiter, c.Quote
	if delimiter == 0 {
		delimiter = ','
	}
	if quote == 0 {
		quote = '"'
	}
	decimal := c.Decimal
	if decimal == 0 {
		decimal = '.'
	}
	switch {
	case delimiter == quote:
		d.report(n.at, "bad-value", "delimiter and quote are the same character", "")
	case c.Comment != 0 && (c.Comment == delimiter || c.Comment == quote):
		d.report(n.at, "bad-value", "comment is the same character as delimiter or quote", "")
	case c.Thousands != 0 && c.Thousands == decimal:
		d.report(n.at, "bad-value", "thousands and decimal are the same character", "")
	}
}

func (d decoder) types(data *Data, n *node) {
	if n.isNull() {
		return
	}
	if n.kind != mapNode {
		d.wrong(n, "data.types", "a mapping of columns to types", "write types: {signup: timestamp}")
		return
	}
	if data.Types == nil {
		data.Types = make(map[string]arrow.DataType)
	}
	for _, e := range n.entries {
		text, ok := d.text(e.value, "the type of "+e.key.text)
		if !ok {
			continue
		}
		dt, err := vector.ParseType(text)
		if err != nil {
			hint := nearest.DidYouMean(text, vector.TypeNames())
			if hint == "" {
				hint = "use one of " + strings.Join(vector.TypeNames(), ", ")
			}
			d.report(e.value.at, "unknown-type", err.Error(), hint)
			continue
		}
		if data.Types[e.key.text] == nil {
			data.Declared = append(data.Declared, e.key.text)
		}
		data.Types[e.key.text] = dt
	}
}

// char reads one ASCII character; \t and tab are a tab.
func (d decoder) char(into *byte, n *node, name string) {
	text, ok := d.text(n, name)
	if !ok {
		return
	}
	if text == `\t` || text == "tab" {
		text = "\t"
	}
	if len(text) != 1 || text[0] >= 0x80 || text[0] == '\n' || text[0] == '\r' {
		d.report(n.at, "bad-value", fmt.Sprintf("%s is %q, not one ASCII character", name, text), "")
		return
	}
	*into = text[0]
}

func (d decoder) skipRows(into *int, n *node, name string) {
	i, ok := d.integer(n, name)
	if ok && (i < 0 || i > 1<<30) {
		d.report(n.at, "out-of-range", fmt.Sprintf("%s is %d; it is a number of lines from 0 on", name, i), "")
		return
	}
	*into = int(i)
}

// header reads true, false or the columns' names.
func (d decoder) header(c *CSV, n *node, name string) {
	if n.kind == listNode {
		if set(&c.Names, d.texts, n, name); len(c.Names) == 0 {
			d.report(n.at, "bad-value", "header is a list without names", "")
		}
		c.NoHeader = true
		return
	}
	truth, ok := boolean(n)
	if !ok {
		d.wrong(n, name, "true, false or a list of names", "")
		return
	}
	c.NoHeader, c.Names = !truth, nil
}

func (d decoder) dateFormats(into *[]string, n *node, name string) {
	formats, ok := d.texts(n, name)
	if !ok {
		return
	}
	layouts := make([]string, len(formats))
	for i, f := range formats {
		layout, err := dateLayout(f)
		if err != nil {
			at := n
			if n.kind == listNode {
				at = n.items[i]
			}
			d.report(at.at, "bad-value", err.Error(), "write %d/%m/%Y, or 02/01/2006 as Go does")
			continue
		}
		layouts[i] = layout
	}
	*into = layouts
}

// directives are those of strftime that a layout of package time has.
var directives = map[byte]string{
	'Y': "2006", 'm': "01", 'd': "02", 'H': "15", 'I': "03", 'M': "04", 'S': "05", 'y': "06", 'b': "Jan", 'B': "January",
	'p': "PM", 'a': "Mon", 'A': "Monday", 'j': "002", 'z': "-0700", 'Z': "MST", 'e': "_2", 'F': "2006-01-02", 'T': "15:04:05", '%': "%",
}

// dateLayout turns a format with strftime's directives into a layout of package
// time; a layout stays what it is.
func dateLayout(format string) (string, error) {
	if !strings.Contains(format, "%") {
		if !strings.Contains(format, "06") {
			return "", fmt.Errorf("%q is no format of dates", format)
		}
		return format, nil
	}
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			b.WriteByte(format[i])
			continue
		}
		i++
		if i == len(format) {
			return "", fmt.Errorf("%q ends with a single %%", format)
		}
		if format[i] == 'f' {
			// Fractions follow a point or comma in layouts.
			b.WriteString("999999999")
			continue
		}
		layout, ok := directives[format[i]]
		if !ok {
			return "", fmt.Errorf("%q has the unknown directive %%%c", format, format[i])
		}
		b.WriteString(layout)
	}
	return b.String(), nil
}

func (d decoder) zone(into **time.Location, n *node, name string) {
	text, ok := d.text(n, name)
	if !ok {
		return
	}
	zone, err := time.LoadLocation(text)
	if err != nil || text == "" || text == "Local" {
		d.report(n.at, "bad-value", fmt.Sprintf("there is no time zone %q", text), "write a name of the IANA database, such as Europe/Paris, or UTC")
		return
	}
	*into = zone
}

func (d decoder) blankLines(into *BlankLines, n *node, name string) {
	text, ok := d.enum(n, name, []string{string(BlankSkip), string(BlankNull)})
	if ok {
		*into = BlankLines(text)
	}
}
