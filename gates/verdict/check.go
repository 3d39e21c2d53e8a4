package verdict

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"assay/engine"
)

// CheckDigest demands that the verdict is as it was sealed. Whoever changes a
// verdict can seal it again: only CheckSignature says who wrote it.
func (v *Verdict) CheckDigest() error {
	digest, err := v.ownDigest()
	if err != nil || digest != v.Digest {
		return refuse(Edited, "it was changed after it was written: its own digest is not that of what it holds")
	}
	return nil
}

// CheckSignature demands a signature by one of the keys.
func (v *Verdict) CheckSignature(trusted []ed25519.PublicKey) error {
	switch {
	case v.Signature == nil && v.report:
		return refuse(Unsigned, "it is a report, which nobody has signed; write a verdict with assay check --verdict and --sign-key")
	case v.Signature == nil:
		return refuse(Unsigned, "nobody has signed it; write it with assay check --sign-key")
	case !slices.ContainsFunc(trusted, v.signedBy):
		return refuse(Untrusted, "its signature is by no key that is trusted")
	}
	return nil
}

// CheckEngine demands that version gave the verdict: another may judge
// otherwise.
func (v *Verdict) CheckEngine(version string) error {
	if v.Engine != version {
		return refuse(OtherEngine, "it is by version %q of assay, and this is %q; run the check again", v.Engine, version)
	}
	return nil
}

// CheckAccepted derives the acceptance from the outcomes, at the level of the
// verdict and at another one, and demands that the verdict says the same.
func (v *Verdict) CheckAccepted(level engine.Threshold) error {
	own, known := engine.ParseThreshold(v.FailOn)
	switch {
	case !known:
		return refuse(Malformed, "it is no verdict: fail_on cannot be %q", v.FailOn)
	case v.Verdict == Rejected:
		return refuse(NotAccepted, "it says that the data were rejected")
	case v.Verdict != Accepted:
		return refuse(Malformed, "it is no verdict: verdict cannot be %q", v.Verdict)
	}
	if err := v.checkComplete(); err != nil {
		return err
	}
	for _, o := range slices.Concat(v.Outcomes, v.Findings) {
		status, severity, err := o.judgement()
		if err != nil {
			return err
		}
		switch {
		case orCritical(own).Rejects(status, severity):
			return refuse(Edited, "it says that the data were accepted, and its outcome %q says otherwise", o.ID)
		case orCritical(level).Rejects(status, severity):
			return refuse(NotAccepted, "%q failed as %s, which rejects data at the level %s", o.ID, o.Severity, orCritical(level))
		}
	}
	return nil
}

// orCritical is the threshold that a verdict follows where nothing fails a run.
func orCritical(t engine.Threshold) engine.Threshold {
	if t == engine.FailOnNever {
		return engine.FailOnCritical
	}
	return t
}

// checkComplete demands that there are outcomes, and all built-in findings:
// without any everything would be accepted.
func (v *Verdict) checkComplete() error {
	if len(v.Outcomes) == 0 {
		return refuse(Malformed, "it is no verdict: nothing was expected")
	}
	for s := engine.NotEmpty; s <= engine.ValidCells; s++ {
		if int(s) >= len(v.Findings) || v.Findings[s].Expectation != s.String() {
			return refuse(Malformed, "it is no verdict: the finding %s is missing", s)
		}
	}
	return nil
}

func (o *Outcome) judgement() (engine.Status, engine.Severity, error) {
	severity, known := engine.ParseSeverity(o.Severity)
	if !known {
		return 0, 0, refuse(Malformed, "it is no verdict: %q has no severity %q", o.ID, o.Severity)
	}
	status, known := engine.ParseStatus(o.Status)
	if !known {
		return 0, 0, refuse(Malformed, "it is no verdict: %q has no status %q", o.ID, o.Status)
	}
	return status, severity, nil
}

// CheckEvidence demands that every answer came from reading the data: none from
// statistics that files hold about themselves.
func (v *Verdict) CheckEvidence() error {
	for _, o := range slices.Concat(v.Outcomes, v.Findings) {
		if o.Evidence == engine.FromStatistics.String() {
			return refuse(WeakProof, "%q was answered by statistics that the data's files hold, and reading is demanded; run the check with --no-stats", o.ID)
		}
	}
	return nil
}

