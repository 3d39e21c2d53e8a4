package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"assay/integrations/mutation/variant"
)

// A status is what became of a mutant.
type status string

const (
	killed     status = "KILLED"
	lived      status = "LIVED"
	timedOut   status = "TIMED OUT"
	notCovered status = "NOT COVERED"
	notViable  status = "NOT VIABLE" // does not compile
)

// quick tests come before all others.
const quick = 500 * time.Millisecond

// trial is one run of a program's tests with a change.
type trial struct {
	program *program
	run     string
	golden  bool
	took    time.Duration // of the processor, without the change
}

// trials are runs of all tests that reach a change, the quick ones first.
func trials(programs []*program, reaches func(*program, test) bool) []trial {
	var first, later []trial
	for _, p := range programs {
		var names, cases []string
		var tookNames, tookCases time.Duration
		for _, t := range p.tests {
			switch {
			case !reaches(p, t):
			case t.cases != "":
				cases, tookCases = append(cases, t.cases), tookCases+t.took
			case t.took > quick:
				later = append(later, trial{p, t.name, false, t.took})
			default:
				names, tookNames = append(names, t.name), tookNames+t.took
			}
		}
		if len(names) > 0 {
			first = append(first, trial{p, strings.Join(names, "|"), false, tookNames})
		}
		if len(cases) > 0 {
			later = append([]trial{{p, goldenRun(cases...), true, tookCases}}, later...)
		}
	}
	return append(first, later...)
}

// try makes a change and runs the tests until one notices it.
func try(programs []*program, id int, reaches func(*program, test) bool) (status, string, error) {
	runs := trials(programs, reaches)
	if len(runs) == 0 {
		return notCovered, "", nil
	}
	for _, r := range runs {
		switch s, by, err := r.try(id); {
		case err != nil:
			return "", "", err
		case s != lived:
			return s, by, nil
		}
	}
	return lived, "", nil
}

// try ends with the first test that fails. A change may make the program loop,
// or use all memory: it gets four times the processor time that its tests take
// otherwise, and 8 GiB.
func (r trial) try(id int) (status, string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute+40*r.took)
	defer cancel()
	seconds := 4 + int(4*r.took/time.Second)
	cmd := exec.CommandContext(ctx, "sh", "-c", fmt.Sprintf(`ulimit -v 8388608 -t %d; exec "$0" "$@"`, seconds),
		r.program.path, "-test.run", r.run, "-test.v", "-test.parallel", "1", "-test.failfast")
	cmd.Dir = r.program.folder
	cmd.Env = append(os.Environ(), variant.Chosen+"="+strconv.Itoa(id))
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", "", err
	}
	if err := cmd.Start(); err != nil {
		return "", "", err
	}
	failed := r.firstFailure(out)
	if failed != "" {
		cancel()
	}
	io.Copy(io.Discard, out)
	err = cmd.Wait()
	by := r.program.folder + " " + failed
	var exit *exec.ExitError
	switch {
	case failed != "":
		return killed, by, nil
	case err == nil:
		return lived, "", nil
	case errors.As(err, &exit) && exit.ExitCode() < 0:
		return timedOut, by, nil
	case errors.As(err, &exit):
		return killed, by, nil // ended without a word of its tests
	}
	return "", "", err
}

// firstFailure is the name of the first test that a verbose run calls failed. It
// does so when all golden cases have been run, but these say nothing unless they
// fail.
func (r trial) firstFailure(out io.Reader) string {
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if _, name, ok := strings.Cut(line, "--- FAIL: "); ok {
			name, _, _ = strings.Cut(name, " ")
			return name
		}
		if r.golden && strings.Contains(line, "_test.go:") {
			return golden
		}
		if err != nil {
			return ""
		}
	}
}
