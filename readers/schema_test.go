package readers

import (
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
)

func TestSeveralFilesAreOneTable(t *testing.T) {
	files{"a.csv": "id,name\n1,x\n2,y\n", "b.csv": "id,name\n3,z\n", "c.csv": "id,name\n", "d.tsv": "id\tname\n4\tw\n"}.write(t)
	got, err := read(t, Request{Paths: []string{"a.csv", "b.csv", "c.csv", "d.tsv"}}, 3)
	if err != nil {
		t.Fatal(err)
	}
	wantTable(t, got, "id:int64 name:utf8", `
		a.csv#1 1|x
		a.csv#2 2|y
		b.csv#1 3|z
		d.tsv#1 4|w`)
	if strings.Join(got.files, " ") != "a.csv b.csv c.csv d.tsv" {
		t.Errorf("files %q", got.files)
	}
}

// TestTypesAreInferredOverAllFiles checks that the cells of every file count,
// and not those of the first alone.
func TestTypesAreInferredOverAllFiles(t *testing.T) {
	files{"a.csv": "id,zip,v,n\n1,1234,1,\n", "b.csv": "id,zip,v,n\n2,0123,1.5,\n", "c.csv": "id,zip,v,n\n3,9,,\n"}.write(t)
	got, err := read(t, Request{Paths: []string{"."}}, 1)
	if err != nil {
		t.Fatal(err)
	}
	wantTable(t, got, "id:int64 zip:utf8 v:float64 n:null", `
		a.csv#1 1|1234|1.0|∅
		b.csv#1 2|0123|1.5|∅
		c.csv#1 3|9|∅|∅`)
}

func TestFilesThatDiffer(t *testing.T) {
	const union = "set data.union: true"
	for name, c := range map[string]struct {
		files files
		union bool
		path  string
		says  []string
	}{
		"a column less":     {files{"a.csv": "x,y\n", "b.csv": "x\n"}, false, "b.csv", []string{"a.csv", `lacks the column "y"`, union}},
		"a column more":     {files{"a.csv": "x\n", "b.csv": "x,y\n"}, false, "b.csv", []string{"a.csv", `has the column "y" more`, union}},
		"another name":      {files{"a.csv": "x,y\n", "b.csv": "x,z\n"}, false, "b.csv", []string{"a.csv", `column 2 is "z", not "y"`, union}},
		"another order":     {files{"a.csv": "x,y\n", "b.csv": "y,x\n"}, false, "b.csv", []string{`column 1 is "y", not "x"`, union}},
		"only the third":    {files{"a.csv": "x\n", "b.csv": "x\n", "c.csv": "X\n"}, false, "c.csv", []string{"a.csv", `"X", not "x"`}},
		"another width":     {parquetFiles(t, "x:int64", "x:int32"), false, "b.parquet", []string{"a.parquet", `column "x" is int32, not int64`, union}},
		"a type apart":      {parquetFiles(t, "x:int64", "x:string"), false, "b.parquet", []string{"a.parquet", `"x" is utf8, not int64`, "no type holds both"}},
		"a union apart":     {parquetFiles(t, "y:int64", "x:bool", "x:float"), true, "c.parquet", []string{"b.parquet", `"x" is float64, not bool`, "no type holds both"}},
		"unsigned":          {parquetFiles(t, "x:uint64", "x:int8"), true, "b.parquet", []string{"no type holds both"}},
		"zones":             {parquetFiles(t, "x:timestamp", "x:timestamptz"), true, "b.parquet", []string{"no type holds both"}},
		"many digits":       {parquetFiles(t, "x:decimal(76,0)", "x:decimal(76,76)"), true, "b.parquet", []string{"no type holds both"}},
		"nested":            {parquetFiles(t, "x:list", "x:int64"), true, "b.parquet", []string{"no type holds both"}},
		"CSV beside binary": {files{"a.parquet": parquetFileOf(t, "x:binary"), "b.csv": "x\n1\n"}, false, "b.csv", []string{"no type holds both"}},
	} {
		t.Run(name, func(t *testing.T) {
			c.files.write(t)
			_, err := read(t, Request{Paths: []string{"."}, Union: c.union}, 1)
			wantDataError(t, err, c.path, c.says...)
		})
	}
}

