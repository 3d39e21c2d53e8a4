package csv

import (
	"bytes"
	"context"
	stdcsv "encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"assay/engine"
)

func fileInput(text string) Input {
	return Input{Name: "t.csv", At: strings.NewReader(text), Size: int64(len(text))}
}

func streamInput(text string) Input {
	return Input{Name: "t.csv", Size: -1, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(text)), nil
	}}
}

// row is a record as a reader gave it: its cells as text, and what was found.
type row struct {
	cells  []string
	null   []bool
	reason string
	line   int64
	offset int64
}

// readAll reads every column as text with several workers.
func readAll(t *testing.T, in Input, opt Options, workers, batch int) ([]row, error) {
	t.Helper()
	p, err := NewProbe(context.Background(), in, opt)
	if err != nil {
		return nil, err
	}
	types := make(Types)
	for _, n := range p.Names() {
		types[n] = arrow.BinaryTypes.String
	}
	src, err := p.Open(types)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	req := engine.ScanRequest{BatchRows: batch}
	for i := range p.Names() {
		req.Columns = append(req.Columns, engine.ColumnRequest{Index: i})
	}
	return scanRows(src, req, workers)
}

type splitRows struct {
	rows   []row
	totals engine.SplitTotals
}

func scanRows(src engine.Source, req engine.ScanRequest, workers int) ([]row, error) {
	ctx := context.Background()
	sc, err := src.Scan(ctx, req)
	if err != nil {
		return nil, err
	}
	defer sc.Close()
	var mu sync.Mutex
	found := make(map[int]splitRows)
	failed := make(map[int]error)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for {
				sp, err := sc.Next(ctx)
				if err == io.EOF {
					return
				}
				if err != nil {
					mu.Lock()
					failed[1<<30] = err
					mu.Unlock()
					return
				}
				got, err := drain(ctx, sp)
				sp.Close()
				mu.Lock()
				found[sp.Ordinal()] = got
				if err != nil {
					failed[sp.Ordinal()] = err
				}
				mu.Unlock()
				if err != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	if len(failed) > 0 {
		return nil, failed[slices.Min(keys(failed))]
	}
	var all []row
	var lines int64
	for i := range len(found) {
		for _, r := range found[i].rows {
			r.line += lines + 1
			r.offset += found[i].totals.Offset
			all = append(all, r)
		}
		lines += found[i].totals.Lines
		if n := found[i].totals.Records; n != int64(len(found[i].rows)) {
			return nil, fmt.Errorf("split %d says %d records, gave %d", i, n, len(found[i].rows))
		}
	}
	return all, nil
}

func keys(m map[int]error) []int {
	var ks []int
	for k := range m {
		ks = append(ks, k)
	}
	return ks
}

func drain(ctx context.Context, sp engine.Split) (splitRows, error) {
	var out splitRows
	for {
		b, err := sp.Next(ctx)
		if err == io.EOF {
			out.totals = sp.Totals()
			return out, nil
		}
		if err != nil {
			return out, err
		}
		from := len(out.rows)
		for i := range b.Rows {
			r := row{}
			r.line, r.offset = b.Locate(i)
			for _, c := range b.Columns {
				r.null = append(r.null, c.Array.IsNull(i))
				cell := ""
				if !c.Array.IsNull(i) {
					cell = strings.Clone(c.Array.(*array.String).Value(i))
				}
				r.cells = append(r.cells, cell)
			}
			out.rows = append(out.rows, r)
		}
		for _, m := range b.Malformed {
			out.rows[from+m.Row].reason = m.Reason
		}
	}
}

// sequential is the naive reading: the dialect's walk from start to end.
func sequential(text string, opt Options) ([]row, error) {
	opt = opt.withDefaults()
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	d := opt.dialect()
	at := strings.IndexByte(text, '\n') + 1
	fields := strings.Count(text[:at], string(opt.Delimiter)) + 1
	var rows []row
	for at < len(text) {
		rec, ends := d.cut([]byte(text), at, true, nil)
		if !rec.complete {
			return nil, errors.New("unclosed")
		}
		cells := fieldTexts(&d, []byte(text), at, ends)
		r := row{line: int64(strings.Count(text[:at], "\n")) + 1, offset: int64(at), reason: rec.quirk}
		raw := strings.TrimRight(text[at:rec.next], "\r\n")
		blank := strings.TrimSuffix(strings.TrimSuffix(text[at:rec.next], "\n"), "\r") == ""
		comment := d.comment != 0 && raw != "" && raw[0] == d.comment
		if len(cells) != fields {
			r.reason = ragged(len(cells), fields)
		}
		for i := range fields {
			if i < len(cells) {
				r.cells = append(r.cells, cells[i])
				r.null = append(r.null, cells[i] == "")
			} else {
				r.cells = append(r.cells, "")
				r.null = append(r.null, true)
			}
		}
		if r.reason == "" && strings.ContainsRune(text[at:rec.next], 0) {
			r.reason = "a NUL byte"
		}
		if r.reason == "" || r.reason == "a NUL byte" {
			if !validUTF8(text[at:rec.next]) {
				r.reason = "not valid UTF-8"
			}
		}
		at = rec.next
		if comment || blank && fields > 1 {
			continue
		}
		rows = append(rows, r)
	}
	return rows, nil
}

func validUTF8(s string) bool { return strings.ToValidUTF8(s, "") == s }

func randomText(rng *rand.Rand, nasty bool) string {
	columns := 1 + rng.IntN(4)
	var b strings.Builder
	for i := range columns {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "c%d", i)
	}
	eol := []string{"\n", "\r\n"}[rng.IntN(2)]
	b.WriteString(eol)
	for range rng.IntN(40) {
		n := columns
		if nasty && rng.IntN(10) == 0 {
			n = rng.IntN(6)
		}
		for i := range n {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(randomCell(rng, nasty))
		}
		b.WriteString(eol)
	}
	text := b.String()
	if rng.IntN(3) == 0 {
		text = strings.TrimSuffix(text, eol)
	}
	return text
}

