package promote_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay"
	"assay/engine"
	"assay/gates/promote"
	"assay/gates/verdict"
	"assay/readers"
	"assay/suites"
)

var now = time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC)

// shelf is a registry of one version.
type shelf struct {
	candidate promote.Candidate
	evidence  []promote.Evidence
	fails     error // of promoting
	promoted  int
}

func (s *shelf) Candidate(context.Context) (*promote.Candidate, error) { return &s.candidate, nil }

func (s *shelf) Evidence(context.Context, *promote.Candidate) ([]promote.Evidence, error) {
	return s.evidence, nil
}

func (s *shelf) Promote(context.Context, *promote.Candidate, *promote.Decision) (string, error) {
	s.promoted++
	return "it stands on the shelf", s.fails
}

// judged is the verdict on a table of one column, which may be signed.
func judged(t *testing.T, suite, table string, key ed25519.PrivateKey) *verdict.Verdict {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data.csv")
	if err := os.WriteFile(path, []byte(table), 0o666); err != nil {
		t.Fatal(err)
	}
	s, err := assay.Loader{}.Parse("suite.yaml", []byte(suite))
	if err != nil {
		t.Fatal(err)
	}
	r, err := assay.Check(t.Context(), s, assay.Files(path), assay.Options{
		BindOptions: assay.BindOptions{Digests: new(readers.Digests)}, Run: engine.RunOptions{Version: "v1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	v, err := verdict.Of(r)
	if err == nil && key != nil {
		err = v.Sign(key)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

const (
	lenient = "version: 1\nsuite: orders\nexpectations:\n  - {between: {column: a, max: 10}, severity: warning}\n"
	strict  = "version: 1\nsuite: orders\nexpectations:\n  - {between: {column: a, max: 10}}\n"
	other   = "version: 1\nsuite: other\nexpectations:\n  - {between: {column: a, max: 10}}\n"
)

func TestPolicies(t *testing.T) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	const good, bad = "a\n1\n", "a\n11\n"
	hour := func(v *verdict.Verdict) promote.Evidence {
		return promote.Evidence{Place: "run 1", Time: now.Add(-time.Hour), Verdict: v}
	}
	accepted := hour(judged(t, lenient, good, nil))
	signed := hour(judged(t, lenient, good, private))
	warned := hour(judged(t, lenient, bad, nil))
	rejected := hour(judged(t, strict, bad, nil))
	otherSuite := hour(judged(t, other, good, nil))
	timeless := accepted
	timeless.Time = time.Time{}
	edited := accepted
	changed := *edited.Verdict
	changed.Data.Rows++
	edited.Verdict = &changed
	unreadable := promote.Evidence{Place: "run 2", Err: errors.New("it is no verdict")}
	for name, c := range map[string]struct {
		policy   suites.Policy
		evidence []promote.Evidence
		want     string // the reason; "" for promotion
	}{
		"an acceptance":              {suites.Policy{}, []promote.Evidence{accepted}, ""},
		"nothing":                    {suites.Policy{}, nil, "there is no verdict on the data"},
		"a rejection":                {suites.Policy{}, []promote.Evidence{rejected}, "the data were rejected"},
		"a warning":                  {suites.Policy{}, []promote.Evidence{warned}, ""},
		"a warning that counts":      {suites.Policy{FailOn: engine.FailOnWarning}, []promote.Evidence{warned}, "failed as warning"},
		"a rejection since then":     {suites.Policy{Suites: []suites.RequiredSuite{{Name: "orders"}}}, []promote.Evidence{rejected, warned}, "the data were rejected"},
		"an acceptance since then":   {suites.Policy{Suites: []suites.RequiredSuite{{Name: "orders"}}}, []promote.Evidence{warned, rejected}, ""},
		"an older text of the suite": {suites.Policy{Suites: []suites.RequiredSuite{{Digest: warned.Verdict.Suite.Digest}}}, []promote.Evidence{rejected, warned}, ""},
		"one suite of two":           {suites.Policy{Suites: []suites.RequiredSuite{{Name: "orders"}, {Name: "other"}}}, []promote.Evidence{accepted}, "under the suite other"},
		"both suites":                {suites.Policy{Suites: []suites.RequiredSuite{{Name: "orders"}, {Name: "other"}}}, []promote.Evidence{accepted, otherSuite}, ""},
		"an edited one":              {suites.Policy{}, []promote.Evidence{edited}, "it was changed after it was written"},
		"an edited one before":       {suites.Policy{}, []promote.Evidence{edited, unreadable, accepted}, ""},
		"unreadable":                 {suites.Policy{}, []promote.Evidence{unreadable}, "run 2: it is no verdict"},
		"not signed":                 {suites.Policy{Trust: []string{"key"}}, []promote.Evidence{accepted}, "nobody has signed it"},
		"signed":                     {suites.Policy{Trust: []string{"key"}}, []promote.Evidence{accepted, signed}, ""},
		"young enough":               {suites.Policy{MaxAge: 2 * time.Hour}, []promote.Evidence{accepted}, ""},
		"too old":                    {suites.Policy{MaxAge: 30 * time.Minute}, []promote.Evidence{accepted}, "checked 1h0m0s ago"},
		"of no age":                  {suites.Policy{MaxAge: 30 * time.Minute}, []promote.Evidence{timeless}, "nothing says when"},
		"another version":            {suites.Policy{SameVersion: true}, []promote.Evidence{accepted}, `by version "v1" of assay`},
	} {
		t.Run(name, func(t *testing.T) {
			md5 := accepted.Verdict.Data.MD5
			if len(c.evidence) > 0 && c.evidence[0].Verdict != nil {
				md5 = c.evidence[0].Verdict.Data.MD5
			}
			s := &shelf{candidate: promote.Candidate{Data: []string{md5}}, evidence: c.evidence}
			g := promote.Gate{
				Policy: &c.policy, Trusted: []ed25519.PublicKey{public}, Version: "v2", Now: func() time.Time { return now },
				Audit: filepath.Join(t.TempDir(), "audit.jsonl"),
			}
			d, err := g.Run(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			reasons := strings.Join(d.Reasons, "; ")
			if c.want == "" && (!d.Promote || s.promoted != 1) || c.want != "" && (d.Promote || s.promoted != 0 || !strings.Contains(reasons, c.want)) {
				t.Errorf("promoted %d times, refused because %q; want %q", s.promoted, reasons, c.want)
			}
		})
	}
}

// TestAudit looks at what is recorded where promoting fails, and where nothing
// can be recorded.
func TestAudit(t *testing.T) {
	accepted := promote.Evidence{Place: "file", Verdict: judged(t, lenient, "a\n1\n", nil)}
	s := &shelf{candidate: promote.Candidate{Data: []string{accepted.Verdict.Data.MD5}}, fails: errors.New("the shelf broke")}
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	if err := os.WriteFile(path, []byte("{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	g := promote.Gate{Policy: &suites.Policy{}, Extra: []promote.Evidence{accepted}, Now: time.Now, Audit: path}
	if _, err := g.Run(t.Context(), s); err == nil || !strings.Contains(err.Error(), "the shelf broke") {
		t.Errorf("got %v", err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) != 4 || lines[0] != "{}" || !strings.Contains(lines[1], `"event":"approved"`) || !strings.Contains(lines[2], `"event":"failed"`) || !strings.Contains(lines[2], "the shelf broke") {
		t.Errorf("the audit is\n%s", text)
	}
	g.Audit = t.TempDir()
	var audit *promote.AuditError
	if _, err := g.Run(t.Context(), s); !errors.As(err, &audit) || s.promoted != 1 {
		t.Errorf("promoted %d times without an audit: %v", s.promoted, err)
	}
}
