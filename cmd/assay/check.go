package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"assay/engine"
	"assay/readers"
)

// checkFlags are the flags of assay check.
type checkFlags struct {
	suites      []string
	publish     publishFlags
	failOn      thresholdFlag
	params      []string
	workers     int
	memory      sizeFlag
	allowEmpty  bool
	inputFormat string
	rev         string
	remote      string
	now         momentFlag
	plan        bool
	noStats     bool
	digest      bool
	verdict     string
	signKey     string
	cache       cacheFlag
	mlflow      bool
	timing      bool
	noProfile   bool
	quiet       bool
	quarantine  quarantineFlags
}

func newCheck(ui *terminal) *cobra.Command {
	f := checkFlags{memory: engine.DefaultMemory}
	cmd := &cobra.Command{
		Use:   "check [DATA…]",
		Short: "Check data against a suite",
		Long: `Check data against a suite of expectations, write reports, and end with an exit
code. DATA is a file, a glob, a folder (the CSV and Parquet files below it), a
pointer of DVC (orders.csv.dvc) or - (standard input). Without DATA, every
dataset listed in assay.yaml is checked.

Report formats:
` + formatHelp(),
		Example: `  assay check orders.csv -s orders.yaml
  assay check data/ -s orders.yaml --report text --report json=result.json
  assay check orders.csv --rev v1.2 -s orders.yaml
  zcat orders.csv.gz | assay check - --input-format csv -s orders.yaml`,
		RunE: func(cmd *cobra.Command, args []string) error {
			c := checker{flags: &f, ui: ui, publisher: newPublisher(ui, &f.publish)}
			return c.run(cmd.Context(), args)
		},
	}
	cmd.Flags().SortFlags = false
	f.register(cmd.Flags())
	return cmd
}

func (f *checkFlags) register(flags *pflag.FlagSet) {
	flags.StringArrayVarP(&f.suites, "suite", "s", nil, "suite to check (repeat for several)")
	f.publish.register(flags)
	flags.Var(&f.failOn, "fail-on", "severity from which a failure rejects: critical, warning, info or never")
	flags.StringArrayVar(&f.params, "param", nil, "value for a parameter of the suite, as NAME=VALUE (repeat for several)")
	flags.BoolVar(&f.allowEmpty, "allow-empty", false, "accept data without rows")
	flags.StringVar(&f.inputFormat, "input-format", "", "layout of standard input or of files with odd names: "+inputFormats())
	flags.StringVar(&f.rev, "rev", "", "git revision to take the data from: a tag, a branch, a commit")
	flags.StringVar(&f.remote, "remote", "", "DVC remote to fetch data from that are not in DVC's cache")
	flags.Var(&f.now, "now", "what now() is: a date or a time in RFC 3339")
	f.quarantine.register(flags)
	flags.BoolVar(&f.plan, "plan", false, "print what a run would do, and check nothing")
	flags.BoolVar(&f.digest, "digest", false, "compute the digests of the data files (MD5 and SHA-256), for reports")
	flags.StringVar(&f.verdict, "verdict", "", "file for a verdict that is bound to the bytes of the data and of the suite")
	flags.StringVar(&f.signKey, "sign-key", "", "file of an ed25519 private key that signs the verdict")
	flags.Var(&f.cache, "cache", "reuse the result of the same bytes, suite and version where they were accepted; without DIR in the user's cache folder")
	flags.Lookup("cache").NoOptDefVal = userCache
	flags.BoolVar(&f.mlflow, "mlflow", false, "log the run to MLflow, as its environment variables say (MLFLOW_TRACKING_URI, MLFLOW_RUN_ID …)")
	flags.BoolVar(&f.noStats, "no-stats", false, "read the data also where statistics that its files hold prove a check, and refuse files that contradict themselves")
	flags.BoolVar(&f.noProfile, "no-profile", false, "leave figures and charts of columns out of the reports that show them")
	flags.BoolVar(&f.timing, "timing", false, "report what differs from run to run: time, bytes read, spills")
	flags.IntVar(&f.workers, "workers", 0, "goroutines that check (default one for each processor)")
	flags.Var(&f.memory, "memory", "memory to stay within; state that does not fit goes to temporary files")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "no text report unless --report asks for it")
}

// validate finds the mistakes that flags can have among themselves.
func (f *checkFlags) validate() error {
	switch {
	case f.workers < 0:
		return usageError("--workers cannot be %d: it is a number from 1 on, or 0 for one for each processor", f.workers)
	case f.inputFormat != "" && !slices.Contains(readers.Formats(), f.inputFormat):
		return usageError("--input-format cannot be %q: it is one of %s", f.inputFormat, inputFormats())
	case f.quiet && f.publish.verbose:
		return usageError("--quiet and --verbose contradict each other: give one of them")
	}
	return f.publish.validate()
}

// parseParams reads NAME=VALUE pairs.
func parseParams(pairs []string) (map[string]string, error) {
	params := make(map[string]string, len(pairs))
	for _, pair := range pairs {
		name, value, ok := strings.Cut(pair, "=")
		if !ok || name == "" {
			return nil, usageError("--param %q: it is NAME=VALUE", pair)
		}
		if _, twice := params[name]; twice {
			return nil, usageError("--param %s is given twice", name)
		}
		params[name] = value
	}
	return params, nil
}
