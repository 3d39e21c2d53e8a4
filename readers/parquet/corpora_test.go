package parquet

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/engine"
	"assay/integrations/tools"
)

// corpusMore names more files for TestCorpora: a glob.
const corpusMore = "ASSAY_PARQUET_CORPUS"

// contradictory are files of public corpora that an audit refuses, and why.
var contradictory = map[string]string{
	"negative_page_size.parquet":          "declares a size of -4001 bytes",
	"negative_row_group_num_rows.parquet": "row group 0 declares -1 rows",
	"num_values_exceeds_data.parquet":     "the footer says 500",
	// Early parquet-go counted pages without their headers, and cut the
	// greatest values of its page indexes off.
	"issue206.parquet": "the offset index has no page of 1270 bytes there",
	"issue368.parquet": "above the greatest one that the column index states",
}

// dear are files of public corpora with pages of more than the default limit.
var dear = []string{"large_string_map.brotli.parquet"} // 1 GiB of 4 KB

// generous reads them.
var generous = Options{MaxPageBytes: 2 << 30}

// TestCorpora reads the Parquet files of public packages, and compares every
// value of every leaf with what pyarrow finds.
func TestCorpora(t *testing.T) {
	python := tools.Path(t, "python3")
	files := corpus(t, python)
	script := filepath.Join(fixtureDir, "leaves.py")
	cmd := exec.Command(python, append([]string{script}, files...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", script, err, stderr.String())
	}
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<30)
	values, accepted := 0, 0
	for lines.Scan() {
		var want pyarrowFile
		if err := json.Unmarshal(lines.Bytes(), &want); err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(want.File), func(t *testing.T) {
			n, ok := compareFile(t, &want)
			values += n
			if ok {
				accepted++
			}
		})
	}
	if lines.Err() != nil {
		t.Fatal(lines.Err())
	}
	t.Logf("%d of %d files pass the audit; %d values are as pyarrow has them", accepted, len(files), values)
}

// corpus lists the files: those of parquet-go's module and of pyarrow's wheel.
func corpus(t *testing.T, python string) []string {
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/parquet-go/parquet-go").Output()
	if err != nil {
		t.Fatalf("find parquet-go: %v", err)
	}
	wheel, err := exec.Command(python, "-c", "import os, pyarrow; print(os.path.dirname(pyarrow.__file__))").Output()
	if err != nil {
		t.Fatalf("find pyarrow: %v", err)
	}
	testdata := filepath.Join(strings.TrimSpace(string(module)), "testdata")
	var all []string
	for _, from := range []struct {
		glob  string
		least int
	}{
		{filepath.Join(testdata, "*.parquet"), 40},
		{filepath.Join(testdata, "*", "*.parquet"), 7},
		{filepath.Join(strings.TrimSpace(string(wheel)), "tests", "data", "parquet", "*.parquet"), 4},
		{os.Getenv(corpusMore), 0},
	} {
		files, err := filepath.Glob(from.glob)
		if err != nil || len(files) < from.least {
			t.Fatalf("%s: %d files, and there should be %d at least; %v", from.glob, len(files), from.least, err)
		}
		all = append(all, files...)
	}
	return all
}

// pyarrowFile is what testdata/parquet/leaves.py says of a file.
type pyarrowFile struct {
	File   string
	Error  string
	Rows   int64
	Leaves []pyarrowLeaf
}

type pyarrowLeaf struct {
	Path   string
	Listed bool
	Values []*string
}