// parquetFiles are files a, b, … without rows.
func parquetFiles(t *testing.T, columns ...string) files {
	f := make(files)
	for i, c := range columns {
		f[string(rune('a'+i))+".parquet"] = parquetFileOf(t, c)
	}
	return f
}

func TestUnion(t *testing.T) {
	for name, c := range map[string]struct {
		files   files
		columns string
		rows    string
	}{
		"missing columns": {
			files{"a.csv": "x,y\n1,p\n", "b.csv": "z,x\n2.5,2\n", "c.csv": "y\nq\n"}, "x:int64 y:utf8 z:float64",
			"a.csv#1 1|p|∅\nb.csv#1 2|∅|2.5\nc.csv#1 ∅|q|∅",
		},
		"integers": {
			files{"a.parquet": parquetFileOf(t, "x:int32", `{"x":-1}`, `{}`), "b.parquet": parquetFileOf(t, "x:uint8", `{"x":255}`), "c.parquet": parquetFileOf(t, "x:int64", `{"x":3}`)},
			"x:int64", "a.parquet#1 -1\na.parquet#2 ∅\nb.parquet#1 255\nc.parquet#1 3",
		},
		"unsigned": {
			files{"a.parquet": parquetFileOf(t, "x:uint64", `{"x":18446744073709551615}`), "b.parquet": parquetFileOf(t, "x:uint16", `{"x":7}`)},
			"x:uint64", "a.parquet#1 18446744073709551615\nb.parquet#1 7",
		},
		"integers and floats": {
			files{
				"a.parquet": parquetFileOf(t, "x:int64", `{"x":1}`, `{"x":9007199254740993}`, `{"x":9223372036854775807}`, `{"x":-9223372036854775808}`, `{}`),
				"b.parquet": parquetFileOf(t, "x:float32", `{"x":0.5}`),
				"c.parquet": parquetFileOf(t, "x:uint64", `{"x":2}`, `{"x":18446744073709551615}`),
			},
			"x:float64", `
				a.parquet#1 1.0
				a.parquet#2 ‹9007199254740993›
				a.parquet#3 ‹9223372036854775807›
				a.parquet#4 -9.223372036854776e+18
				a.parquet#5 ∅
				b.parquet#1 0.5
				c.parquet#1 2.0
				c.parquet#2 ‹18446744073709551615›`,
		},
		"decimals": {
			files{"a.parquet": parquetFileOf(t, "x:decimal(5,2)", `{"x":"1.25"}`), "b.parquet": parquetFileOf(t, "x:decimal(8,1)", `{"x":"1234567.5"}`), "c.parquet": parquetFileOf(t, "x:decimal(40,0)", `{"x":"7"}`)},
			"x:decimal256(42, 2)", "a.parquet#1 1.25\nb.parquet#1 1234567.50\nc.parquet#1 7.00",
		},
		"small decimals": {
			files{"a.parquet": parquetFileOf(t, "x:decimal(5,2)", `{"x":"-1.25"}`), "b.parquet": parquetFileOf(t, "x:decimal(8,1)", `{"x":"1.5"}`)},
			"x:decimal(9, 2)", "a.parquet#1 -1.25\nb.parquet#1 1.50",
		},
		"timestamps": {
			files{
				"a.parquet": parquetFileOf(t, "x:timestamp[ms]", `{"x":"2024-01-31T10:00:00.5"}`, `{"x":"9999-12-31T00:00:00"}`),
				"b.parquet": parquetFileOf(t, "x:timestamp[ns]", `{"x":"2024-01-31T10:00:00.000000001"}`),
			},
			"x:timestamp[ns]", "a.parquet#1 2024-01-31 10:00:00.500000\na.parquet#2 ‹9999-12-31 00:00:00›\nb.parquet#1 2024-01-31 10:00:00.000000001",
		},
		"instants of zones": {
			files{
				"a.parquet": parquetFileOf(t, "x:timestamp[us,Europe/Paris]", `{"x":"2024-01-31T10:00:00Z"}`),
				"b.parquet": parquetFileOf(t, "x:timestamptz", `{"x":"2024-01-31T10:00:00Z"}`),
			},
			"x:timestamp[us, tz=UTC]", "a.parquet#1 2024-01-31 10:00:00+00:00\nb.parquet#1 2024-01-31 10:00:00+00:00",
		},
		"times of day": {
			files{"a.parquet": parquetFileOf(t, "x:time32", `{"x":"10:00:00.5"}`), "b.parquet": parquetFileOf(t, "x:time", `{"x":"11:00:00.000001"}`)},
			"x:time64[us]", "a.parquet#1 10:00:00.500000\nb.parquet#1 11:00:00.000001",
		},
		"null and anything": {
			files{"a.parquet": parquetFileOf(t, "x:null y:null", `{}`), "b.parquet": parquetFileOf(t, "x:string y:bool", `{"x":"p","y":true}`)},
			"x:utf8 y:bool", "a.parquet#1 ∅|∅\nb.parquet#1 p|true",
		},
		"a struct's fields": {
			files{"a.parquet": parquetFileOf(t, "a:struct", `{"a":{"b":1}}`, `{}`), "b.parquet": parquetFileOf(t, "x:bool", `{"x":true}`)},
			"a.b:int64 x:bool", "a.parquet#1 1|∅\na.parquet#2 ∅|∅\nb.parquet#1 ∅|true",
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.files.write(t)
			for _, workers := range []int{1, 3} {
				got, err := read(t, Request{Paths: []string{"."}, Union: true}, workers)
				if err != nil {
					t.Fatal(err)
				}
				wantTable(t, got, c.columns, c.rows)
			}
		})
	}
}

