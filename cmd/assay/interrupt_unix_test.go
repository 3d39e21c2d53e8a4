//go:build unix

package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// assayProcess is this test's program under the name that makes it assay, with
// a folder of its own for temporary files.
func assayProcess(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Args[0] = "assay"
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TMPDIR="+filepath.Join(dir, "tmp"))
	return cmd
}

// workDir is a folder with a suite that needs two passes over the data.
func workDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "tmp"), 0o777); err != nil {
		t.Fatal(err)
	}
	suite := "version: 1\nexpectations:\n  - z-score-below: {column: n, threshold: 3}\n"
	if err := os.WriteFile(filepath.Join(dir, "suite.yaml"), []byte(suite), 0o666); err != nil {
		t.Fatal(err)
	}
	return dir
}

func temporaryFiles(t *testing.T, dir string) int {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(dir, "tmp"))
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

// TestInterrupt interrupts a run that waits for more of a pipe, of which it
// keeps a copy for its second pass.
func TestInterrupt(t *testing.T) {
	// More than a run reads before it begins, and than it holds unread.
	rows := "n\n" + strings.Repeat("1234567\n", 1<<20)
	starts := map[string]func(*testing.T, string) (*exec.Cmd, io.WriteCloser){"named pipe": startOnPipe, "standard input": startOnStdin}
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		for from, start := range starts {
			dir := workDir(t)
			cmd, writer := start(t, dir)
			if _, err := io.WriteString(writer, rows); err != nil {
				t.Fatalf("%s: %v", from, err)
			}
			if temporaryFiles(t, dir) == 0 {
				t.Errorf("%s: nothing is kept for the second pass, so that this test shows nothing", from)
			}
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			err := cmd.Wait()
			writer.Close()
			if code := cmd.ProcessState.ExitCode(); code != int(exitInterrupted) {
				t.Errorf("%s, %v: exit code %d (%v), want 130", from, signal, code, err)
			}
			if n := temporaryFiles(t, dir); n > 0 {
				t.Errorf("%s, %v: %d temporary files stay", from, signal, n)
			}
			if out, complaints := cmd.Stdout.(*bytes.Buffer).String(), cmd.Stderr.(*bytes.Buffer).String(); out != "" || complaints != "assay: interrupted\n" {
				t.Errorf("%s, %v: it said %q and %q", from, signal, out, complaints)
			}
		}
	}
}

// startOnPipe starts a check of a named pipe, and returns its other end.
func startOnPipe(t *testing.T, dir string) (*exec.Cmd, io.WriteCloser) {
	t.Helper()
	pipe := filepath.Join(dir, "data.csv")
	if err := syscall.Mkfifo(pipe, 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := assayProcess(t, dir, "check", "data.csv", "-s", "suite.yaml")
	cmd.Stdout, cmd.Stderr = new(bytes.Buffer), new(bytes.Buffer)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	writer, err := os.OpenFile(pipe, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return cmd, writer
}

// startOnStdin starts a check of standard input, and returns its other end.
func startOnStdin(t *testing.T, dir string) (*exec.Cmd, io.WriteCloser) {
	t.Helper()
	cmd := assayProcess(t, dir, "check", "-", "--input-format", "csv", "-s", "suite.yaml")
	cmd.Stdout, cmd.Stderr = new(bytes.Buffer), new(bytes.Buffer)
	writer, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, writer
}

// TestReaderGoesAway writes to a pipe that nobody reads any more: an error like
// any other of writing, after which nothing stays.
func TestReaderGoesAway(t *testing.T) {
	for _, args := range [][]string{
		{"list"}, {"explain", "between"}, {"schema"}, {"version"}, {"lint", "suite.yaml"},
		{"check", "data.csv", "-s", "suite.yaml"}, {"check", "data.csv", "-s", "suite.yaml", "--plan"},
		{"check", "data.csv", "-s", "suite.yaml", "--report", "gx?result_format=COMPLETE"},
	} {
		dir := workDir(t)
		if err := os.WriteFile(filepath.Join(dir, "data.csv"), []byte("n\n1\n2\n3\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		cmd := assayProcess(t, dir, args...)
		reader, writer, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		reader.Close()
		cmd.Stdout = writer
		err = cmd.Run()
		writer.Close()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != int(exitReport) {
			t.Errorf("%v: %v, want exit code 4", args, err)
		}
		if n := temporaryFiles(t, dir); n > 0 {
			t.Errorf("%v: %d temporary files stay", args, n)
		}
	}
}
