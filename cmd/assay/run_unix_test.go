//go:build unix

package main

import (
	"bufio"
	"os"
	"syscall"
	"testing"
)

// TestRunPassesSignals sends signals to assay while its command runs. The command
// hears them, and its end is that of assay.
func TestRunPassesSignals(t *testing.T) {
	ordersDir(t)
	if err := os.Mkdir("tmp", 0o777); err != nil {
		t.Fatal(err)
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for signal, c := range map[syscall.Signal]struct {
		script string
		code   int
	}{
		syscall.SIGTERM: {"trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done", 5},
		syscall.SIGINT:  {"trap 'exit 6' INT; echo ready; while :; do sleep 0.05; done", 6},
		syscall.SIGUSR1: {"echo ready; exec sleep 60", 128 + int(syscall.SIGUSR1)},
		syscall.SIGHUP:  {"echo ready; exec sleep 60", 128 + int(syscall.SIGHUP)},
	} {
		cmd := assayProcess(t, dir, "run", "-q", "-s", "suite.yaml", "--data", "good.csv", "--", "sh", "-c", c.script)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
			t.Fatalf("%v: the command printed %q (%v)", signal, line, err)
		}
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		if got := cmd.ProcessState.ExitCode(); got != c.code {
			t.Errorf("%v: exit code %d, want %d", signal, got, c.code)
		}
	}
}