// compareFile audits a file, compares what is in it, and returns how many values
// were alike, and whether the file passed.
func compareFile(t *testing.T, want *pyarrowFile) (values int, accepted bool) {
	data := readFile(t, want.File)
	if slices.Contains(dear, filepath.Base(want.File)) {
		if _, err := auditAll(data, Options{}); err == nil || !strings.Contains(err.Error(), "raise it with max_page") {
			t.Errorf("without another limit the error is %v", err)
		}
	}
	rows, err := auditAll(data, generous)
	if message, bad := contradictory[filepath.Base(want.File)]; bad {
		if err == nil || !strings.Contains(err.Error(), message) {
			t.Fatalf("the error is %v, want %q in it", err, message)
		}
		return 0, false
	}
	if err != nil {
		if want.Error == "" {
			t.Fatal(err)
		}
		t.Logf("refused by both: %v; pyarrow: %s", err, want.Error)
		return 0, false
	}
	if want.Error != "" {
		t.Logf("pyarrow cannot read it: %s", want.Error)
		return 0, true
	}
	if rows != want.Rows {
		t.Errorf("%d rows, pyarrow has %d", rows, want.Rows)
	}
	opened, err := openBytes(data, generous)
	if err != nil {
		t.Fatal(err)
	}
	src := opened.(*source)
	if len(src.leaves) != len(want.Leaves) {
		t.Fatalf("%d leaves, pyarrow has %d", len(src.leaves), len(want.Leaves))
	}
	for i, col := range src.leaves {
		if col.why != "" {
			t.Logf("%s %s", col.field.Name, col.why)
			continue
		}
		got, err := leafText(src, col)
		if err != nil {
			t.Fatal(err)
		}
		values += len(got)
		leaf := want.Leaves[i]
		if leaf.Listed {
			got = slices.DeleteFunc(got, func(s string) bool { return s == "null" })
		}
		compareLeaf(t, col.field.Name, got, leaf.Values)
	}
	return values, true
}

func compareLeaf(t *testing.T, name string, got []string, want []*string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s has %d values, pyarrow finds %d", name, len(got), len(want))
		return
	}
	for i, g := range got {
		w := "null"
		if want[i] != nil {
			w = *want[i]
		}
		if strings.HasPrefix(g, "!") {
			t.Logf("value %d of %s fits no type and is set aside; pyarrow makes %s of it", i, name, w)
			continue
		}
		if g = digested(g); g != w {
			t.Errorf("value %d of %s is %s, pyarrow finds %s", i, name, g, w)
			return
		}
	}
}

// digested is a value as leaves.py hands it on.
func digested(value string) string {
	if len(value) <= 1<<20 {
		return value
	}
	return fmt.Sprintf("%d bytes, SHA-256 %x", len(value), sha256.Sum256([]byte(value)))
}

// auditAll reads all columns of a file that can be read, and audits it.
func auditAll(data []byte, opt Options) (rows int64, err error) {
	src, err := openBytes(data, opt)
	if err != nil {
		return 0, err
	}
	req := engine.ScanRequest{Audit: true}
	for i, c := range src.(*source).columns {
		if c.why == "" {
			req.Columns = append(req.Columns, engine.ColumnRequest{Index: i})
		}
	}
	rows, _, err = readAll(src, req)
	return rows, err
}

// leafText reads the values of a leaf, also of one below lists: there, with a
// null for each level without a value.
func leafText(src *source, col *column) (values []string, err error) {
	memory := newShared(src.opt.MaxPageBytes)
	reader := newColumnReader(col, false, src, memory)
	for g, group := range src.groups {
		memory.begin()
		if err := reader.reset(src, span{group: g, rows: group.rows}, 1); err != nil {
			return nil, err
		}
		for left := group.chunks[col.leaf].values; left > 0; {
			p, err := reader.read(int(min(left, DefaultBatchRows)))
			if err != nil {
				return nil, err
			}
			for row := range p.rows {
				values = append(values, cellText(p.column, row))
			}
			left -= int64(p.rows)
		}
		if err := reader.end(); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// TestAuditReadsToTheEnd checks that an audit needs no column to be asked for.
func TestAuditReadsToTheEnd(t *testing.T) {
	data := readFixture(t, "nested__v1")
	src, err := openBytes(data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, leaf := range src.(*source).leaves {
		if leaf.maxRep > 0 {
			sum++
		}
	}
	if sum == 0 {
		t.Fatal("the fixture has no lists")
	}
	scan, err := src.Scan(context.Background(), engine.ScanRequest{Audit: true})
	if err != nil {
		t.Fatal(err)
	}
	for {
		split, err := scan.Next(context.Background())
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		for err == nil {
			_, err = split.Next(context.Background())
		}
		if err != io.EOF {
			t.Fatal(err)
		}
		split.Close()
	}
}
