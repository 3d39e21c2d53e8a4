package main

import (
	"fmt"
	"io"
	"os"

	"crypto/ed25519"

	"assay/engine"
	"assay/gates/verdict"
	"assay/reports"
)

// sealer makes the verdict of a run, and writes it.
type sealer struct {
	path string             // "" where it goes to no file
	key  ed25519.PrivateKey // nil where it is not to be signed
}

// newSealer is nil where no verdict is asked for. A key that cannot be read is
// found before anything is checked.
func (c *checker) newSealer(jobs []*job) (*sealer, error) {
	if c.flags.verdict == "" && !c.flags.mlflow {
		return nil, nil
	}
	if len(jobs) > 1 && c.flags.verdict != "" {
		return nil, usageError("--verdict is of one dataset, and assay.yaml lists %d: name the data of one of them", len(jobs))
	}
	s := &sealer{path: c.flags.verdict}
	if c.flags.signKey == "" {
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

// seal makes the verdict of a result, accepted or not, and writes it where that
// is asked for.
func (s *sealer) seal(r *engine.Result) (*verdict.Verdict, error) {
	if s == nil {
		return nil, nil
	}
	v, err := verdict.Of(r)
	if err == nil && s.key != nil {
		err = v.Sign(s.key)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot write the verdict: %w", err)
	}
	if s.path == "" {
		return v, nil
	}
	raw, err := v.Encode()
	if err == nil {
		err = reports.WriteFile(s.path, func(w io.Writer) error {
			_, err := w.Write(raw)
			return err
		})
	}
	if err != nil {
		return v, fmt.Errorf("cannot write the verdict: %w", err)
	}
	return v, nil
}

// digests reports whether the data must be identified by their bytes.
func (c *checker) digests() bool {
	return c.flags.digest || c.flags.verdict != "" || c.flags.cache.given || c.flags.mlflow
}

// settings are what the command line and assay.yaml say that is neither in the
// suite nor in the data.
func (c *checker) settings(j *job) engine.Settings {
	return engine.Settings{AllowEmpty: j.dataset.AllowEmpty, InputFormat: j.dataset.InputFormat, Now: c.flags.now.String()}
}

// engine is the version that results are marked with. What is bound to bytes
// is bound to the engine, too.
func (c *checker) engine() (string, error) {
	if !c.digests() {
		return version(), nil
	}
	v, err := exactVersion()
	if err != nil {
		return "", &exitError{exitReport, fmt.Errorf("tell this build of assay from others: %w", err)}
	}
	return v, nil
}
