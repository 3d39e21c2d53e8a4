package main

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"assay"
	"assay/engine"
	"assay/gates/verdict"
	"assay/readers"
)

// verifyFlags are the flags of assay verify: those that a check of the same data
// is given, and what is demanded of its verdict.
type verifyFlags struct {
	check    checkFlags
	data     []string
	trust    []string
	evidence string
	recheck  bool
}

// evidencePages is the value of --evidence that demands reading.
const evidencePages = "pages"

func newVerify(ui *terminal) *cobra.Command {
	f := verifyFlags{check: checkFlags{memory: engine.DefaultMemory, quiet: true}}
	cmd := &cobra.Command{
		Use:   "verify VERDICT --data DATA --suite SUITE",
		Short: "Demand that a verdict accepts these very data",
		Long: `Demand that VERDICT, which assay check --verdict or --report json wrote, is an
acceptance of the bytes of DATA as they are now, under the text of SUITE as it is
now, by this version of assay. It ends with 0 only then, and else with 1 and the
reason. Without --data, assay.yaml says which they are.`,
		Example: `  assay verify verdict.json --data orders.csv --suite orders.yaml && python train.py
  assay verify verdict.json --data orders.csv --suite orders.yaml --trust ci.pub.pem`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			v := verifier{flags: &f, ui: ui}
			return v.run(cmd.Context(), args[0])
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringArrayVar(&f.data, "data", nil, "the data, as assay check takes them (repeat for several)")
	flags.StringArrayVarP(&f.check.suites, "suite", "s", nil, "suite that they must be accepted under (repeat for several)")
	flags.StringArrayVar(&f.check.params, "param", nil, "value for a parameter of the suite, as NAME=VALUE (repeat for several)")
	flags.Var(&f.check.failOn, "fail-on", "severity from which a failure rejects: critical, warning or info")
	flags.BoolVar(&f.check.allowEmpty, "allow-empty", false, "as in assay check: the verdict must have been made with it")
	flags.StringVar(&f.check.inputFormat, "input-format", "", "as in assay check: the verdict must have been made with it")
	flags.StringVar(&f.check.rev, "rev", "", "git revision to take the data from")
	flags.StringVar(&f.check.remote, "remote", "", "DVC remote to fetch data from that are not in DVC's cache")
	flags.Var(&f.check.now, "now", "as in assay check: the verdict must have been made with it")
	flags.StringArrayVar(&f.trust, "trust", nil, "file of an ed25519 public key; one of these must have signed the verdict (repeat for several)")
	flags.StringVar(&f.evidence, "evidence", "", "pages demands that the data were read for every answer, and none came from statistics of Parquet footers")
	flags.BoolVar(&f.recheck, "recheck", false, "check the data again")
	return cmd
}

// verifier carries out one assay verify.
type verifier struct {
	flags *verifyFlags
	ui    *terminal
}

func (v *verifier) run(ctx context.Context, path string) error {
	keys, err := trustedKeys(v.flags.trust)
	if err != nil {
		return err
	}
	c, j, err := v.prepare()
	if err != nil {
		return err
	}
	if err := v.verify(ctx, c, j, keys, path); err != nil {
		var refusal *verdict.Refusal
		if errors.As(err, &refusal) {
			return &exitError{exitRejected, fmt.Errorf("%s: refused: %w", path, err)}
		}
		return err
	}
	_, err = fmt.Fprintf(v.ui.out, "VERIFIED  %s accepts %s · suite %s\n", path, strings.Join(j.dataset.Data, ", "), j.suite.Name)
	return err
}

// trustedKeys reads files of public keys.
func trustedKeys(paths []string) ([]ed25519.PublicKey, error) {
	var keys []ed25519.PublicKey
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, usageError("the trusted key: %w", err)
		}
		key, err := verdict.PublicKey(text)
		if err != nil {
			return nil, usageError("the trusted key %s: %w", path, err)
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// prepare finds the dataset and loads its suite, as a check of it would.
func (v *verifier) prepare() (*checker, *job, error) {
	f := &v.flags.check
	switch {
	case v.flags.evidence != "" && v.flags.evidence != evidencePages:
		return nil, nil, usageError("--evidence cannot be %q: it is %s", v.flags.evidence, evidencePages)
	case f.failOn.threshold == engine.FailOnNever:
		return nil, nil, usageError("--fail-on never would verify anything: it is critical, warning or info")
	}
	if err := f.validate(); err != nil {
		return nil, nil, err
	}
	f.digest, f.noStats = true, v.flags.evidence == evidencePages
	c := &checker{flags: f, ui: v.ui, publisher: newPublisher(v.ui, &f.publish), now: f.now.moment(), judges: true}
	c.memory = planMemory(int64(f.memory), f.workers)
	c.memory.limitProcess()
	jobs, err := c.jobs(v.flags.data)
	if err != nil {
		return nil, nil, err
	}
	if len(jobs) != 1 {
		return nil, nil, usageError("a verdict is of one dataset, and assay.yaml lists %d: name the data with --data", len(jobs))
	}
	if err := c.loadSuites(jobs); err != nil {
		return nil, nil, err
	}
	c.version, err = c.engine(jobs)
	return c, jobs[0], err
}

// verify demands everything of a verdict, what is quickly found out first. A
// *verdict.Refusal says what is not so.
func (v *verifier) verify(ctx context.Context, c *checker, j *job, keys []ed25519.PublicKey, path string) error {
	given, err := verdict.Read(path)
	if err != nil {
		return err
	}
	if err := given.CheckDigest(); err != nil {
		return err
	}
	if len(keys) > 0 {
		if err := given.CheckSignature(keys); err != nil {
			return err
		}
	}
	if v.flags.evidence == evidencePages {
		if err := given.CheckEvidence(); err != nil {
			return err
		}
	}
	hash := func() (readers.DataDigest, error) { return assay.Digest(ctx, j.suite, c.data(j), new(readers.Digests)) }
	if err := c.verify(ctx, j, given, hash); err != nil {
		return err
	}
	if given.AskedTime && given.Settings.Now == "" && !v.flags.recheck {
		fmt.Fprintf(v.ui.err, "assay: %s: the suite asked what time it was, and was answered for the time of the check; --recheck asks again\n", path)
	}
	if v.flags.recheck {
		return v.checkAgain(ctx, c, j, given)
	}
	return nil
}

// verify demands that a verdict is an acceptance of a dataset, by this engine, as
// the job has it. hash is called when all else is so.
func (c *checker) verify(ctx context.Context, j *job, given *verdict.Verdict, hash func() (readers.DataDigest, error)) error {
	suite, err := verdict.SuiteOf(j.suite.Info())
	if err != nil {
		return err
	}
	settings := verdict.Settings(c.settings(j))
	for _, err := range []error{given.CheckAccepted(j.failOn), given.CheckEngine(c.version), given.CheckSuite(suite), given.CheckSettings(settings)} {
		if err != nil {
			return err
		}
	}
	now, err := hash()
	if err != nil {
		return checkError(err)
	}
	data := verdict.Data{MD5: now.MD5}
	for _, f := range now.Files {
		data.Files = append(data.Files, verdict.File{Path: f.Path, Bytes: f.Bytes, MD5: f.MD5, SHA256: f.SHA256})
	}
	if err := given.CheckData(data); err != nil {
		return err
	}
	for i := range given.References {
		other, err := assay.DigestReference(ctx, given.ReferencePath(i, j.suite.Path))
		if err != nil {
			return checkError(err)
		}
		if err := given.CheckReference(i, verdict.ReferenceOf(other)); err != nil {
			return err
		}
	}
	return nil
}

// checkAgain runs the check, and demands the verdict that was given.
func (v *verifier) checkAgain(ctx context.Context, c *checker, j *job, given *verdict.Verdict) error {
	return c.examine(ctx, j, new(readers.Digests), func(res *engine.Result) error {
		again, err := verdict.Of(res)
		if err != nil {
			return err
		}
		if err := again.CheckAccepted(j.failOn); err != nil {
			return fmt.Errorf("checked again: %w", err)
		}
		return again.CheckData(given.Data)
	})
}
