//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// faultDir is a folder with the data and the suite of these tests, and a place
// for temporary files.
func faultDir(t *testing.T, rows int) string {
	t.Helper()
	notForGoldens(t)
	dir := workDir(t)
	for name, text := range map[string]string{"data.csv": faultCSV(rows), "suite.yaml": faultSuite} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// faultCheck is a check of the data in dir that spills, and writes a report.
func faultCheck(t *testing.T, dir string, more ...string) *exec.Cmd {
	t.Helper()
	args := []string{"check", "data.csv", "-s", "suite.yaml", "--memory", "1KiB", "--report", "json=out.json"}
	return assayProcess(t, dir, append(args, more...)...)
}

// ending is how a process ended.
type ending struct {
	code     int
	signaled bool
	said     []byte
	report   []byte // out.json, nil where there is none
}

// end waits for a started process.
func end(t *testing.T, cmd *exec.Cmd) ending {
	t.Helper()
	_ = cmd.Wait() // the state tells it
	e := ending{code: cmd.ProcessState.ExitCode(), said: cmd.Stderr.(*bytes.Buffer).Bytes()}
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		e.signaled, e.code = true, 128+int(status.Signal()) // as shells tell it
	}
	if report, err := os.ReadFile(filepath.Join(cmd.Dir, "out.json")); err == nil {
		e.report = report
	}
	return e
}

func start(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	cmd.Stderr = new(bytes.Buffer)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
}

// run is a process from its start to its end.
func runFaulty(t *testing.T, cmd *exec.Cmd) ending {
	t.Helper()
	start(t, cmd)
	return end(t, cmd)
}

// limited has a shell set a limit of its own before it becomes the command.
func limited(t *testing.T, cmd *exec.Cmd, limit string) *exec.Cmd {
	t.Helper()
	name := filepath.Join(t.TempDir(), "assay") // by which this test's program knows what to be
	if err := os.Symlink(cmd.Path, name); err != nil {
		t.Fatal(err)
	}
	shell := exec.Command("/bin/sh", append([]string{"-c", limit + ` && exec "$0" "$@"`, name}, cmd.Args[1:]...)...)
	shell.Dir, shell.Env = cmd.Dir, cmd.Env
	return shell
}

// faultLog checks how runs under one fault end, against one without.
type faultLog struct {
	t     *testing.T
	fault string
	clean ending
	tries int
	codes map[int]int
}

// newFaultLog runs the check once without a fault.
func newFaultLog(t *testing.T, fault string, cmd *exec.Cmd) *faultLog {
	t.Helper()
	clean := runFaulty(t, cmd)
	if clean.code != int(exitRejected) || clean.report == nil {
		t.Fatalf("without faults it ends with %d: %s", clean.code, clean.said)
	}
	if err := os.Remove(filepath.Join(cmd.Dir, "out.json")); err != nil {
		t.Fatal(err)
	}
	return &faultLog{t: t, fault: fault, clean: clean, codes: make(map[int]int)}
}

// add demands one of the codes, and a report that is there whole, or not at
// all where the code is not that of the run without faults. It takes the
// report away.
func (l *faultLog) add(about string, e ending, codes ...exitCode) {
	l.t.Helper()
	l.tries++
	l.codes[e.code]++
	about = l.fault + ", " + about
	whole := bytes.Equal(e.report, l.clean.report)
	switch {
	case e.code == l.clean.code && !whole:
		l.t.Errorf("%s: it ended as without a fault, with another report of %d bytes", about, len(e.report))
	case e.report != nil && !whole:
		l.t.Errorf("%s: a report of %d bytes was left half-written", about, len(e.report))
	case e.code == l.clean.code || e.signaled:
	case !slices.Contains(codes, exitCode(e.code)):
		l.t.Errorf("%s: it ended with %d: %s", about, e.code, e.said)
	default:
		wantSentence(l.t, about, e.said)
	}
}

