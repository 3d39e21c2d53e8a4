//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"assay/engine/filelock"
)

// dividedFiles are those of rowsCheck.
var dividedFiles = []string{"good.csv", "bad.parquet"}

// rowsCheck is faultCheck with rows set aside.
func rowsCheck(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	return faultCheck(t, dir, "--accepted", dividedFiles[0], "--rejected", dividedFiles[1])
}

// rowsLog checks what becomes of the files of rows when runs are ended.
type rowsLog struct {
	*faultLog
	dir         string
	want        [][]byte // of a run without a fault
	kept, whole int      // how often the files of before stayed, and how often there were new ones
}

// newRowsLog has a run without a fault write the files.
func newRowsLog(t *testing.T, fault, dir string) *rowsLog {
	t.Helper()
	l := &rowsLog{faultLog: newFaultLog(t, fault, rowsCheck(t, dir)), dir: dir}
	for _, name := range dividedFiles {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		l.want = append(l.want, text)
	}
	return l
}

// earlier puts files of an earlier run in the places.
func (l *rowsLog) earlier() {
	l.t.Helper()
	for _, name := range dividedFiles {
		if err := os.WriteFile(filepath.Join(l.dir, name), []byte("of before: "+name), 0o666); err != nil {
			l.t.Fatal(err)
		}
	}
}

// together demands that both files are those of before, or both whole new ones.
func (l *rowsLog) together(about string) {
	l.t.Helper()
	replaced := 0
	for i, name := range dividedFiles {
		switch text, err := os.ReadFile(filepath.Join(l.dir, name)); {
		case err != nil:
			l.t.Errorf("%s, %s: %v", l.fault, about, err)
		case bytes.Equal(text, l.want[i]):
			replaced++
		case string(text) != "of before: "+name:
			l.t.Errorf("%s, %s: %s is half-written: %d bytes of %d", l.fault, about, name, len(text), len(l.want[i]))
		}
	}
	switch replaced {
	case 0:
		l.kept++
	case len(dividedFiles):
		l.whole++
	default:
		l.t.Errorf("%s, %s: one of the files is new, and the other is not", l.fault, about)
	}
}

// TestInterruptRowsAtRandom interrupts runs that set rows aside.
func TestInterruptRowsAtRandom(t *testing.T) {
	dir := faultDir(t, 20_000)
	log := newRowsLog(t, "SIGINT while rows are set aside", dir)
	for _, after := range moments(t, 40, rowsCheck(t, dir)) {
		log.earlier()
		log.add(after.String(), signalAfter(t, rowsCheck(t, dir), after, syscall.SIGINT), exitInterrupted)
		log.together(after.String())
		log.nothingStays(after.String(), dir)
	}
	t.Logf("the files stayed %d times, and were replaced %d times", log.kept, log.whole)
	log.done(int(exitInterrupted))
}

// TestKillRowsAtRandom kills runs that set rows aside. The next run removes what
// the killed one left beside the files, and nothing that another writes.
func TestKillRowsAtRandom(t *testing.T) {
	dir := faultDir(t, 20_000)
	log := newRowsLog(t, "SIGKILL while rows are set aside", dir)
	alive, err := filelock.Create(filepath.Join(dir, dividedFiles[0]+".ABCDEFGH.tmp"), 0o666)
	if err != nil {
		t.Fatal(err)
	}
	others := []string{alive.Name(), filepath.Join(dir, dividedFiles[1]+".mine.tmp")}
	if err := os.WriteFile(others[1], nil, 0o666); err != nil {
		t.Fatal(err)
	}
	beside := func() (parts []string) {
		parts, _ = filepath.Glob(filepath.Join(dir, "*.tmp*"))
		return parts
	}
	cut := 0
	for _, after := range moments(t, 40, rowsCheck(t, dir)) {
		log.earlier()
		log.add(after.String(), signalAfter(t, rowsCheck(t, dir), after, syscall.SIGKILL))
		if len(beside()) > len(others) {
			cut++
		}
		log.together(after.String())
		next := runFaulty(t, rowsCheck(t, dir))
		if log.together("after it"); !bytes.Equal(next.report, log.clean.report) {
			t.Errorf("after a run that was killed: exit code %d: %s", next.code, next.said)
		}
		if left := beside(); len(left) != len(others) {
			t.Errorf("%v: %q stay, want %q", after, left, others)
		}
		if n := temporaryFiles(t, dir); n > 0 {
			t.Errorf("%v: %d temporary folders stay", after, n)
		}
		os.Remove(filepath.Join(dir, "out.json"))
	}
	if err := alive.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("the files stayed %d times, and were replaced %d times; %d runs were killed while they wrote", log.kept, log.whole-log.tries, cut)
	if cut == 0 {
		t.Error("no run was killed while it wrote rows: that shows nothing")
	}
	log.done(128 + int(syscall.SIGKILL))
}
