//go:build unix

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// peerPackages says what each peer's environment holds. Great Expectations and
// its kind pin what the others need newer, so each has its own.
var peerPackages = map[string][]string{
	"polars":     {"polars==2.1.0", "pyarrow==26.0.1"},
	"duckdb":     {"duckdb==2.0.0"},
	"gx":         {"great_expectations==1.24.1", "pandas", "pyarrow"},
	"pandera":    {"pandera[pandas]==0.35.0", "pyarrow"},
	"pointblank": {"pointblank==1.1.1", "polars", "pyarrow"},
}

func peerNames() []string {
	names := make([]string, 0, len(peerPackages))
	for name := range peerPackages {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// python is the interpreter of a peer's environment.
func (c *config) python(peer string) string {
	return filepath.Join(c.dir, "venv-"+peer, "bin", "python")
}

// install makes the environments that are not there yet. That of Polars also
// writes the Parquet files.
func (c *config) install(ctx context.Context) error {
	wanted := slices.Clone(c.peers)
	if !slices.Contains(wanted, "polars") {
		wanted = append(wanted, "polars")
	}
	for _, peer := range wanted {
		packages, known := peerPackages[peer]
		if !known {
			return fmt.Errorf("unknown peer %q; known are %v", peer, peerNames())
		}
		if _, err := os.Stat(c.python(peer)); err == nil {
			continue
		}
		fmt.Fprintf(os.Stderr, "bench: installing %v\n", packages)
		venv := filepath.Dir(filepath.Dir(c.python(peer)))
		steps := [][]string{
			{"python3", "-m", "venv", venv},
			append([]string{c.python(peer), "-m", "pip", "install", "--quiet"}, packages...),
		}
		for _, args := range steps {
			if out, err := exec.CommandContext(ctx, args[0], args[1:]...).CombinedOutput(); err != nil {
				os.RemoveAll(venv)
				return fmt.Errorf("install %s: %w\n%s", peer, err, out)
			}
		}
	}
	return nil
}

// peer is another program on one job.
func (c *config) peer(name, data, format, suite string) contender {
	script := filepath.Join("bench", "peers", name+"_check.py")
	return contender{
		name:  name,
		args:  []string{c.python(name), script, data, format, suite},
		files: []string{data},
		verdicts: func(stdout []byte) (map[string]bool, error) {
			var verdicts map[string]bool
			err := json.Unmarshal(stdout, &verdicts)
			return verdicts, err
		},
	}
}
