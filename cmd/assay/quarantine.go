package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"assay"
	"assay/engine"
	"assay/reports"
	"assay/reports/quarantine"
)

// quarantineFlags are the flags by which bad rows are set aside.
type quarantineFlags struct {
	accepted, rejected string
	maxRejected        limitFlag
}

func (f *quarantineFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.accepted, "accepted", "", "file for the rows that meet every critical expectation about rows (.csv, .parquet)")
	flags.StringVar(&f.rejected, "rejected", "", "file for the other rows, with the reasons (.csv, .parquet)")
	flags.Var(&f.maxRejected, "max-rejected", "accept the data without its rejected rows, unless they are more: 1%, 0.01 or 100")
}

// wanted reports whether rows are to be divided.
func (f *quarantineFlags) wanted() bool { return f.accepted != "" || f.rejected != "" }

// validate finds the mistakes that can be seen without the data.
func (f *quarantineFlags) validate() error {
	for _, flag := range f.paths() {
		if !quarantine.Writes(flag.path) {
			return usageError("%s cannot be %q: a file of rows ends with %s", flag.name, flag.path, quarantine.Endings)
		}
	}
	switch {
	case f.maxRejected.limit != nil && f.accepted == "":
		return usageError("--max-rejected accepts the data without its rejected rows: name the file of the others with --accepted")
	case f.wanted() && quarantine.SameFile(f.accepted, f.rejected):
		return usageError("--accepted and --rejected cannot be the same file, %s", f.accepted)
	}
	return nil
}

// pathFlag is a flag that names a file to write.
type pathFlag struct{ name, path string }

func (f *quarantineFlags) paths() []pathFlag {
	list := []pathFlag{{"--accepted", f.accepted}, {"--rejected", f.rejected}}
	return slices.DeleteFunc(list, func(p pathFlag) bool { return p.path == "" })
}

// of is where the rows of a dataset go, nil where they are not divided.
func (f *quarantineFlags) of(j *job) (*assay.Quarantine, error) {
	if !f.wanted() {
		return nil, nil
	}
	for _, flag := range f.paths() {
		for _, spec := range j.reports {
			if spec.Path != reports.Stdout && quarantine.SameFile(flag.path, spec.Path) {
				return nil, usageError("%s %s is the file of the %s report, too", flag.name, flag.path, spec.Format.Name)
			}
		}
	}
	return &assay.Quarantine{Accepted: f.accepted, Rejected: f.rejected, MaxRejected: f.maxRejected.limit}, nil
}

// limitFlag is the value of --max-rejected.
type limitFlag struct{ limit *engine.Limit }

// String is the value of the flag.
func (f *limitFlag) String() string {
	if f.limit == nil {
		return ""
	}
	return f.limit.String()
}

// Type names the value in help texts.
func (f *limitFlag) Type() string { return "LIMIT" }

// Set reads the flag.
func (f *limitFlag) Set(text string) error {
	digits, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	n, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	switch {
	case err != nil || n < 0 || math.IsNaN(n):
	case percent && n <= 100:
		f.limit = &engine.Limit{Share: true, Value: n / 100}
		return nil
	case !percent && n > 0 && n < 1:
		f.limit = &engine.Limit{Share: true, Value: n}
		return nil
	case !percent && n == math.Trunc(n) && n < 1<<53:
		f.limit = &engine.Limit{Value: n}
		return nil
	}
	return fmt.Errorf("it is a share such as 1%% or 0.01, or a whole number of rows")
}