// TestNullColumnsNeedNoUnion checks that a column without values, which a data
// frame writes with the type null, fits its namesakes.
func TestNullColumnsNeedNoUnion(t *testing.T) {
	files{"a.parquet": parquetFileOf(t, "x:null", `{}`), "b.parquet": parquetFileOf(t, "x:int32", `{"x":1}`), "c.parquet": parquetFileOf(t, "x:null", `{}`)}.write(t)
	got, err := read(t, Request{Paths: []string{"."}}, 1)
	if err != nil {
		t.Fatal(err)
	}
	wantTable(t, got, "x:int32", "a.parquet#1 ∅\nb.parquet#1 1\nc.parquet#1 ∅")
}

// TestCSVBesideParquet checks that CSV cells are read as what Parquet files of
// the same table say their columns are.
func TestCSVBesideParquet(t *testing.T) {
	const columns = "id:int32 zip:string price:decimal(8,2) score:float32 at:timestamptz ok:bool"
	for name, c := range map[string]struct {
		csv     string
		types   map[string]arrow.DataType
		columns string
		row     string
	}{
		"as Parquet says": {
			"id,zip,price,score,at,ok\n2,123,1.5,3,2024-01-31T10:00:00Z,true\n", nil,
			"id:int64 zip:utf8 price:decimal(8, 2) score:float64 at:timestamp[us, tz=UTC] ok:bool",
			"2|123|1.50|3.0|2024-01-31 10:00:00+00:00|true",
		},
		"cells that do not fit": {
			"id,zip,price,score,at,ok\n1.5,,1.555,x,2024-01-31,1\n", nil,
			"id:int64 zip:utf8 price:decimal(8, 2) score:float64 at:timestamp[us, tz=UTC] ok:bool",
			"‹1.5›|∅|‹1.555›|‹x›|‹2024-01-31›|‹1›",
		},
		"declared": {
			"id,zip,price,score,at,ok\n2.5,z,1,1,2024-01-31T10:00:00Z,\n", map[string]arrow.DataType{"id": arrow.PrimitiveTypes.Float64},
			"id:float64 zip:utf8 price:decimal(8, 2) score:float64 at:timestamp[us, tz=UTC] ok:bool",
			"2.5|z|1.00|1.0|2024-01-31 10:00:00+00:00|∅",
		},
	} {
		t.Run(name, func(t *testing.T) {
			first := parquetFileOf(t, columns, `{"id":1,"zip":"007","price":"9.99","score":0.5,"at":"2024-01-01T00:00:00Z","ok":false}`)
			id := "1"
			if c.types != nil {
				id = "1.0"
			}
			files{"a.csv": c.csv, "b.parquet": first, "c.parquet": first}.write(t)
			got, err := read(t, Request{Paths: []string{"."}, Types: c.types}, 2)
			if err != nil {
				t.Fatal(err)
			}
			stored := id + "|007|9.99|0.5|2024-01-01 00:00:00+00:00|false"
			wantTable(t, got, c.columns, "a.csv#1 "+c.row+"\nb.parquet#1 "+stored+"\nc.parquet#1 "+stored)
		})
	}
}
