package main

import (
	"fmt"
	"io"
	"os"
	"slices"

	"crypto/ed25519"

	"assay/engine"
	"assay/gates/verdict"
	"assay/reports"
)

// sealer makes the verdict of a run, and writes it.
type sealer struct {
	key    ed25519.PrivateKey // nil where it is not to be signed
	always bool               // also where it goes to no file
}

// newSealer finds a key that cannot be read before anything is checked.
func (c *checker) newSealer(jobs []*job) (*sealer, error) {
	s := &sealer{always: c.flags.mlflow}
	written := slices.ContainsFunc(jobs, func(j *job) bool { return j.outputs.verdict.path != "" })
	switch {
	case c.flags.signKey != "" && !written && !s.always:
		return nil, usageError("--sign-key signs a verdict: name its file with --verdict")
	case s.always && slices.ContainsFunc(jobs, func(j *job) bool { return j.outputs.maxRejected != nil }):
		return nil, usageError("--mlflow logs a verdict on the bytes of the data, and --max-rejected accepts them without some of their rows: check the file of --accepted to log it")
	case c.flags.signKey == "":
		return s, nil
	}
	text, err := os.ReadFile(c.flags.signKey)
	if err != nil {
		return nil, usageError("--sign-key: %w", err)
	}
	if s.key, err = verdict.PrivateKey(text); err != nil {
		return nil, usageError("--sign-key %s: %w", c.flags.signKey, err)
	}
	return s, nil
}

// seal makes the verdict of a result, accepted or not, and writes it to a path,
// unless that is "". It is nil where nobody asked for it.
func (s *sealer) seal(r *engine.Result, path string) (*verdict.Verdict, error) {
	if path == "" && !s.always {
		return nil, nil
	}
	v, err := verdict.Of(r)
	if err == nil && s.key != nil {
		err = v.Sign(s.key)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot write the verdict: %w", err)
	}
	if path == "" {
		return v, nil
	}
	raw, err := v.Encode()
	if err == nil {
		err = reports.WriteFile(path, func(w io.Writer) error {
			_, err := w.Write(raw)
			return err
		})
	}
	if err != nil {
		return v, fmt.Errorf("cannot write the verdict: %w", err)
	}
	return v, nil
}

// digests reports whether the data of a job must be identified by their bytes.
func (c *checker) digests(j *job) bool {
	return c.flags.digest || j.outputs.verdict.path != "" || c.flags.cache.given || c.flags.mlflow
}

// settings are what the command line and assay.yaml say that is neither in the
// suite nor in the data.
func (c *checker) settings(j *job) engine.Settings {
	return engine.Settings{AllowEmpty: j.dataset.AllowEmpty, InputFormat: j.dataset.InputFormat, Now: c.flags.now.String()}
}

// engine is the version that results are marked with. What is bound to bytes
// is bound to the engine, too.
func (c *checker) engine(jobs []*job) (string, error) {
	if !slices.ContainsFunc(jobs, c.digests) {
		return version(), nil
	}
	v, err := exactVersion()
	if err != nil {
		return "", &exitError{exitReport, fmt.Errorf("tell this build of assay from others: %w", err)}
	}
	return v, nil
}
