//go:build unix

// Command bench runs assay and its peers side by side on the same files, checks
// that they agree on every verdict, and prints times, memory and ratios.
//
//	go run ./bench -rows 1000000
//
// The peers are Python packages; they are installed into a virtual environment
// under -dir on the first run. Peak memory is read from the kernel's accounting
// of the finished process, so the command runs on Linux.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
)

type config struct {
	rows    int
	rounds  int
	names   int
	dir     string
	peers   []string
	suites  []string
	formats []string
	dirty   bool
	scaling bool
	assay   string
	memory  string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	var cfg config
	var peers, suites, formats string
	flag.IntVar(&cfg.rows, "rows", 1_000_000, "rows of the table (100 bytes of CSV each and more)")
	flag.IntVar(&cfg.rounds, "rounds", 5, "times that each program runs; they take turns")
	flag.IntVar(&cfg.names, "names", 0, "check so many names of the table as one dataset instead, with assay alone")
	flag.StringVar(&cfg.dir, "dir", filepath.Join(os.TempDir(), "assay-bench"), "folder for the data and the peers' environment")
	flag.StringVar(&peers, "peers", "polars,duckdb", "peers to run: "+strings.Join(peerNames(), ", ")+"; empty for none")
	flag.StringVar(&suites, "suites", "s3,s20", "suites to run")
	flag.StringVar(&formats, "formats", "csv,parquet", "formats to read")
	flag.BoolVar(&cfg.dirty, "dirty", false, "compare assay on a clean and on a dirty table instead")
	flag.BoolVar(&cfg.scaling, "scaling", false, "show how assay's cost grows with rows, columns, expectations and distinct values instead")
	flag.StringVar(&cfg.memory, "memory", "", "assay's --memory")
	flag.Parse()
	cfg.peers, cfg.suites, cfg.formats = split(peers), split(suites), split(formats)

	var err error
	if cfg.dir, err = filepath.Abs(cfg.dir); err != nil {
		return err
	}
	if cfg.names > 0 {
		cfg.peers = nil
	}
	if err := cfg.build(ctx); err != nil {
		return err
	}
	if err := cfg.install(ctx); err != nil {
		return err
	}
	switch {
	case cfg.names > 0:
		return cfg.compareNames(ctx)
	case cfg.dirty:
		return cfg.compareDirty(ctx)
	case cfg.scaling:
		return cfg.scale(ctx)
	}
	return cfg.comparePeers(ctx)
}

func split(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' })
}

// build compiles the binary that is measured, as a release is compiled.
func (c *config) build(ctx context.Context) error {
	c.assay = filepath.Join(c.dir, "assay")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", c.assay, "./cmd/assay")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build assay: %w\n%s", err, out)
	}
	return nil
}

// comparePeers prints a table row for every suite and format.
func (c *config) comparePeers(ctx context.Context) error {
	fmt.Printf("%s rows, %d rounds, %s\n\n", group(c.rows), c.rounds, machine())
	fmt.Println("| suite, format | program | median s | spread s | peak MB | assay's time / its time |")
	fmt.Println("|---|---|---|---|---|---|")
	for _, format := range c.formats {
		data, err := c.data(ctx, format, false)
		if err != nil {
			return err
		}
		for _, suite := range c.suites {
			contenders := []contender{c.ours(data, suite)}
			for _, name := range c.peers {
				contenders = append(contenders, c.peer(name, data, format, suite))
			}
			rounds, err := c.takeTurns(ctx, contenders)
			if err != nil {
				return fmt.Errorf("%s on %s: %w", suite, format, err)
			}
			printRounds(suite+", "+format, contenders, rounds)
		}
	}
	return nil
}

// compareDirty prints what failing rows cost.
func (c *config) compareDirty(ctx context.Context) error {
	fmt.Printf("%s rows, %d rounds, %s\n\n", group(c.rows), c.rounds, machine())
	fmt.Println("| suite, format | table | median s | spread s | peak MB | clean time / its time |")
	fmt.Println("|---|---|---|---|---|---|")
	for _, format := range c.formats {
		clean, err := c.data(ctx, format, false)
		if err != nil {
			return err
		}
		dirty, err := c.data(ctx, format, true)
		if err != nil {
			return err
		}
		contenders := []contender{c.ours(clean, "s20"), c.ours(dirty, "s20")}
		contenders[0].name, contenders[1].name = "clean", "dirty"
		contenders[1].differs = true
		rounds, err := c.takeTurns(ctx, contenders)
		if err != nil {
			return err
		}
		printRounds("s20, "+format, contenders, rounds)
	}
	return nil
}
