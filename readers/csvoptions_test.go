package readers

import (
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/readers/csv"
)

// csvCase is a text, how it is to be read, and what that gives.
type csvCase struct {
	text    string
	opt     csv.Options
	types   map[string]arrow.DataType
	columns string
	rows    []string
}

// run reads the text as a file and as standard input, in one chunk and in many.
func (c csvCase) run(t *testing.T) {
	t.Helper()
	files{"f.csv": c.text}.write(t)
	for _, path := range []string{"f.csv", "-"} {
		for _, chunk := range []int{0, 1, 7} {
			opt := c.opt
			opt.ChunkBytes = chunk
			req := Request{Paths: []string{path}, CSV: opt, Types: c.types, InputFormat: "csv", Stdin: strings.NewReader(c.text)}
			got, err := read(t, req, 2)
			if err != nil {
				t.Fatalf("%s, chunks of %d: %v", path, chunk, err)
			}
			var rows []string
			for _, row := range got.rows {
				_, cells, _ := strings.Cut(row, " ")
				rows = append(rows, cells)
			}
			if have := strings.Join(got.columns, " "); have != c.columns {
				t.Errorf("%s, chunks of %d: columns %s\nwant %s", path, chunk, have, c.columns)
			}
			if have, want := strings.Join(rows, "\n"), strings.Join(c.rows, "\n"); have != want {
				t.Errorf("%s, chunks of %d: rows\n%s\nwant\n%s", path, chunk, have, want)
			}
		}
	}
}

