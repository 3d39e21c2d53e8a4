package mlflow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/engine/lazyregexp"
	"assay/gates/promote"
	"assay/gates/verdict"
)

// Registry is a version in MLflow's model registry that is to be promoted, to an
// alias or to a stage.
type Registry struct {
	Client       *Client
	Model        string
	Version      string
	Alias, Stage string // one of them
	// DataAt is the digest that DVC recorded for the training data at a commit;
	// it is asked where neither tags nor inputs of the training run tell. May be
	// nil.
	DataAt func(ctx context.Context, commit string) (md5 string, err error)

	former string // what the alias stood for at first
}

var (
	validAlias   = lazyregexp.New(`^[A-Za-z0-9_-]{1,255}$`)
	versionAlias = lazyregexp.New(`^[vV][0-9]+$`)
	validMD5     = lazyregexp.New(`^[0-9a-f]{32}(\.dir)?$`)
)

// CheckTarget says why there is no such alias or stage.
func (r *Registry) CheckTarget() error {
	stages := []string{"Staging", "Production", "Archived"}
	switch {
	case r.Alias == "" && r.Stage == "":
		return errors.New("name where the model is to go, with --alias or --stage")
	case r.Alias != "" && r.Stage != "":
		return errors.New("--alias and --stage contradict each other: give one of them")
	case r.Stage != "" && !slices.Contains(stages, r.Stage):
		return fmt.Errorf("--stage cannot be %q: it is one of %s", r.Stage, strings.Join(stages, ", "))
	case r.Alias != "" && (!validAlias().MatchString(r.Alias) || versionAlias().MatchString(r.Alias) || strings.EqualFold(r.Alias, "latest")):
		return fmt.Errorf("--alias cannot be %q: MLflow takes letters, digits, _ and -, and neither latest nor a v with a number", r.Alias)
	}
	return nil
}

func (r *Registry) target() string {
	if r.Alias != "" {
		return "alias " + r.Alias
	}
	return "stage " + r.Stage
}

// Candidate finds the version, its training run, and the data of that.
func (r *Registry) Candidate(ctx context.Context) (*promote.Candidate, error) {
	c := &promote.Candidate{Registry: "mlflow", Model: r.Model, Version: r.Version, Target: r.target()}
	v, err := r.Client.version(ctx, r.Model, r.Version)
	if err != nil {
		return c, err
	}
	if r.Alias != "" {
		if r.former, err = r.Client.aliased(ctx, r.Model, r.Alias); err != nil {
			return c, err
		}
	}
	if c.Run, err = r.Client.trainingRun(ctx, v); err != nil {
		return c, err
	}
	if c.Run == "" {
		c.DataFrom = "the registry knows no training run of this version"
		return c, nil
	}
	run, err := r.Client.Run(ctx, c.Run)
	if hasCode(err, codeMissing) || err == nil && run.Deleted {
		c.DataFrom = fmt.Sprintf("its training run %s is deleted", c.Run)
		return c, nil
	}
	if err != nil {
		return c, err
	}
	c.Metrics = run.Metrics
	return c, r.findData(ctx, c, run)
}

// findData asks the training run's tags, then its inputs, then git.
func (r *Registry) findData(ctx context.Context, c *promote.Candidate, run *Run) error {
	if tag := run.Tags[TagDataMD5]; tag != "" {
		c.Data, c.DataFrom = digests(strings.Split(tag, ",")), "the tag "+TagDataMD5
		if len(c.Data) == 0 {
			c.DataFrom = fmt.Sprintf("the tag %s of its training run is %.60q, which is no MD5", TagDataMD5, tag)
		}
		return nil
	}
	var inputs []string
	for _, in := range run.Inputs {
		inputs = append(inputs, in.Digest)
	}
	if c.Data = digests(inputs); len(c.Data) > 0 {
		c.DataFrom = "an input"
		return nil
	}
	commit := run.Tags[tagCommit]
	switch {
	case commit == "":
		c.DataFrom = fmt.Sprintf("its training run %s has no tag %s, no input with an MD5, and no git commit", c.Run, TagDataMD5)
	case r.DataAt == nil:
		c.DataFrom = fmt.Sprintf("its training run %s names only the git commit %.12s: say with --data which data of the repository they are", c.Run, commit)
	default:
		md5, err := r.DataAt(ctx, commit)
		if err != nil {
			c.DataFrom = fmt.Sprintf("the git commit %.12s of its training run does not tell: %v", commit, err)
			return nil
		}
		c.Data, c.DataFrom = digests([]string{md5}), "the git commit "+commit
	}
	return nil
}

// digests are those of texts that are MD5s as DVC has them.
func digests(texts []string) []string {
	var list []string
	for _, t := range texts {
		if t = strings.TrimSpace(t); validMD5().MatchString(t) && !slices.Contains(list, t) {
			list = append(list, t)
		}
	}
	return list
}

// Evidence reads the verdicts that runs hold. The tags of a run find it, and
// prove nothing.
func (r *Registry) Evidence(ctx context.Context, c *promote.Candidate) ([]promote.Evidence, error) {
	var found []promote.Evidence
	for _, md5 := range c.Data {
		runs, err := r.Client.validations(ctx, md5)
		if err != nil {
			return nil, err
		}
		for _, run := range runs {
			of, err := r.verdicts(ctx, run, md5)
			if err != nil {
				return nil, err
			}
			found = append(found, of...)
		}
	}
	return found, nil
}

