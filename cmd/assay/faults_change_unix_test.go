//go:build unix

package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"assay/integrations/changes"
)

// TestFilesThatChange changes a file once it was opened, and once it was read, while
// the run waits for a second file, a pipe. Without the change it would be accepted.
func TestFilesThatChange(t *testing.T) {
	notForGoldens(t)
	const fault = "a file that is replaced, grows, is cut, written to or removed"
	tries := 0
	for file, data := range map[string][]byte{"data.csv": []byte(faultCSV(faultRows)), "data.parquet": faultParquet(t, faultRows)} {
		for _, outputs := range [][]string{nil, {"--verdict", "out.verdict"}, {"--accepted", "out.good.csv", "--rejected", "out.bad.csv"}} {
			if e := changedRun(t, file, data, outputs, changes.Change{Make: func(string) error { return nil }}, true); e.code != 0 {
				t.Fatalf("%s %v: without a change it ends with %d: %s", file, outputs, e.code, e.said)
			}
			for _, c := range changes.All {
				for _, read := range []bool{false, true} {
					tries++
					about := fmt.Sprintf("%s %s, read=%t, %v", file, c.Name, read, outputs)
					e := changedRun(t, file, data, outputs, c, read)
					if e.code != int(exitData) || !strings.Contains(string(e.said), file+": "+c.Says) || strings.Count(string(e.said), "\n") != 1 {
						t.Errorf("%s: it ended with %d: %s", about, e.code, e.said)
					}
				}
			}
		}
	}
	documented(t, fault, tries)
}

// changedRun checks a file that changes before it is read, or after. What is
// written of a run that failed is an error.
func changedRun(t *testing.T, file string, data []byte, outputs []string, c changes.Change, read bool) ending {
	t.Helper()
	dir := workDir(t)
	path, pipe := filepath.Join(dir, file), filepath.Join(dir, "more.csv")
	writeFile(t, dir, "suite.yaml", []byte("version: 1\nexpectations:\n  - not-null: n\n"))
	if err := changes.Write(path, data); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := assayProcess(t, dir, append([]string{"check", file, "more.csv", "-s", "suite.yaml", "--workers", "1", "--report", "json=out.json"}, outputs...)...)
	start(t, cmd)
	writer := openedPipe(t, cmd, pipe, read)
	if err := c.Make(path); err != nil {
		t.Fatal(err)
	}
	writer.Close()
	e := end(t, cmd)
	if left, _ := filepath.Glob(filepath.Join(dir, "out.*")); e.code != 0 && len(left) > 0 {
		t.Errorf("%s: a run that failed wrote %q", c.Name, left)
	}
	return e
}

// openedPipe writes a table to a pipe once the run has opened what stands before
// it; where that is to be read too, more of it than a run looks at to know its
// columns.
func openedPipe(t *testing.T, cmd *exec.Cmd, pipe string, read bool) io.Closer {
	t.Helper()
	w, err := os.OpenFile(pipe, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	rows := "n,text,day\n"
	if read {
		rows += strings.Repeat("1,"+strings.Repeat("x", 1<<10)+",\n", 6<<10)
	}
	if _, err := io.WriteString(w, rows); err != nil {
		_ = cmd.Wait() // its complaint says why
		t.Fatalf("%v: %s", err, cmd.Stderr)
	}
	return w
}