// nothingStays demands that neither temporary files nor parts of reports stay.
func (l *faultLog) nothingStays(about, dir string) {
	l.t.Helper()
	if n := temporaryFiles(l.t, dir); n > 0 {
		l.t.Errorf("%s, %s: %d temporary files stay", l.fault, about, n)
	}
	l.noParts(about, dir)
	if err := os.Remove(filepath.Join(dir, "out.json")); err != nil && !os.IsNotExist(err) {
		l.t.Fatal(err)
	}
}

func (l *faultLog) noParts(about, dir string) {
	l.t.Helper()
	if parts, _ := filepath.Glob(filepath.Join(dir, "*.tmp*")); len(parts) > 0 {
		l.t.Errorf("%s, %s: %q stay", l.fault, about, parts)
	}
}

// done demands that the fault was met, and the page's row about it.
func (l *faultLog) done(code int) {
	l.t.Helper()
	l.t.Logf("%s: %d tries, exit codes %v", l.fault, l.tries, l.codes)
	if l.codes[code] == 0 {
		l.t.Errorf("%s: no run ended with %d: %v", l.fault, code, l.codes)
	}
	documented(l.t, l.fault, l.tries)
}

// TestFileSizeLimit bounds the size of files, as quotas do: temporary files and
// reports can be written in part only.
func TestFileSizeLimit(t *testing.T) {
	dir := faultDir(t, 3000)
	log := newFaultLog(t, "a limit of file sizes", faultCheck(t, dir))
	for blocks := range 40 {
		about := fmt.Sprintf("%d blocks", 4*blocks)
		log.add(about, runFaulty(t, limited(t, faultCheck(t, dir), fmt.Sprintf("ulimit -f %d", 4*blocks))), exitReport)
		log.nothingStays(about, dir)
	}
	log.done(int(exitReport))
}

// TestFileHandles runs with few descriptors. With less than eight the Go runtime
// does not get as far as main.
func TestFileHandles(t *testing.T) {
	dir := faultDir(t, 3000)
	log := newFaultLog(t, "few file handles", faultCheck(t, dir))
	for most := 8; most < 40; most++ {
		about := fmt.Sprintf("at most %d", most)
		log.add(about, runFaulty(t, limited(t, faultCheck(t, dir), fmt.Sprintf("ulimit -n %d", most))), exitData, exitReport)
		log.nothingStays(about, dir)
	}
	log.done(int(exitReport))
}

// TestInterruptAtRandom interrupts runs at random moments.
func TestInterruptAtRandom(t *testing.T) {
	dir := faultDir(t, 20_000)
	log := newFaultLog(t, "SIGINT at a random moment", faultCheck(t, dir))
	for _, after := range moments(t, 40, faultCheck(t, dir)) {
		log.add(after.String(), signalAfter(t, faultCheck(t, dir), after, syscall.SIGINT), exitInterrupted)
		log.nothingStays(after.String(), dir)
	}
	log.done(int(exitInterrupted))
}

// TestKillAtRandom kills runs at random moments, while another one waits for its
// data. The next run removes what the killed one left, and nothing of the other.
func TestKillAtRandom(t *testing.T) {
	dir := faultDir(t, 20_000)
	log := newFaultLog(t, "SIGKILL at a random moment", faultCheck(t, dir))
	other := workDir(t)
	if err := errors.Join(os.Remove(filepath.Join(other, "tmp")), os.Symlink(filepath.Join(dir, "tmp"), filepath.Join(other, "tmp"))); err != nil {
		t.Fatal(err)
	}
	waiting, writer := startOnStdin(t, other)
	defer writer.Close()
	if _, err := writer.Write([]byte("n\n" + strings.Repeat("1234567\n", 1<<20))); err != nil {
		t.Fatal(err)
	}
	for _, after := range moments(t, 40, faultCheck(t, dir)) {
		log.add(after.String(), signalAfter(t, faultCheck(t, dir), after, syscall.SIGKILL))
		if next := runFaulty(t, faultCheck(t, dir)); !bytes.Equal(next.report, log.clean.report) {
			t.Errorf("after a run that was killed: exit code %d: %s", next.code, next.said)
		}
		if n := temporaryFiles(t, dir); n != 1 {
			t.Errorf("%v: %d temporary folders stay, want that of the run that waits", after, n)
		}
		log.noParts(after.String(), dir)
		os.Remove(filepath.Join(dir, "out.json"))
	}
	writer.Close()
	if _ = waiting.Wait(); waiting.ProcessState.ExitCode() != 0 {
		t.Errorf("the run that waited: %v: %s", waiting.ProcessState, waiting.Stderr)
	}
	log.done(128 + int(syscall.SIGKILL))
}

