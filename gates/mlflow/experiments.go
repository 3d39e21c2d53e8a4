package mlflow

import (
	"context"
	"fmt"
	"net/url"
)

// defaultExperiment is the one that every server has.
const defaultExperiment = "0"

// experiment is the ID of the experiment that the settings name. One that is
// named and not there is created.
func (c *Client) experiment(ctx context.Context) (string, error) {
	s := c.settings
	if s.ExperimentName == "" {
		if s.ExperimentID == "" {
			return defaultExperiment, nil
		}
		return s.ExperimentID, nil
	}
	id, err := c.experimentByName(ctx, s.ExperimentName)
	if hasCode(err, codeMissing) {
		id, err = c.createExperiment(ctx, s.ExperimentName)
	}
	if err != nil {
		return "", fmt.Errorf("experiment %q: %w", s.ExperimentName, err)
	}
	if s.ExperimentID != "" && s.ExperimentID != id {
		return "", fmt.Errorf("MLFLOW_EXPERIMENT_NAME is the experiment %s and MLFLOW_EXPERIMENT_ID says %s: unset one of them", id, s.ExperimentID)
	}
	return id, nil
}

func (c *Client) experimentByName(ctx context.Context, name string) (id string, err error) {
	var answer struct {
		Experiment struct {
			ID string `json:"experiment_id"`
		}
	}
	err = c.get(ctx, c.settings.TrackingURI, "experiments/get-by-name", url.Values{"experiment_name": {name}}, &answer)
	return answer.Experiment.ID, err
}

// createExperiment also finds the one that somebody else has just created.
func (c *Client) createExperiment(ctx context.Context, name string) (id string, err error) {
	var answer struct {
		ID string `json:"experiment_id"`
	}
	err = c.post(ctx, c.settings.TrackingURI, "experiments/create", map[string]string{"name": name}, &answer)
	if hasCode(err, codeExists) {
		return c.experimentByName(ctx, name)
	}
	return answer.ID, err
}
