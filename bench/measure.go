//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// contender is a program that is measured on one job.
type contender struct {
	name string
	args []string
	// verdicts reads what the program said of each expectation.
	verdicts func(stdout []byte) (map[string]bool, error)
	// files are read once before measuring, so that all find them cached.
	files []string
	// differs is set where the verdicts are not those of the first contender.
	differs bool
}

// measurement is one run of a contender.
type measurement struct {
	wall time.Duration
	peak int64 // bytes
}

// takeTurns runs every contender c.rounds times, starting each round with
// another, and fails where their verdicts differ.
func (c *config) takeTurns(ctx context.Context, contenders []contender) ([][]measurement, error) {
	for _, p := range contenders {
		for _, f := range p.files {
			if err := warm(f); err != nil {
				return nil, err
			}
		}
	}
	measured := make([][]measurement, len(contenders))
	var agreed map[string]bool
	for round := range c.rounds {
		for turn := range contenders {
			i := (round + turn) % len(contenders)
			m, verdicts, err := measure(ctx, contenders[i])
			if err != nil {
				return nil, err
			}
			measured[i] = append(measured[i], m)
			switch {
			case contenders[i].differs:
			case agreed == nil:
				agreed = verdicts
			case !maps.Equal(agreed, verdicts):
				return nil, fmt.Errorf("%s disagrees: %v, others say %v", contenders[i].name, verdicts, agreed)
			}
		}
	}
	return measured, nil
}

// measure runs a contender once, from the start of its process to the end.
func measure(ctx context.Context, p contender) (measurement, map[string]bool, error) {
	cmd := exec.CommandContext(ctx, p.args[0], p.args[1:]...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	started := time.Now()
	err := cmd.Run()
	wall := time.Since(started)
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		return measurement{}, nil, fmt.Errorf("%s: %w\n%s", p.name, err, stderr.Bytes())
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return measurement{}, nil, errors.New("this system does not tell a process's peak memory")
	}
	verdicts, err := p.verdicts(stdout.Bytes())
	if err != nil {
		return measurement{}, nil, fmt.Errorf("%s: read its verdicts: %w\n%s", p.name, err, stderr.Bytes())
	}
	return measurement{wall: wall, peak: usage.Maxrss << 10}, verdicts, nil
}

func warm(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(io.Discard, f)
	return err
}

// ours is assay on one job.
func (c *config) ours(data, suite string) contender {
	args := []string{c.assay, "check", data, "-s", filepath.Join("bench", "suites", suite+".yaml"), "--report", "json"}
	if c.memory != "" {
		args = append(args, "--memory", c.memory)
	}
	return contender{name: "assay", args: args, verdicts: ourVerdicts, files: []string{data, c.assay}}
}

func ourVerdicts(stdout []byte) (map[string]bool, error) {
	var result struct {
		Outcomes []struct {
			ID     string `json:"id"`
			Status string `json:"status"`
		} `json:"outcomes"`
	}
	if err := json.Unmarshal(stdout, &result); err != nil {
		return nil, err
	}
	verdicts := make(map[string]bool)
	for _, o := range result.Outcomes {
		if o.Status == "error" {
			return nil, fmt.Errorf("%s could not be evaluated", o.ID)
		}
		verdicts[o.ID] = o.Status == "pass"
	}
	return verdicts, nil
}

// data returns the path of the table in a format, making it where it is not
// there yet.
func (c *config) data(ctx context.Context, format string, dirty bool) (string, error) {
	name := fmt.Sprintf("table-%d", c.rows)
	if dirty {
		name += "-dirty"
	}
	csv := filepath.Join(c.dir, name+".csv")
	if _, err := os.Stat(csv); err != nil {
		fmt.Fprintf(os.Stderr, "bench: writing %s\n", csv)
		if err := generateCSV(csv, c.rows, dirty); err != nil {
			return "", err
		}
	}
	if format == "csv" {
		return csv, nil
	}
	parquet := filepath.Join(c.dir, name+".parquet")
	if _, err := os.Stat(parquet); err == nil {
		return parquet, nil
	}
	fmt.Fprintf(os.Stderr, "bench: writing %s\n", parquet)
	cmd := exec.CommandContext(ctx, c.python("polars"), filepath.Join("bench", "peers", "to_parquet.py"), csv, parquet+".part")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("write %s: %w\n%s", parquet, err, out)
	}
	return parquet, os.Rename(parquet+".part", parquet)
}

func printRounds(title string, contenders []contender, rounds [][]measurement) {
	for i, p := range contenders {
		ratios := make([]float64, len(rounds[i]))
		for r, m := range rounds[i] {
			ratios[r] = rounds[0][r].wall.Seconds() / m.wall.Seconds()
		}
		s := summarise(rounds[i])
		fmt.Printf("| %s | %s | %.3f | %.3f–%.3f | %d | %.2f |\n", title, p.name, s.median, s.least, s.most, s.peak/1_000_000, median(ratios))
	}
}

// summary is what several runs of one contender took.
type summary struct {
	median, least, most float64 // seconds
	peak                int64   // bytes
}

func summarise(rounds []measurement) summary {
	walls := make([]float64, len(rounds))
	var s summary
	for i, m := range rounds {
		walls[i], s.peak = m.wall.Seconds(), max(s.peak, m.peak)
	}
	s.median, s.least, s.most = median(walls), slices.Min(walls), slices.Max(walls)
	return s
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// machine describes the processor in a few words.
func machine() string {
	model := "unknown processor"
	info, err := os.ReadFile("/proc/cpuinfo")
	if err == nil {
		for line := range strings.Lines(string(info)) {
			if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%d cores of %s, %s", runtime.NumCPU(), model, runtime.Version())
}

// group writes a count with separators.
func group(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