// verdicts reads those of one run. That artifacts cannot be read is no reason to
// stop: another run may prove the same.
func (r *Registry) verdicts(ctx context.Context, run *Run, md5 string) ([]promote.Evidence, error) {
	e := promote.Evidence{Place: "run " + run.ID, Time: run.Started}
	paths, err := r.Client.verdictsOf(ctx, run, md5)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		e.Err = err
		return []promote.Evidence{e}, nil
	case len(paths) == 0:
		e.Err = errors.New("it has the tag and no verdict")
		return []promote.Evidence{e}, nil
	}
	var list []promote.Evidence
	for _, p := range paths {
		raw, err := r.Client.Artifact(ctx, run, p)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		e.Verdict, e.Err = nil, err
		if err == nil {
			e.Verdict, e.Err = verdict.Parse(raw)
		}
		list = append(list, e)
	}
	return list, nil
}

// Promote tags the version with the evidence and moves the alias or the stage.
// MLflow has no locks: that somebody else moved it meanwhile is found out before
// and after.
func (r *Registry) Promote(ctx context.Context, _ *promote.Candidate, d *promote.Decision) (done string, err error) {
	if err := r.Client.tagVersion(ctx, r.Model, r.Version, evidenceTags(d)); err != nil {
		return "", err
	}
	if r.Stage != "" {
		return r.moveStage(ctx)
	}
	return r.moveAlias(ctx)
}

// evidenceTags are what a promoted version says of why it was.
func evidenceTags(d *promote.Decision) []keyValue {
	var places, suites, verdicts []string
	for _, e := range d.Evidence {
		places = append(places, strings.TrimPrefix(e.Place, "run "))
		suites = append(suites, e.Verdict.Suite.Digest)
		verdicts = append(verdicts, e.Verdict.Digest)
	}
	list := []keyValue{
		{"assay.gate", "passed"},
		{TagDataMD5, strings.Join(d.Candidate.Data, ",")},
		{TagSuiteDigest, strings.Join(suites, ",")},
		{"assay.verdict.digest", strings.Join(verdicts, ",")},
		{"assay.evidence", strings.Join(places, ",")},
		{"assay.approver", d.Approver},
	}
	if d.Policy != "" {
		list = append(list, keyValue{"assay.policy.digest", d.Policy})
	}
	return list
}

// raced is why a promotion did not come about though the gate let it pass.
func (r *Registry) raced(format string, args ...any) error {
	return fmt.Errorf("somebody else moved the %s of %s: %s; see what is there, and try again", r.target(), r.Model, fmt.Sprintf(format, args...))
}

func (r *Registry) moveAlias(ctx context.Context) (done string, err error) {
	now, err := r.Client.aliased(ctx, r.Model, r.Alias)
	switch {
	case err != nil:
		return "", err
	case now != r.former:
		return "", r.raced("it was at version %s and is at version %s", orNone(r.former), orNone(now))
	case now == r.Version:
		return fmt.Sprintf("the %s is at version %s already", r.target(), r.Version), nil
	}
	if err := r.Client.setAlias(ctx, r.Model, r.Alias, r.Version); err != nil {
		return "", err
	}
	if now, err = r.Client.aliased(ctx, r.Model, r.Alias); err != nil {
		return "", fmt.Errorf("the %s was moved, and it cannot be told whether it stayed: %w", r.target(), err)
	}
	if now != r.Version {
		return "", r.raced("it went to version %s right after", orNone(now))
	}
	done = fmt.Sprintf("the %s moved from version %s to version %s", r.target(), orNone(r.former), r.Version)
	if r.former == "" {
		return done, nil
	}
	if err := r.Client.tagVersion(ctx, r.Model, r.former, []keyValue{{"assay.superseded", "by version " + r.Version}}); err != nil {
		return done, fmt.Errorf("%s, but the former version does not say so: %w", done, err)
	}
	return done, nil
}

func orNone(version string) string {
	if version == "" {
		return "none"
	}
	return version
}

func (r *Registry) moveStage(ctx context.Context) (done string, err error) {
	former, err := r.Client.inStage(ctx, r.Model, r.Stage)
	if err != nil {
		return "", err
	}
	if err := r.Client.moveToStage(ctx, r.Model, r.Version, r.Stage); err != nil {
		return "", err
	}
	now, err := r.Client.inStage(ctx, r.Model, r.Stage)
	switch {
	case err != nil:
		return "", fmt.Errorf("version %s was moved to the %s, and it cannot be told whether it stayed: %w", r.Version, r.target(), err)
	case !slices.Equal(now, []string{r.Version}):
		return "", r.raced("version %s is there now", strings.Join(append(now, "none")[:max(len(now), 1)], " and version "))
	}
	former = slices.DeleteFunc(former, func(v string) bool { return v == r.Version })
	if len(former) == 0 {
		return fmt.Sprintf("version %s moved to the %s", r.Version, r.target()), nil
	}
	return fmt.Sprintf("version %s moved to the %s, and version %s to Archived", r.Version, r.target(), strings.Join(former, ", ")), nil
}
