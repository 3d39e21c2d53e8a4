// Package vertex moves aliases of versions in the model registry of Vertex AI, by
// its REST API
// (https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.models).
package vertex

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/oauth2/google"

	"assay/engine/lazyregexp"
	"assay/gates"
	"assay/gates/promote"
)

// Registry is a version of a model that is to have an alias.
type Registry struct {
	Project, Location string
	Model             string // the model's ID
	Version           string // the version's ID
	Alias             string
	Endpoint          string // "" is that of the location

	caller gates.Caller
	former string // the version that had the alias at first; "" for none
}

// DataLabel is the label of a version that names its data: their MD5 as DVC
// computes it, with -dir for .dir, which labels cannot hold.
const DataLabel = "assay-data-md5"

var (
	validName  = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9._:-]*$`)
	validAlias = lazyregexp.New(`^[a-z][a-zA-Z0-9-]{0,126}[a-z0-9]$`)
)

// Check says what is wrong with the names.
func (r *Registry) Check() error {
	for flag, name := range map[string]string{"project": r.Project, "location": r.Location, "model": r.Model, "version": r.Version} {
		if !validName().MatchString(name) {
			return fmt.Errorf("--%s cannot be %q", flag, name)
		}
	}
	if !validAlias().MatchString(r.Alias) {
		return fmt.Errorf("--alias cannot be %q: Vertex AI takes letters, digits and -, a small letter first", r.Alias)
	}
	if r.Endpoint == "" {
		r.Endpoint = "https://" + r.Location + "-aiplatform.googleapis.com"
	}
	return nil
}

type model struct {
	Name    string            `json:"name"`
	Version string            `json:"versionId"`
	Labels  map[string]string `json:"labels"`
}

// service is how errors call it.
const service = "Vertex AI"

// scope is what the API asks of a token.
const scope = "https://www.googleapis.com/auth/cloud-platform"

// call makes a request about the model at a version or an alias.
func (r *Registry) call(ctx context.Context, method, at, verb string, in any) (*model, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return nil, fmt.Errorf("encode a request to Vertex AI: %w", err)
	}
	creds, err := google.FindDefaultCredentials(ctx, scope)
	if err != nil {
		return nil, r.explain(ctx, errors.New("there are no credentials: run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS"))
	}
	token, err := creds.TokenSource.Token()
	if err != nil {
		return nil, r.explain(ctx, fmt.Errorf("the credentials give no token: %w", err))
	}
	header := http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bearer " + token.AccessToken}}
	address := fmt.Sprintf("%s/v1/projects/%s/locations/%s/models/%s@%s%s", strings.TrimRight(r.Endpoint, "/"), r.Project, r.Location, r.Model, at, verb)
	if method == http.MethodGet {
		body = nil
	}
	answer, err := r.caller.Call(ctx, gates.Request{Method: method, URL: address, Header: header, Body: body})
	if err != nil {
		return nil, r.explain(ctx, err)
	}
	var m model
	if err := json.Unmarshal(answer, &m); err != nil || m.Version == "" {
		return nil, r.explain(ctx, fmt.Errorf("the answer is none of Vertex AI: %.60q", answer))
	}
	return &m, nil
}

// explain makes an error one sentence that names the service.
func (r *Registry) explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var answer *gates.AnswerError
	if errors.As(err, &answer) {
		var said struct {
			Error struct {
				Status  string `json:"status"`
				Message string `json:"message"`
			} `json:"error"`
		}
		if json.Unmarshal(answer.Body, &said) == nil && said.Error.Message != "" {
			return fmt.Errorf("%s at %s: %.300s (%s): %w", service, gates.Place(r.Endpoint), said.Error.Message, said.Error.Status, answer)
		}
	}
	return fmt.Errorf("%s at %s: %w", service, gates.Place(r.Endpoint), err)
}

// holder is the version that has the alias; "" for none.
func (r *Registry) holder(ctx context.Context) (string, error) {
	m, err := r.call(ctx, http.MethodGet, r.Alias, "", nil)
	var answer *gates.AnswerError
	if errors.As(err, &answer) && answer.Code == http.StatusNotFound {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return m.Version, nil
}

// Candidate finds the version and the data that its labels name.
func (r *Registry) Candidate(ctx context.Context) (*promote.Candidate, error) {
	c := &promote.Candidate{Registry: "vertex", Model: r.Model, Version: r.Version, Target: "alias " + r.Alias}
	m, err := r.call(ctx, http.MethodGet, r.Version, "", nil)
	if err != nil {
		return c, err
	}
	if m.Version != r.Version {
		return c, r.explain(ctx, errors.New("the answer is about another version"))
	}
	if r.former, err = r.holder(ctx); err != nil {
		return c, err
	}
	md5 := m.Labels[DataLabel]
	if md5 == "" {
		c.DataFrom = "the version has no label " + DataLabel
		return c, nil
	}
	if rest, ok := strings.CutSuffix(md5, "-dir"); ok {
		md5 = rest + ".dir"
	}
	c.Data, c.DataFrom = []string{md5}, "the label "+DataLabel
	return c, nil
}

// Evidence is nothing: Vertex AI keeps no verdicts.
func (r *Registry) Evidence(context.Context, *promote.Candidate) ([]promote.Evidence, error) {
	return nil, nil
}

// Promote moves the alias. That somebody else moved it meanwhile is found out
// before and after.
func (r *Registry) Promote(ctx context.Context, _ *promote.Candidate, _ *promote.Decision) (done string, err error) {
	now, err := r.holder(ctx)
	switch {
	case err != nil:
		return "", err
	case now != r.former:
		return "", r.raced(now)
	case now == r.Version:
		return fmt.Sprintf("the alias %s is at version %s already", r.Alias, r.Version), nil
	}
	request := map[string]any{"versionAliases": []string{r.Alias}}
	if _, err := r.call(ctx, http.MethodPost, r.Version, ":mergeVersionAliases", request); err != nil {
		return "", err
	}
	if now, err = r.holder(ctx); err != nil {
		return "", fmt.Errorf("the alias %s was moved, and it cannot be told whether it stayed: %w", r.Alias, err)
	}
	if now != r.Version {
		return "", r.raced(now)
	}
	return fmt.Sprintf("the alias %s moved from version %s to version %s", r.Alias, orNone(r.former), r.Version), nil
}

func (r *Registry) raced(now string) error {
	return fmt.Errorf("somebody else moved the alias %s of %s: it is at version %s; see what is there, and try again", r.Alias, r.Model, orNone(now))
}

func orNone(version string) string {
	if version == "" {
		return "none"
	}
	return version
}
