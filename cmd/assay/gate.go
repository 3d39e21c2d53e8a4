package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"assay/gates/promote"
	"assay/gates/verdict"
	"assay/suites"
)

// auditFile is where decisions are recorded unless something else is named.
const auditFile = "assay-audit.jsonl"

// gateFlags are those that all registries share.
type gateFlags struct {
	policy   string
	audit    string
	approver string
	verdicts []string
	dryRun   bool
}

func (f *gateFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.policy, "policy", "", "file of the policy that must be satisfied (default: the data must be accepted)")
	flags.StringVar(&f.audit, "audit", "", "file to which decisions are appended (default what the policy says, or "+auditFile+")")
	flags.StringVar(&f.approver, "approver", "", "who promotes (default $ASSAY_APPROVER, or the user.email of git)")
	flags.StringArrayVar(&f.verdicts, "verdict", nil, "file of a verdict on the data, beside those that the registry leads to (repeat for several)")
	flags.BoolVar(&f.dryRun, "dry-run", false, "decide and record, and promote nothing")
}

func newGate(ui *terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "gate",
		Short: "Promote a model only if its data were accepted",
		Long: `Promote a version of a model in a registry only if the data that it was trained on
were accepted, under suites and conditions that a policy names. Every decision is
appended to an audit file.`,
		Args: unknownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newGateMLflow(ui), newGateSageMaker(ui), newGateVertex(ui))
	return cmd
}

// gatekeeper carries out one assay gate.
type gatekeeper struct {
	flags *gateFlags
	ui    *terminal
}

// run decides about what a registry has, and says what came of it.
func (k *gatekeeper) run(ctx context.Context, r promote.Registry) error {
	g, err := k.gate(ctx)
	if err != nil {
		return err
	}
	d, err := g.Run(ctx, r)
	if err != nil {
		if err := k.report(d); d != nil && len(d.Reasons) > 0 && err != nil {
			return err
		}
		return destinationError(err)
	}
	if err := k.report(d); err != nil {
		return err
	}
	if !d.Promote {
		return &exitError{exitRejected, nil}
	}
	return nil
}

// gate is a gate as flags and policy say.
func (k *gatekeeper) gate(ctx context.Context) (*promote.Gate, error) {
	policy, err := k.policy()
	if err != nil {
		return nil, err
	}
	this, err := exactVersion()
	if err != nil {
		return nil, &exitError{exitReport, fmt.Errorf("tell this build of assay from others: %w", err)}
	}
	g := &promote.Gate{
		Policy: policy, Approver: k.approver(ctx), Version: this, DryRun: k.flags.dryRun, Now: time.Now,
		Audit: cmp.Or(k.flags.audit, policy.Audit, auditFile),
	}
	if g.Trusted, err = trustedKeys(policy.Trust); err != nil {
		return nil, err
	}
	for _, path := range k.flags.verdicts {
		e := promote.Evidence{Place: path}
		e.Verdict, e.Err = verdict.Read(path)
		g.Extra = append(g.Extra, e)
	}
	return g, nil
}

func (k *gatekeeper) policy() (*suites.Policy, error) {
	if k.flags.policy == "" {
		return &suites.Policy{}, nil
	}
	loader := &suites.Loader{}
	policy, mistakes := loader.LoadPolicy(k.flags.policy)
	if len(mistakes) > 0 {
		return nil, k.ui.refuse(mistakes, loader.Sources())
	}
	return policy, nil
}

// approver is who says that he promotes.
func (k *gatekeeper) approver(ctx context.Context) string {
	if who := cmp.Or(k.flags.approver, os.Getenv("ASSAY_APPROVER")); who != "" {
		return who
	}
	out, err := exec.CommandContext(ctx, "git", "config", "user.email").Output()
	if err != nil {
		return "" // nobody says so
	}
	return strings.TrimSpace(string(out))
}

// report prints a decision.
func (k *gatekeeper) report(d *promote.Decision) error {
	if d == nil || d.Candidate == nil || !d.Promote && len(d.Reasons) == 0 {
		return nil
	}
	c := d.Candidate
	word := "REFUSED"
	switch {
	case d.Promote && d.Done != "":
		word = "PROMOTED"
	case d.Promote:
		word = "APPROVED"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s version %s · %s\n", word, c.Model, c.Version, c.Target)
	for _, md5 := range c.Data {
		fmt.Fprintf(&b, "  data      %s, by %s\n", md5, c.DataFrom)
	}
	for _, e := range d.Evidence {
		fmt.Fprintf(&b, "  accepted  under the suite %s: %s\n", e.Verdict.Suite.Name, e.Place)
	}
	for _, why := range d.Reasons {
		fmt.Fprintf(&b, "  ✗ %s\n", why)
	}
	if d.Done != "" {
		fmt.Fprintf(&b, "  done      %s\n", d.Done)
	}
	_, err := fmt.Fprint(k.ui.out, b.String())
	return err
}

// needed refuses flags that are missing.
func needed(flags ...[2]string) error {
	var errs []error
	for _, f := range flags {
		if f[1] == "" {
			errs = append(errs, fmt.Errorf("--%s is missing", f[0]))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return usageError("%w", err)
	}
	return nil
}
