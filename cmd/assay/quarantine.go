package main

import (
	"github.com/spf13/pflag"

	"assay/engine"
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
func (f *limitFlag) Set(text string) (err error) {
	f.limit, err = engine.ParseLimit(text)
	return err
}