// moments are n random moments in the life of a check, of which the longest is
// as long as a run takes.
func moments(t *testing.T, n int, check *exec.Cmd) []time.Duration {
	t.Helper()
	started := time.Now()
	runFaulty(t, check)
	takes := time.Since(started)
	os.Remove(filepath.Join(check.Dir, "out.json"))
	seed := uint64(started.UnixNano())
	t.Logf("a run takes %v; seed %d", takes, seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	list := make([]time.Duration, n)
	for i := range list {
		list[i] = time.Duration(rng.Int64N(int64(takes)))
	}
	return list
}

// signalAfter sends a signal to a check that has run for so long.
func signalAfter(t *testing.T, cmd *exec.Cmd, after time.Duration, signal syscall.Signal) ending {
	t.Helper()
	start(t, cmd)
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Signal(signal) })
	defer timer.Stop()
	return end(t, cmd)
}

// TestPlaceForTemporaryFiles has TMPDIR be what nothing can be written to.
func TestPlaceForTemporaryFiles(t *testing.T) {
	dir := faultDir(t, 3000)
	log := newFaultLog(t, "no place for temporary files", faultCheck(t, dir))
	readOnly := filepath.Join(dir, "read-only")
	if err := os.Mkdir(readOnly, 0o555); err != nil {
		t.Fatal(err)
	}
	for _, place := range []string{"missing", "data.csv", "read-only", "/dev/null"} {
		cmd := faultCheck(t, dir)
		if place == "read-only" && os.Geteuid() == 0 {
			asNobody(t, cmd)
		}
		if !filepath.IsAbs(place) {
			place = filepath.Join(dir, place)
		}
		cmd.Env = append(cmd.Env, "TMPDIR="+place)
		e := runFaulty(t, cmd)
		log.add(place, e, exitReport)
		if e.code != int(exitReport) || !bytes.Contains(e.said, []byte("TMPDIR")) {
			t.Errorf("%s: it ended with %d, and names no way out: %s", place, e.code, e.said)
		}
		log.nothingStays(place, dir)
	}
	log.done(int(exitReport))
}

// asNobody runs a command as a user to whom permissions mean something.
func asNobody(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	const nobody = 65534
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	// The program and the data must be where that user may go.
	place, err := os.MkdirTemp("", "fault-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(place) })
	program := filepath.Join(place, "assay")
	for from, to := range map[string]string{cmd.Path: program, filepath.Join(cmd.Dir, "data.csv"): filepath.Join(place, "data.csv"), filepath.Join(cmd.Dir, "suite.yaml"): filepath.Join(place, "suite.yaml")} {
		text, err := os.ReadFile(from)
		if err == nil {
			err = os.WriteFile(to, text, 0o755)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for dir := cmd.Dir; dir != "/" && dir != os.TempDir(); dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(place, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd.Path, cmd.Dir = program, place
}

// TestMemoryLimit has the garbage collector keep to less than a run takes: it
// takes longer, and its result is the same.
func TestMemoryLimit(t *testing.T) {
	dir := faultDir(t, 20_000)
	log := newFaultLog(t, "GOMEMLIMIT", faultCheck(t, dir))
	for _, mib := range []int{1, 4, 8, 16, 32, 64} {
		cmd := faultCheck(t, dir)
		cmd.Env = append(cmd.Env, "GOMEMLIMIT="+strconv.Itoa(mib)+"MiB")
		log.add(fmt.Sprintf("%d MiB", mib), runFaulty(t, cmd))
		log.nothingStays(strconv.Itoa(mib), dir)
	}
	log.done(int(exitRejected))
}