// CheckSuite demands the same suite, by its text, and the same parameters.
func (v *Verdict) CheckSuite(want Suite) error {
	if v.Suite.Digest != want.Digest {
		return refuse(OtherSuite, "it is of another suite, or of another text of it: %s was %s and is %s", v.Suite.Path, short(v.Suite.Digest), short(want.Digest))
	}
	if !bytes.Equal(compact(v.Suite.Params), compact(want.Params)) {
		return refuse(OtherParams, "the suite had other parameters: %.200s, and now %.200s", compact(v.Suite.Params), compact(want.Params))
	}
	return nil
}

func compact(raw []byte) []byte {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return raw
	}
	return b.Bytes()
}

// CheckSettings demands the same settings.
func (v *Verdict) CheckSettings(want Settings) error {
	if v.Settings != want {
		return refuse(OtherSetup, "the check was given %s, and now %s", v.Settings, want)
	}
	return nil
}

// String is the settings as flags.
func (s Settings) String() string {
	var flags []string
	if s.AllowEmpty {
		flags = append(flags, "--allow-empty")
	}
	if s.InputFormat != "" {
		flags = append(flags, "--input-format "+s.InputFormat)
	}
	if s.Now != "" {
		flags = append(flags, "--now "+s.Now)
	}
	if len(flags) == 0 {
		return "no settings"
	}
	return strings.Join(flags, " ")
}

// CheckData demands the same bytes, in the same order, which are read in the
// same way. Rows are not compared.
func (v *Verdict) CheckData(want Data) error {
	was, now := v.Data.Files, want.Files
	if len(was) != len(now) {
		return refuse(OtherData, "it is of other data: there were %d files, and there are %d", len(was), len(now))
	}
	for i := range was {
		if err := was[i].check(&now[i], v.Settings.InputFormat != ""); err != nil {
			return err
		}
	}
	if v.Data.MD5 != want.MD5 {
		return refuse(OtherData, "it is of other data: the MD5 of the whole was %s and is %s", v.Data.MD5, want.MD5)
	}
	return nil
}

// CheckReference demands the same bytes of other data: want is what stands now
// where the one of References with that index stood.
func (v *Verdict) CheckReference(index int, want Reference) error {
	was := v.References[index]
	same := func(a, b File) bool { return a.SHA256 == b.SHA256 && a.MD5 == b.MD5 && a.Bytes == b.Bytes }
	if !slices.EqualFunc(was.Files, want.Files, same) {
		return refuse(OtherData, "the data compared with are others now: the MD5 of %s was %s and is %s", want.Path, was.MD5, want.MD5)
	}
	return nil
}

// ReferencePath is where the suite at another path has the other data of
// References with that index: what a suite names stands beside it.
func (v *Verdict) ReferencePath(index int, suite string) string {
	was := v.References[index].Path
	if rel, err := filepath.Rel(filepath.Dir(v.Suite.Path), was); err == nil && !filepath.IsAbs(was) {
		return filepath.Join(filepath.Dir(suite), rel)
	}
	return was
}

func (f *File) check(now *File, anyName bool) error {
	switch {
	case f.SHA256 != now.SHA256 || f.MD5 != now.MD5 || f.Bytes != now.Bytes:
		return refuse(OtherData, "it is of other data: the MD5 of %s was %s (%d bytes) and is %s (%d bytes)", now.Path, f.MD5, f.Bytes, now.MD5, now.Bytes)
	case !anyName && endings(f.Path) != endings(now.Path):
		return refuse(OtherData, "it is of data that were read otherwise: %s was %s", now.Path, f.Path)
	case !slices.Equal(partitions(f.Path), partitions(now.Path)):
		return refuse(OtherData, "it is of data in other folders: %s was %s", now.Path, f.Path)
	}
	return nil
}

// endings are those of a path that say how a file is laid out.
func endings(name string) string {
	name = strings.ToLower(filepath.ToSlash(name))
	last := path.Ext(name)
	if last == ".gz" || last == ".zst" {
		return path.Ext(strings.TrimSuffix(name, last)) + last
	}
	return last
}

// partitions are the folders that are values of columns.
func partitions(name string) []string {
	folders := strings.Split(filepath.ToSlash(filepath.Dir(name)), "/")
	return slices.DeleteFunc(folders, func(f string) bool { return !strings.Contains(f, "=") })
}

// short is the beginning of a digest.
func short(digest string) string { return digest[:min(len(digest), 19)] }
