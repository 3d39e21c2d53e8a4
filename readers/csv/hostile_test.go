package csv

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/integrations/bounded"
)

// synthetic is a text that nobody has room for: a beginning, and one byte over
// and over.
type synthetic struct {
	begin string
	fill  byte
	size  int64
}

func (s synthetic) ReadAt(p []byte, at int64) (int, error) {
	n := int(min(int64(len(p)), s.size-at))
	if n <= 0 {
		return 0, io.EOF
	}
	for i := range p[:n] {
		p[i] = s.fill
	}
	if at < int64(len(s.begin)) {
		copy(p[:n], s.begin[at:])
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// both are a text as a file and as a stream.
func (s synthetic) both() map[string]Input {
	return map[string]Input{
		"file": {Name: "t.csv", At: s, Size: s.size},
		"stream": {Name: "t.csv", Size: -1, Open: func() (io.ReadCloser, error) {
			return io.NopCloser(io.NewSectionReader(s, 0, s.size)), nil
		}},
	}
}

// TestFieldOfTenGigabytes reads a quote that opens on the third line and, ten
// gigabytes later, is not closed yet. It is found out at the limit of a record,
// in the memory that a few of its parts take.
func TestFieldOfTenGigabytes(t *testing.T) {
	text := synthetic{begin: "id,name\n1,a\n2,\"", fill: 'x', size: 10 << 30}
	for name, in := range text.both() {
		bounded.Run(t, 1<<30, func() {
			_, err := readAll(t, in, Options{}, 2, 0)
			want := fmt.Sprintf("t.csv:3: a record is longer than %d bytes; perhaps a quote is not closed, else raise max_record under data.csv in the suite", 64<<20)
			if err == nil || err.Error() != want {
				t.Errorf("%s: the error is %v, want %s", name, err, want)
			}
		})
	}
}

// TestManyColumns reads a table that is as wide as it can be.
func TestManyColumns(t *testing.T) {
	const columns = 1_000_000
	row := strings.TrimSuffix(strings.Repeat("1,", columns), ",") + "\n"
	bounded.Run(t, 4<<30, func() {
		opt := Options{NoHeader: true}
		p, err := NewProbe(t.Context(), fileInput(row+row+row[:len(row)-2]), opt)
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		if n := len(p.Names()); n != columns {
			t.Fatalf("%d columns, want %d", n, columns)
		}
		types := Infer([]*Probe{p}, nil, func(string) engine.Hint { return engine.NoHint })
		src, err := p.Open(types)
		if err != nil {
			t.Fatal(err)
		}
		defer src.Close()
		rows, err := scanRows(src, engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: 0}, {Index: columns - 1}}}, 1)
		if err != nil || len(rows) != 3 || rows[0].cells[1] != "1" || rows[2].reason == "" && !rows[2].null[1] {
			t.Errorf("read %v, %v", rows, err)
		}
	})
	var header strings.Builder
	for i := range columns {
		fmt.Fprintf(&header, "c%d,", i)
	}
	bounded.Run(t, 256<<20, func() {
		for _, in := range []Input{fileInput(header.String()), streamInput(header.String())} {
			_, err := NewProbe(t.Context(), in, Options{})
			var data *engine.DataError
			if !errors.As(err, &data) || !strings.Contains(err.Error(), "the first 4194304 bytes hold no complete line") {
				t.Errorf("the error is %v", err)
			}
		}
	})
}

// TestLatin1IsDeclaredOrFound reads bytes above 127 that are no UTF-8.
func TestLatin1IsDeclaredOrFound(t *testing.T) {
	const text = "name\ncaf\xe9\n"
	rows, err := readAll(t, fileInput(text), Options{}, 1, 0)
	if err != nil || len(rows) != 1 || rows[0].reason != "not valid UTF-8" {
		t.Errorf("undeclared: %+v, %v", rows, err)
	}
	rows, err = readAll(t, fileInput(text), Options{Encoding: "iso-8859-1"}, 1, 0)
	if err != nil || len(rows) != 1 || rows[0].reason != "" || rows[0].cells[0] != "café" {
		t.Errorf("declared: %+v, %v", rows, err)
	}
}

// TestFileThatShrinks cuts a file off while it is read: what is left is not taken
// for all of it. One that grows is read up to where it ended at first.
func TestFileThatShrinks(t *testing.T) {
	line := "1,a\n"
	text := "id,name\n" + strings.Repeat(line, 100_000)
	for _, c := range []struct {
		name string
		size int64 // while the rows are read
		want string
	}{
		{"shorter", int64(len(text)) / 2, "the file became shorter while it was read"},
		{"empty", 0, "the file became shorter while it was read"},
		{"longer", int64(len(text)) + 1000, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "t.csv")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			f, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			p, err := NewProbe(t.Context(), Input{Name: "t.csv", At: f, Size: int64(len(text))}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			src, err := p.Open(Types{"id": arrow.PrimitiveTypes.Int64, "name": arrow.BinaryTypes.String})
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(path, c.size); err != nil {
				t.Fatal(err)
			}
			rows, err := scanRows(src, engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: 1}}}, 2)
			var data *engine.DataError
			switch {
			case c.want == "" && (err != nil || len(rows) != 100_000):
				t.Errorf("%d rows, %v", len(rows), err)
			case c.want != "" && (!errors.As(err, &data) || !strings.Contains(err.Error(), c.want)):
				t.Errorf("%d rows, and the error is %v", len(rows), err)
			}
		})
	}
}