func randomCell(rng *rand.Rand, nasty bool) string {
	plain := []string{"", "a", "12", "é", "long text of some length that fills a block", "x y"}
	quoted := []string{`""`, `"a"`, `"a,b"`, `"a""b"`, "\"a\nb\"", "\"a\r\nb\"", `""""`, `","`, "\"\n\""}
	bad := []string{`a"b`, `"a"b`, `"a" `, ` "a"`, `a""`, "\xff", "a\x00b", `"a"b"c"`, "\r", "a\rb"}
	switch k := rng.IntN(12); {
	case k < 6:
		return plain[rng.IntN(len(plain))]
	case k < 11 || !nasty:
		return quoted[rng.IntN(len(quoted))]
	}
	return bad[rng.IntN(len(bad))]
}

func TestEveryChunkSizeReadsTheSame(t *testing.T) {
	const seed = 1234
	for round := range 600 {
		rng := rand.New(rand.NewPCG(seed, uint64(round)))
		text := randomText(rng, round%2 == 0)
		opt := Options{ChunkBytes: 1 + rng.IntN(200)}
		if round%5 == 0 {
			opt.Comment = 'a'
		}
		if round%7 == 0 {
			opt.Trim = true
		}
		want, werr := sequential(text, opt)
		for _, in := range []Input{fileInput(text), streamInput(text)} {
			got, err := readAll(t, in, opt, 1+rng.IntN(3), []int{0, 1, 3}[rng.IntN(3)])
			if (err != nil) != (werr != nil) {
				t.Fatalf("seed %d round %d: error %v, want %v\n%q", seed, round, err, werr, text)
			}
			if werr != nil {
				continue
			}
			if len(got) != len(want) {
				t.Fatalf("seed %d round %d chunk %d seekable %v: %d rows, want %d\n%q", seed, round, opt.ChunkBytes, in.seekable(), len(got), len(want), text)
			}
			for i := range want {
				if !in.seekable() {
					got[i].offset, want[i].offset = 0, 0
				}
				if fmt.Sprint(got[i]) != fmt.Sprint(want[i]) {
					t.Fatalf("seed %d round %d chunk %d seekable %v row %d: got %+v, want %+v\n%q", seed, round, opt.ChunkBytes, in.seekable(), i, got[i], want[i], text)
				}
			}
		}
	}
}

// TestAgreesWithEncodingCSV compares with the standard library where it
// follows RFC 4180: no CR inside quotes, no blank lines, no ragged rows.
func TestAgreesWithEncodingCSV(t *testing.T) {
	const seed = 99
	compared := 0
	for round := range 300 {
		rng := rand.New(rand.NewPCG(seed, uint64(round)))
		text := strings.ReplaceAll(randomText(rng, false), "\r", "")
		if strings.Contains(text, "\n\n") {
			continue
		}
		r := stdcsv.NewReader(strings.NewReader(text))
		want, err := r.ReadAll()
		if err != nil {
			continue
		}
		got, err := readAll(t, fileInput(text), Options{ChunkBytes: 64}, 2, 0)
		if err != nil || len(got) != len(want)-1 {
			t.Fatalf("seed %d round %d: %d rows (%v), want %d\n%q", seed, round, len(got), err, len(want)-1, text)
		}
		for i, r := range got {
			if !slices.Equal(r.cells, want[i+1]) {
				t.Fatalf("seed %d round %d row %d: got %q, want %q", seed, round, i, r.cells, want[i+1])
			}
		}
		compared++
	}
	if compared < 50 {
		t.Errorf("only %d texts were compared", compared)
	}
}

