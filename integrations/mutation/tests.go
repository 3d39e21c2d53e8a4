package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"assay/integrations/mutation/variant"
)

// golden is the test of package assay that runs testdata/expectations, of which
// each folder is a test of its own here.
const golden = "TestGolden"

// The tests that look at the engine from outside, besides a package's own: of
// package assay, those that judge data in this process.
var outside = []source{
	{"engine", "."},
	{"expectations", "."},
	{".", "^Test(Golden$|FiguresAgree|Quarantine|MaxRejected|MemoryAxis|FormatsSplit|ProfileIs|WideSuite|OldSuites|Check|Suite|Sensitive|Requests)"},
}

// A program is a package's tests, compiled with all changes.
type program struct {
	folder, path string
	tests        []test
}

// A test is what a change is tried on: one by name, or a folder of golden cases.
type test struct {
	name    string        // a pattern of -test.run
	cases   string        // the folder, of golden cases
	took    time.Duration // of the processor
	reaches map[int]bool  // changes
}

// source is a package that has tests, and which of them are run.
type source struct{ folder, run string }

// programs compiles the package's own tests and others, and has each say which
// changes it reaches.
func (c *changed) programs(others []source, scratch string) ([]*program, error) {
	others = slices.DeleteFunc(slices.Clone(others), func(s source) bool { return s.folder == c.folder })
	var list []*program
	for _, o := range append([]source{{c.folder, "."}}, others...) {
		p := &program{folder: o.folder, path: filepath.Join(scratch, strings.ReplaceAll(o.folder, "/", "-")+".test")}
		if err := p.compile(c.overlay); err != nil {
			return nil, err
		}
		if err := p.list(o.run); err != nil {
			return nil, err
		}
		for i := range p.tests {
			if err := p.measure(&p.tests[i], scratch); err != nil {
				return nil, err
			}
		}
		log.Printf("%s: %d tests of %s", c.folder, len(p.tests), o.folder)
		list = append(list, p)
	}
	return list, nil
}

func (p *program) compile(overlay string) error {
	out, err := exec.Command("go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", p.path, "./"+p.folder).CombinedOutput()
	if err != nil {
		return fmt.Errorf("compile the tests of %s: %w\n%s", p.folder, err, out)
	}
	return nil
}

// list finds the tests whose names match.
func (p *program) list(run string) error {
	cmd := exec.Command(p.path, "-test.list", run)
	cmd.Dir = p.folder
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("list the tests of %s: %w", p.folder, err)
	}
	for name := range strings.FieldsSeq(string(out)) {
		if name != golden && strings.HasPrefix(name, "Test") {
			p.tests = append(p.tests, test{name: "^" + name + "$"})
		}
		if name != golden || p.folder != "." {
			continue
		}
		folders, err := filepath.Glob("testdata/expectations/*")
		if err != nil {
			return err
		}
		for _, f := range folders {
			p.tests = append(p.tests, test{name: goldenRun(filepath.Base(f)), cases: filepath.Base(f)})
		}
	}
	return nil
}

// goldenRun is the pattern of the golden cases in folders.
func goldenRun(folders ...string) string {
	return "^" + golden + "$/^(" + strings.Join(folders, "|") + ")$"
}

// measure runs a test without any change.
func (p *program) measure(t *test, scratch string) error {
	path := filepath.Join(scratch, "reached")
	os.Remove(path)
	cmd := exec.Command(p.path, "-test.run", t.name, "-test.parallel", "1")
	cmd.Dir = p.folder
	cmd.Env = append(os.Environ(), variant.Reached+"="+path)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s of %s fails without any change: %w\n%s", t.name, p.folder, err, said.String())
	}
	t.took, t.reaches = cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime(), make(map[int]bool)
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // it reaches none
		return err
	}
	for line := range strings.FieldsSeq(string(text)) {
		id, err := strconv.Atoi(line)
		if err != nil {
			return err
		}
		t.reaches[id] = true
	}
	return nil
}
