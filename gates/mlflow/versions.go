package mlflow

import (
	"context"
	"fmt"
	"net/url"
	"strings"
)

// Version is a version of a registered model.
type Version struct {
	Name    string
	Number  string
	Stage   string // None, Staging, Production or Archived
	RunID   string
	Source  string
	Aliases []string
	Tags    map[string]string
}

type versionJSON struct {
	Name    string     `json:"name"`
	Version string     `json:"version"`
	Stage   string     `json:"current_stage"`
	RunID   string     `json:"run_id"`
	Source  string     `json:"source"`
	Aliases []string   `json:"aliases"`
	Tags    []keyValue `json:"tags"`
}

func (j *versionJSON) version() *Version {
	return &Version{Name: j.Name, Number: j.Version, Stage: j.Stage, RunID: j.RunID, Source: j.Source, Aliases: j.Aliases, Tags: byKey(j.Tags)}
}

// version finds a version of a model.
func (c *Client) version(ctx context.Context, name, number string) (*Version, error) {
	var answer struct {
		Version versionJSON `json:"model_version"`
	}
	err := c.get(ctx, c.settings.RegistryURI, "model-versions/get", url.Values{"name": {name}, "version": {number}}, &answer)
	if err != nil {
		return nil, err
	}
	if answer.Version.Name != name || answer.Version.Version != number {
		return nil, c.nonsense(c.settings.RegistryURI, "it is about another version of a model")
	}
	return answer.Version.version(), nil
}

// trainingRun is the ID of the run that made a version; "" where the registry
// does not know it.
func (c *Client) trainingRun(ctx context.Context, v *Version) (string, error) {
	if v.RunID != "" {
		return v.RunID, nil
	}
	id, ok := strings.CutPrefix(v.Source, "models:/")
	if !ok || !strings.HasPrefix(id, "m-") {
		return "", nil
	}
	var answer struct {
		Model struct {
			Info struct {
				SourceRun string `json:"source_run_id"`
			} `json:"info"`
		} `json:"model"`
	}
	err := c.get(ctx, c.settings.TrackingURI, "logged-models/"+url.PathEscape(id), nil, &answer)
	if hasCode(err, codeMissing) {
		return "", nil
	}
	return answer.Model.Info.SourceRun, err
}

// aliased is the version that an alias of a model stands for; "" where there is
// no such alias.
func (c *Client) aliased(ctx context.Context, name, alias string) (string, error) {
	var answer struct {
		Model struct {
			Name    string `json:"name"`
			Aliases []struct {
				Alias   string `json:"alias"`
				Version string `json:"version"`
			} `json:"aliases"`
		} `json:"registered_model"`
	}
	if err := c.get(ctx, c.settings.RegistryURI, "registered-models/get", url.Values{"name": {name}}, &answer); err != nil {
		return "", err
	}
	if answer.Model.Name != name {
		return "", c.nonsense(c.settings.RegistryURI, "it is about another model")
	}
	for _, a := range answer.Model.Aliases {
		if a.Alias == alias {
			return a.Version, nil
		}
	}
	return "", nil
}

func (c *Client) setAlias(ctx context.Context, name, alias, number string) error {
	return c.post(ctx, c.settings.RegistryURI, "registered-models/alias", map[string]string{"name": name, "alias": alias, "version": number}, nil)
}

// inStage lists the versions of a model that are in a stage.
func (c *Client) inStage(ctx context.Context, name, stage string) ([]string, error) {
	var numbers []string
	token := ""
	for {
		var answer struct {
			Versions []versionJSON `json:"model_versions"`
			Next     string        `json:"next_page_token"`
		}
		query := url.Values{"filter": {"name='" + strings.ReplaceAll(name, "'", `\'`) + "'"}, "page_token": {token}}
		if err := c.get(ctx, c.settings.RegistryURI, "model-versions/search", query, &answer); err != nil {
			return nil, err
		}
		for _, v := range answer.Versions {
			if v.Name == name && strings.EqualFold(v.Stage, stage) {
				numbers = append(numbers, v.Version)
			}
		}
		if token = answer.Next; token == "" {
			return numbers, nil
		}
	}
}

// moveToStage moves a version, and those that are in the stage to Archived.
func (c *Client) moveToStage(ctx context.Context, name, number, stage string) error {
	request := map[string]any{"name": name, "version": number, "stage": stage, "archive_existing_versions": true}
	return c.post(ctx, c.settings.RegistryURI, "model-versions/transition-stage", request, nil)
}

func (c *Client) tagVersion(ctx context.Context, name, number string, tags []keyValue) error {
	for _, t := range tags {
		request := map[string]string{"name": name, "version": number, "key": t.Key, "value": cut(t.Value, maxTagValue)}
		if err := c.post(ctx, c.settings.RegistryURI, "model-versions/set-tag", request, nil); err != nil {
			return fmt.Errorf("tag version %s: %w", number, err)
		}
	}
	return nil
}