func TestBadFiles(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		opt  Options
		want string
	}{
		"empty":        {"", Options{}, "t.csv: the file is empty: it has no header"},
		"duplicate":    {"a,b,a\n1,2,3\n", Options{}, `t.csv:1: columns 1 and 3 are both called "a"; rename one, or give names with data.csv.header`},
		"unterminated": {"a,b\n1,2\n3,\"4\n5,6\n", Options{}, "t.csv:3: the quote that opens here is never closed"},
		"utf-16":       {"\xff\xfea\x00,\x00b\x00\n\x00", Options{}, "t.csv: the text is utf-16le; say so with data.csv.encoding in the suite"},
		"utf-16, bare": {"a\x00,\x00b\x00\n\x001\x00,\x002\x00\n\x00", Options{}, "t.csv: so many bytes are NUL that the text is probably utf-16le; say so with data.csv.encoding in the suite"},
		"long record":  {"a,b\n1,\"" + strings.Repeat("x", 100_000) + "\"\n", Options{ChunkBytes: 100, MaxRecordBytes: 1000}, "t.csv:2: a record is longer than 1000 bytes; perhaps a quote is not closed, else raise max_record under data.csv in the suite"},
	} {
		for _, in := range []Input{fileInput(c.text), streamInput(c.text)} {
			_, err := readAll(t, in, c.opt, 2, 0)
			var de *engine.DataError
			if !errors.As(err, &de) || err.Error() != c.want {
				t.Errorf("%s, seekable %v: got %v\nwant %s", name, in.seekable(), err, c.want)
			}
		}
	}
}

func TestLatin1IsDecoded(t *testing.T) {
	got, err := readAll(t, fileInput("a,b\ncaf\xe9,1\n"), Options{Encoding: "iso-8859-1"}, 1, 0)
	if err != nil || len(got) != 1 || got[0].cells[0] != "café" || got[0].reason != "" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestStreamIsKeptForAnotherPass(t *testing.T) {
	text := "a,b\n1,x\n2,y\n"
	opened := 0
	in := Input{Name: "-", Size: -1, Once: true,
		Open: func() (io.ReadCloser, error) {
			if opened++; opened > 1 {
				return nil, errors.New("a second opening")
			}
			return io.NopCloser(strings.NewReader(text)), nil
		},
		Spool: func() (*os.File, error) { return os.CreateTemp(t.TempDir(), "spool") },
	}
	p, err := NewProbe(context.Background(), in, Options{})
	if err != nil {
		t.Fatal(err)
	}
	src, err := p.Open(Types{"a": arrow.BinaryTypes.String, "b": arrow.BinaryTypes.String})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for _, again := range []bool{true, false} {
		rows, err := scanRows(src, engine.ScanRequest{Columns: []engine.ColumnRequest{{Index: 1}}, Again: again}, 1)
		if err != nil || len(rows) != 2 || rows[1].cells[0] != "y" {
			t.Errorf("again %v: %v, %v", again, rows, err)
		}
	}
}

func TestUnreadableStream(t *testing.T) {
	broken := Input{Name: "x.csv.gz", Size: -1, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(bytes.NewReader([]byte("a\n1\n")), errReader{})), nil
	}}
	_, err := readAll(t, broken, Options{}, 1, 0)
	var de *engine.DataError
	if !errors.As(err, &de) || !strings.Contains(err.Error(), "checksum") {
		t.Errorf("got %v", err)
	}
}

// TestStreamThatIsCutShort checks that it is not taken for a shorter one, which
// the error of io.ReadFull for both would do.
func TestStreamThatIsCutShort(t *testing.T) {
	text := "a\n" + strings.Repeat("a long line of text\n", streamBytes/10)
	cut := Input{Name: "x.csv.gz", Size: -1, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader(text), iotest.ErrReader(io.ErrUnexpectedEOF))), nil
	}}
	_, err := readAll(t, cut, Options{}, 2, 0)
	var de *engine.DataError
	if !errors.As(err, &de) || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, errors.New("checksum") }