func TestCSVLayoutOptions(t *testing.T) {
	for name, c := range map[string]csvCase{
		"defaults":           {"a,b\n1,x\n", csv.Options{}, nil, "a:int64 b:utf8", []string{"1|x"}},
		"header only":        {"a,b\n", csv.Options{}, nil, "a:null b:null", nil},
		"header, no newline": {"a,b", csv.Options{}, nil, "a:null b:null", nil},
		"byte order mark":    {"\ufeffa,b\n1,x\n", csv.Options{}, nil, "a:int64 b:utf8", []string{"1|x"}},
		"a mark and a quote": {"\ufeff\"a\",b\n1,x\n", csv.Options{}, nil, "a:int64 b:utf8", []string{"1|x"}},
		"CRLF":               {"a,b\r\n1,\"x\r\ny\"\r\n2,z", csv.Options{}, nil, "a:int64 b:utf8", []string{"1|x\r\ny", "2|z"}},
		"names with spaces":  {" a , b c \n1,x\n", csv.Options{}, nil, " a :int64  b c :utf8", []string{"1|x"}},
		"quoted names":       {"\"a,b\",\"c\"\"d\",\"e\nf\"\n1,2,3\n", csv.Options{}, nil, "a,b:int64 c\"d:int64 e\nf:int64", []string{"1|2|3"}},
		"ragged":             {"a,b\n1\n2,x,y\n", csv.Options{}, nil, "a:int64 b:utf8", []string{"1|∅|!1 cell, header has 2", "2|x|!3 cells, header has 2"}},
		"not UTF-8":          {"a,b\n1,\xff\n", csv.Options{}, nil, "a:int64 b:utf8", []string{"1|\xff|!not valid UTF-8"}},
		"text after a quote": {"a,b\n1,\"x\"y\n", csv.Options{}, nil, "a:int64 b:utf8", []string{"1|xy|!text after a closing quote"}},
		"a quote in a cell":  {"a,b\n1,x\"y\n", csv.Options{}, nil, "a:int64 b:utf8", []string{`1|x"y`}},

		"delimiter":          {"a;b\n1,5;x\n", csv.Options{Delimiter: ';'}, nil, "a:utf8 b:utf8", []string{"1,5|x"}},
		"a wrong delimiter":  {"a;b\n1;x\n2;y,z\n", csv.Options{}, nil, "a;b:utf8", []string{"1;x", "2;y|!2 cells, header has 1"}},
		"quote":              {"a,b\n'x,''y',\"\n", csv.Options{Quote: '\''}, nil, "a:utf8 b:utf8", []string{`x,'y|"`}},
		"escape":             {"a,b\n\"x\\\"y\",\"\\\\\"\n", csv.Options{Escape: '\\'}, nil, "a:utf8 b:utf8", []string{`x"y|\`}},
		"no escape outside":  {"a,b\nx\\,y\n", csv.Options{Escape: '\\'}, nil, "a:utf8 b:utf8", []string{`x\|y`}},
		"escape not said":    {"a,b\n\"x\\\",y\n", csv.Options{}, nil, "a:utf8 b:utf8", []string{`x\|y`}},
		"comment":            {"# one\na,b\n1,x\n# two\n\"#\",y\n2, #z\n#", csv.Options{Comment: '#'}, nil, "a:utf8 b:utf8", []string{"1|x", "#|y", "2| #z"}},
		"a quote in comment": {"a\n# \"open\n1\n", csv.Options{Comment: '#'}, nil, "a:int64", []string{"1"}},
		"comment not said":   {"a,b\n# two\n1,x\n", csv.Options{}, nil, "a:utf8 b:utf8", []string{"# two|∅|!1 cell, header has 2", "1|x"}},
		"skip_rows":          {"made by\n\"hand\na,b\n1,x\n", csv.Options{SkipRows: 2}, nil, "a:int64 b:utf8", []string{"1|x"}},
		"skip_rows and CRLF": {"made by\r\na,b\r\n1,x\r\n", csv.Options{SkipRows: 1}, nil, "a:int64 b:utf8", []string{"1|x"}},
		"no header":          {"1,x\n2,y\n", csv.Options{NoHeader: true}, nil, "column_1:int64 column_2:utf8", []string{"1|x", "2|y"}},
		"names":              {"1,x\n2,y\n", csv.Options{NoHeader: true, Names: []string{"n", "t"}}, nil, "n:int64 t:utf8", []string{"1|x", "2|y"}},
		"names, no rows":     {"", csv.Options{NoHeader: true, Names: []string{"n", "t"}}, nil, "n:null t:null", nil},
		"names, too few":     {"1,x\n", csv.Options{NoHeader: true, Names: []string{"n"}}, nil, "n:int64", []string{"1|!2 cells, header has 1"}},
		"names for a header": {"a,a\n1,x\n", csv.Options{Names: []string{"n", "t"}}, nil, "n:int64 t:utf8", []string{"1|x"}},
		"trim":               {" a , b\n 1 ,\t x y \n2, \"z, \" \n", csv.Options{Trim: true}, nil, "a:int64 b:utf8", []string{"1|x y", "2|z, "}},
		"no trim":            {"a,b\n 1,x \n", csv.Options{}, nil, "a:utf8 b:utf8", []string{" 1|x "}},
		"trim and null":      {"a,b\n  ,NA \n1,x\n", csv.Options{Trim: true, NullValues: []string{"", "NA"}}, nil, "a:int64 b:utf8", []string{"∅|∅", "1|x"}},
	} {
		t.Run(name, c.run)
	}
}

func TestCSVBlankLines(t *testing.T) {
	names := csv.Options{NoHeader: true}
	for name, c := range map[string]csvCase{
		"one column":                {"a\n1\n\n2\n\r\n", csv.Options{}, nil, "a:int64", []string{"1", "∅", "2", "∅"}},
		"one column, skip":          {"a\n1\n\n2\n\n", csv.Options{BlankLines: csv.BlankSkip}, nil, "a:int64", []string{"1", "2"}},
		"two columns":               {"a,b\n\n1,x\n\r\n\n2,y\n\n", csv.Options{}, nil, "a:int64 b:utf8", []string{"1|x", "2|y"}},
		"two columns, nothing null": {"a,b\n\n1,x\n", csv.Options{NullValues: []string{}}, nil, "a:int64 b:utf8", []string{"1|x"}},
		"two columns, null":         {"a,b\n\n1,x\n", csv.Options{BlankLines: csv.BlankNull}, nil, "a:int64 b:utf8", []string{"∅|∅|!1 cell, header has 2", "1|x"}},
		"before the header":         {"\n\na\n1\n", csv.Options{}, nil, "a:int64", []string{"1"}},
		"before rows, no header":    {"\n1\n\n", names, nil, "column_1:int64", []string{"∅", "1", "∅"}},
		"wider, no header":          {"\n1,x\n\n", names, nil, "column_1:int64 column_2:utf8", []string{"1|x"}},
		"white space is text":       {"a\n \n1\n", csv.Options{}, nil, "a:utf8", []string{" ", "1"}},
		"nothing is null":           {"a\n\nx\n", csv.Options{NullValues: []string{}}, nil, "a:utf8", []string{"", "x"}},
	} {
		t.Run(name, c.run)
	}
}

func TestCSVValueOptions(t *testing.T) {
	types := func(name string) map[string]arrow.DataType { return map[string]arrow.DataType{"a": typeOf(t, name)} }
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	german := csv.Options{Delimiter: ';', Decimal: ',', Thousands: '.'}
	for name, c := range map[string]csvCase{
		"null values":          {"a,b\n1,\"NA\"\nNA,\n", csv.Options{NullValues: []string{"NA"}}, nil, "a:int64 b:utf8", []string{"1|∅", "∅|"}},
		"null values not said": {"a,b\n1,NA\nNA,x\n", csv.Options{}, types("int"), "a:int64 b:utf8", []string{"1|NA", "‹NA›|x"}},
		"nothing is null":      {"a,b\n,x\n1,\n", csv.Options{NullValues: []string{}}, types("int"), "a:int64 b:utf8", []string{"‹›|x", "1|"}},

		"thousands":           {"a,b\n\"1,234\",\"1,234.5\"\n", csv.Options{Thousands: ','}, nil, "a:int64 b:float64", []string{"1234|1234.5"}},
		"thousands not said":  {"a,b\n\"1,234\",2\n", csv.Options{}, types("int"), "a:int64 b:int64", []string{"‹1,234›|2"}},
		"a blank thousands":   {"a\n1 234 567\n", csv.Options{Thousands: ' '}, nil, "a:int64", []string{"1234567"}},
		"decimal":             {"a;b\n1,5;x\n-2;y\n", csv.Options{Delimiter: ';', Decimal: ','}, nil, "a:float64 b:utf8", []string{"1.5|x", "-2.0|y"}},
		"decimal, a point":    {"a;b\n1.5;x\n", csv.Options{Delimiter: ';', Decimal: ','}, types("float"), "a:float64 b:utf8", []string{"‹1.5›|x"}},
		"decimal not said":    {"a;b\n1,5;x\n", csv.Options{Delimiter: ';'}, types("float"), "a:float64 b:utf8", []string{"‹1,5›|x"}},
		"both":                {"a;b\n1.234,5;1.234\n", german, nil, "a:float64 b:int64", []string{"1234.5|1234"}},
		"both, exactly":       {"a;b\n1.234,50;x\n1.234,567;x\n", german, types("decimal(10,2)"), "a:decimal(10, 2) b:utf8", []string{"1234.50|x", "‹1.234,567›|x"}},
		"text stays text":     {"a;b\n1.234,5;x,y.z\n", german, types("string"), "a:utf8 b:utf8", []string{"1.234,5|x,y.z"}},
		"true and false":      {"a,b\ny,Y\nn,n\n", csv.Options{TrueValues: []string{"y"}, FalseValues: []string{"n"}}, types("bool"), "a:bool b:utf8", []string{"true|Y", "false|n"}},
		"usual true":          {"a\ntrue\nFALSE\nTrue\n", csv.Options{}, nil, "a:bool", []string{"true", "false", "true"}},
		"neither true":        {"a,b\nyes,1\ntrue,1\n", csv.Options{}, types("bool"), "a:bool b:int64", []string{"‹yes›|1", "true|1"}},
		"0 and 1 as declared": {"a,b\n0,0\n1,1\n", csv.Options{TrueValues: []string{"1"}, FalseValues: []string{"0"}}, types("bool"), "a:bool b:int64", []string{"false|0", "true|1"}},

		"date formats":           {"a,b\n31/01/2024,31.1.24\n", csv.Options{DateFormats: []string{"02/01/2006", "2.1.06"}}, nil, "a:date32 b:date32", []string{"2024-01-31|2024-01-31"}},
		"and ISO":                {"a\n31/01/2024\n2024-02-01\n", csv.Options{DateFormats: []string{"02/01/2006"}}, nil, "a:date32", []string{"2024-01-31", "2024-02-01"}},
		"no such day":            {"a\n31/02/2024\n", csv.Options{DateFormats: []string{"02/01/2006"}}, types("date"), "a:date32", []string{"‹31/02/2024›"}},
		"date formats not said":  {"a\n31/01/2024\n", csv.Options{}, types("date"), "a:date32", []string{"‹31/01/2024›"}},
		"a format with a time":   {"a\n31/01/2024 10:00:00.5\n", csv.Options{DateFormats: []string{"02/01/2006 15:04:05"}}, types("timestamp"), "a:timestamp[us]", []string{"2024-01-31 10:00:00.500000"}},
		"a time is kept":         {"a\n31/01/2024 10:00\n", csv.Options{DateFormats: []string{"02/01/2006 15:04"}}, nil, "a:timestamp[us]", []string{"2024-01-31 10:00:00"}},
		"a time in a date":       {"a\n31/01/2024 10:00\n", csv.Options{DateFormats: []string{"02/01/2006 15:04"}}, types("date"), "a:date32", []string{"‹31/01/2024 10:00›"}},
		"names of zones":         {"a\n31/01/2024 10:00 UTC\n31/01/2024 10:00 CET\n", csv.Options{DateFormats: []string{"02/01/2006 15:04 MST"}}, types("timestamptz"), "a:timestamp[us, tz=UTC]", []string{"2024-01-31 10:00:00+00:00", "‹31/01/2024 10:00 CET›"}},
		"a format with a zone":   {"a\n31/01/2024 10:00 +0200\n", csv.Options{DateFormats: []string{"02/01/2006 15:04 -0700"}}, types("timestamptz"), "a:timestamp[us, tz=UTC]", []string{"2024-01-31 08:00:00+00:00"}},
		"timezone":               {"a\n2024-01-31T10:00:00\n2024-07-31T10:00:00Z\n", csv.Options{Zone: paris}, types("timestamptz"), "a:timestamp[us, tz=UTC]", []string{"2024-01-31 09:00:00+00:00", "2024-07-31 10:00:00+00:00"}},
		"timezone not said":      {"a\n2024-01-31T10:00:00\n", csv.Options{}, types("timestamptz"), "a:timestamp[us, tz=UTC]", []string{"‹2024-01-31T10:00:00›"}},
		"too fine for the unit":  {"a\n2024-01-31T10:00:00.0005\n2024-01-31T10:00:00.5\n", csv.Options{}, types("timestamp[ms]"), "a:timestamp[ms]", []string{"‹2024-01-31T10:00:00.0005›", "2024-01-31 10:00:00.500000"}},
		"time":                   {"a\n10:00\n10:00:00.5\n25:00\n", csv.Options{}, types("time"), "a:time64[us]", []string{"10:00:00", "10:00:00.500000", "‹25:00›"}},
		"time of no day":         {"a\n24:00:00\n10:00:00Z\n", csv.Options{}, types("time"), "a:time64[us]", []string{"‹24:00:00›", "‹10:00:00Z›"}},
		"unsigned":               {"a\n18446744073709551615\n-1\n18446744073709551616\n", csv.Options{}, types("uint64"), "a:uint64", []string{"18446744073709551615", "‹-1›", "‹18446744073709551616›"}},
		"integers":               {"a\n9223372036854775807\n9223372036854775808\n1.0\n1e3\n", csv.Options{}, types("int"), "a:int64", []string{"9223372036854775807", "‹9223372036854775808›", "‹1.0›", "‹1e3›"}},
		"floats":                 {"a\n1e3\n.5\n1e400\n0x1p3\nnan\n", csv.Options{}, types("float"), "a:float64", []string{"1000.0", "0.5", "‹1e400›", "‹0x1p3›", "∅"}},
		"wide decimals":          {"a\n123456789012345678901234567890123456789012345.5\n1.23\n", csv.Options{}, types("decimal(60,1)"), "a:decimal256(60, 1)", []string{"123456789012345678901234567890123456789012345.5", "‹1.23›"}},
		"no digits in a decimal": {"a\n.\n-\n+\n\"\"\n.5\n5.\n1e2\n", csv.Options{}, types("decimal(4,1)"), "a:decimal(4, 1)", []string{"‹.›", "‹-›", "‹+›", "∅", "0.5", "5.0", "‹1e2›"}},
		"nor fraction digits":    {"a\n.0\n-.0\n-\n-.\n0.5\n", csv.Options{}, types("decimal(4)"), "a:decimal(4, 0)", []string{"0", "0", "‹-›", "‹-.›", "‹0.5›"}},
		"too many digits":        {"a\n10000\n00009999\n" + strings.Repeat("9", 100_000) + "\n", csv.Options{}, types("decimal(4)"), "a:decimal(4, 0)", []string{"‹10000›", "9999", "‹" + strings.Repeat("9", 100_000) + "›"}},
	} {
		t.Run(name, c.run)
	}
}

func TestCSVEncodings(t *testing.T) {
	wide := func(text string, little bool) string {
		var b strings.Builder
		for _, r := range text { // of the basic plane
			if little {
				b.Write([]byte{byte(r), byte(r >> 8)})
			} else {
				b.Write([]byte{byte(r >> 8), byte(r)})
			}
		}
		return b.String()
	}
	const text = "é,b\r\n1,\"€\r\n\"\r\n2,x\r\n"
	rows := []string{"1|€\r\n", "2|x"}
	for name, c := range map[string]csvCase{
		"latin1":                {"\xe9,b\n1,caf\xe9\n", csv.Options{Encoding: "latin1"}, nil, "é:int64 b:utf8", []string{"1|café"}},
		"windows-1252":          {"a,b\n1,\x80\n", csv.Options{Encoding: "windows-1252"}, nil, "a:int64 b:utf8", []string{"1|€"}},
		"UTF-8 by name":         {"\ufeffé,b\n1,€\n", csv.Options{Encoding: "UTF-8"}, nil, "é:int64 b:utf8", []string{"1|€"}},
		"utf-16le":              {wide(text, true), csv.Options{Encoding: "utf-16le"}, nil, "é:int64 b:utf8", rows},
		"utf-16be":              {wide(text, false), csv.Options{Encoding: "UTF-16BE"}, nil, "é:int64 b:utf8", rows},
		"utf-16le, with a mark": {wide("\ufeff"+text, true), csv.Options{Encoding: "utf-16le"}, nil, "é:int64 b:utf8", rows},
		"utf-16, little":        {wide("\ufeff"+text, true), csv.Options{Encoding: "utf-16"}, nil, "é:int64 b:utf8", rows},
		"utf-16, big":           {wide("\ufeff"+text, false), csv.Options{Encoding: "UTF-16"}, nil, "é:int64 b:utf8", rows},
		"no Shift JIS":          {"a,b\n1,\xff\n", csv.Options{Encoding: "shift_jis"}, nil, "a:int64 b:utf8", []string{"1|\ufffd"}},
		"Shift JIS":             {"a,b\n1,\x93\xfa\x96\x7b\n", csv.Options{Encoding: "shift_jis"}, nil, "a:int64 b:utf8", []string{"1|日本"}},
	} {
		t.Run(name, c.run)
	}
}

// TestBadCSV checks the errors of whole files.
func TestBadCSV(t *testing.T) {
	utf16 := "\xff\xfea\x00,\x00b\x00\n\x00"
	for name, c := range map[string]struct {
		text string
		opt  csv.Options
		says []string
	}{
		"empty":                   {"", csv.Options{}, []string{"the file is empty: it has no header"}},
		"a mark alone":            {"\ufeff", csv.Options{}, []string{"the file is empty"}},
		"blank lines alone":       {"\n\r\n\n", csv.Options{}, []string{"the file is empty"}},
		"comments alone":          {"#\n#", csv.Options{Comment: '#'}, []string{"the file is empty"}},
		"many comments":           {strings.Repeat("# a comment\n", 400_000), csv.Options{Comment: '#'}, []string{"nothing but comments"}},
		"comments before a name":  {strings.Repeat("# a comment\n", 400_000), csv.Options{Comment: '#', Names: []string{"a"}}, []string{"nothing but comments"}},
		"no rows to skip":         {"a\n1\n", csv.Options{SkipRows: 3}, []string{"the file ends within the 3 lines that skip_rows leaves out"}},
		"a name twice":            {"a,b,a\n", csv.Options{}, []string{`columns 1 and 3 are both called "a"`, "data.csv.header"}},
		"twice when trimmed":      {"a, a\n", csv.Options{Trim: true}, []string{`columns 1 and 2 are both called "a"`}},
		"a given name twice":      {"1,2\n", csv.Options{NoHeader: true, Names: []string{"n", "n"}}, []string{`columns 1 and 2 are both called "n"`}},
		"no names":                {",\n", csv.Options{}, []string{`columns 1 and 2 are both called ""`}},
		"utf-16":                  {utf16, csv.Options{}, []string{"utf-16le", "data.csv.encoding"}},
		"utf-16be":                {"\xfe\xff\x00a\x00\n", csv.Options{}, []string{"utf-16be", "data.csv.encoding"}},
		"utf-32":                  {"\xff\xfe\x00\x00a\x00\x00\x00", csv.Options{}, []string{"utf-32", "data.csv.encoding"}},
		"utf-16 without a mark":   {"a\x00,\x00b\x00\n\x001\x00,\x002\x00\n\x00", csv.Options{}, []string{"probably utf-16le", "data.csv.encoding"}},
		"utf-16 without its mark": {utf16[2:], csv.Options{Encoding: "utf-16"}, []string{"cannot be read", "byte order mark"}},
		"a latin1 header":         {"\xe9,b\n1,2\n", csv.Options{}, []string{"column 1", "not valid UTF-8", "data.csv.encoding"}},
		"an open quote":           {"a,b\n1,\"x\n2,y\n", csv.Options{}, []string{"f.csv:2: the quote that opens here is never closed"}},
		"open after an escape":    {"a\n\"x\\\"\n", csv.Options{Escape: '\\'}, []string{"f.csv:2: the quote that opens here is never closed"}},
		"open in the header":      {"\"a,b\n1,2\n", csv.Options{}, []string{"a quote in the header is never closed"}},
		"a long record":           {"a\n\"" + strings.Repeat("x\n", 20_000) + "\"\n", csv.Options{ChunkBytes: 100, MaxRecordBytes: 1000}, []string{"f.csv:2: a record is longer than 1000 bytes"}},
	} {
		t.Run(name, func(t *testing.T) {
			files{"f.csv": c.text}.write(t)
			_, err := read(t, Request{Paths: []string{"f.csv"}, CSV: c.opt}, 2)
			wantDataError(t, err, "f.csv", c.says...)
		})
	}
}

// TestCSVOptionsThatContradict checks the errors that are the request's fault.
func TestCSVOptionsThatContradict(t *testing.T) {
	files{"f.csv": "a,b\n1,2\n"}.write(t)
	for says, opt := range map[string]csv.Options{
		"delimiter and quote are the same":            {Delimiter: '"'},
		"delimiter must be one ASCII character":       {Delimiter: '\n'},
		"quote must be one ASCII character":           {Quote: 0xe9},
		"escape must be one ASCII character":          {Escape: '\r'},
		"comment is the same":                         {Comment: ','},
		"thousands and decimal are the same":          {Thousands: '.'},
		"skip_rows is negative":                       {SkipRows: -1},
		`there is no encoding "klingon"; use an IANA`: {Encoding: "klingon"},
	} {
		if _, err := read(t, Request{Paths: []string{"f.csv"}, CSV: opt}, 1); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want an error that says %q", err, says)
		}
	}
}
