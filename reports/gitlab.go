package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"io"

	"assay/engine"
)

var _ = register(Format{
	Name:  "gitlab",
	Title: "what did not pass, as a GitLab code quality report",
	Needs: func(Options) (Needs, error) { return Needs{}, nil },
	Render: func(w io.Writer, r *engine.Result, _ Options) error {
		issues := []gitlabIssue{}
		for _, p := range problems(r) {
			issues = append(issues, newGitlabIssue(r, p))
		}
		return writeLaidOut(w, issues)
	},
})

type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string `json:"path"`
	Lines struct {
		Begin int `json:"begin"`
	} `json:"lines"`
}

func newGitlabIssue(r *engine.Result, p problem) gitlabIssue {
	i := gitlabIssue{
		Description: subject(p.Check) + ": " + account(r, p.Outcome),
		CheckName:   cleanName(p.Check.Name),
		Fingerprint: fingerprint(r, p.Check),
		Severity:    [...]string{"info", "minor", "critical"}[p.level],
		Location:    gitlabLocation{Path: cleanName(p.at.File)},
	}
	i.Location.Lines.Begin = p.at.Line
	return i
}

// fingerprint is what tells a finding from others and stays from run to run,
// wherever its line in the suite moves.
func fingerprint(r *engine.Result, c *engine.Check) string {
	sum := sha256.Sum256([]byte(datasetName(r) + "\x00" + r.Suite.Name + "\x00" + c.ID))
	return hex.EncodeToString(sum[:16])
}
