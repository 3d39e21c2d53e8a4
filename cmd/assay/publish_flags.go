package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"assay/engine"
	"assay/gates"
)

// publishFlags are the flags of commands that write reports and tell services.
type publishFlags struct {
	reports        []string
	maxExamples    countFlag
	verbose        bool
	redact         bool
	openLineageURL string
	notify         []string
	notifyOn       notifyFlag
	notifyRequired bool
}

func (f *publishFlags) register(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.reports, "report", nil, "report to write, as FORMAT[?SETTING=VALUE][=PATH], or auto (repeat for several; default text)")
	flags.Var(&f.maxExamples, "max-examples", "unexpected rows to show of each outcome (default 20 in reports for machines, 5 in text)")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "show what the text report folds")
	flags.BoolVar(&f.redact, "redact", false, "show no value of the data in any report or message")
	flags.StringVar(&f.openLineageURL, "openlineage-url", "", "OpenLineage service to post the run to")
	flags.StringArrayVar(&f.notify, "notify", nil, "whom to tell, as slack=URL, teams=URL or webhook=URL (repeat for several)")
	flags.Var(&f.notifyOn, "notify-on", "severity from which a failure is told: critical, warning or info; always tells of every run")
	flags.BoolVar(&f.notifyRequired, "notify-required", false, "end with 4 where somebody could not be told")
}

// validate finds the mistakes that flags can have.
func (f *publishFlags) validate() error {
	if f.openLineageURL != "" {
		if err := gates.CheckURL(f.openLineageURL); err != nil {
			return usageError("--openlineage-url: %w", err)
		}
	}
	for _, text := range f.notify {
		service, address, named := strings.Cut(text, "=")
		if _, known := notifyFormats[service]; !known && !named {
			return usageError("--notify is slack=URL, teams=URL or webhook=URL") // the URL alone may hold a secret
		} else if !known {
			return usageError("--notify %s: it is slack=URL, teams=URL or webhook=URL", service)
		}
		if err := gates.CheckURL(address); err != nil {
			return usageError("--notify %s: %w", service, err)
		}
	}
	return nil
}

// countFlag is a number from 0 on, nil where it is not given.
type countFlag struct{ n *int }

// String is the value of the flag.
func (f *countFlag) String() string {
	if f.n == nil {
		return ""
	}
	return strconv.Itoa(*f.n)
}

// Type names the value in help texts.
func (f *countFlag) Type() string { return "N" }

// Set reads the flag.
func (f *countFlag) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return fmt.Errorf("it is a number from 0 on")
	}
	f.n = &n
	return nil
}

// notifyFlag is the value of --notify-on.
type notifyFlag struct {
	threshold engine.Threshold
	always    bool
}

const notifyAlways = "always"

// String is the value of the flag.
func (f *notifyFlag) String() string {
	if f.always {
		return notifyAlways
	}
	return f.threshold.String()
}

// Type names the value in help texts.
func (f *notifyFlag) Type() string { return "LEVEL" }

// Set reads the flag.
func (f *notifyFlag) Set(text string) error {
	threshold, ok := engine.ParseThreshold(text)
	if text != notifyAlways && (!ok || threshold == engine.FailOnNever) {
		return fmt.Errorf("it is critical, warning, info or always")
	}
	*f = notifyFlag{threshold, text == notifyAlways}
	return nil
}

// wants reports whether somebody is to be told of r.
func (f *notifyFlag) wants(r *engine.Result) bool {
	rejects := func(o engine.Outcome) bool { return o.RejectedAt(f.threshold) }
	return f.always || slices.ContainsFunc(r.Outcomes, rejects) || slices.ContainsFunc(r.Findings, rejects)
}
