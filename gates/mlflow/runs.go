package mlflow

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"slices"
	"time"
)

// Run is a run of the tracking server.
type Run struct {
	ID          string
	Experiment  string // its ID
	Name        string
	Status      string // RUNNING, FINISHED, FAILED …
	Deleted     bool
	Started     time.Time
	ArtifactURI string
	Tags        map[string]string
	Params      map[string]string
	Metrics     map[string]float64
	Inputs      []Input
}

// Input is a dataset that a run says it used.
type Input struct {
	Name, Digest, Context string
}

// The statuses of a run: while it goes on, and those that it ends with.
const (
	Running  = "RUNNING"
	Finished = "FINISHED"
	Failed   = "FAILED"
)

// runJSON is a run as the server tells it.
type runJSON struct {
	Info struct {
		ID          string `json:"run_id"`
		Experiment  string `json:"experiment_id"`
		Name        string `json:"run_name"`
		Status      string `json:"status"`
		Start       int64  `json:"start_time"`
		ArtifactURI string `json:"artifact_uri"`
		Lifecycle   string `json:"lifecycle_stage"`
	} `json:"info"`
	Data struct {
		Tags    []keyValue `json:"tags"`
		Params  []keyValue `json:"params"`
		Metrics []struct {
			Key   string `json:"key"`
			Value number `json:"value"`
		} `json:"metrics"`
	} `json:"data"`
	Inputs struct {
		Datasets []struct {
			Tags    []keyValue `json:"tags"`
			Dataset dataset    `json:"dataset"`
		} `json:"dataset_inputs"`
	} `json:"inputs"`
}

func (j *runJSON) run() *Run {
	r := &Run{
		ID: j.Info.ID, Experiment: j.Info.Experiment, Name: j.Info.Name, Status: j.Info.Status,
		Deleted: j.Info.Lifecycle == "deleted", Started: time.UnixMilli(j.Info.Start), ArtifactURI: j.Info.ArtifactURI,
		Tags: byKey(j.Data.Tags), Params: byKey(j.Data.Params), Metrics: make(map[string]float64),
	}
	for _, m := range j.Data.Metrics {
		r.Metrics[m.Key] = float64(m.Value)
	}
	for _, d := range j.Inputs.Datasets {
		r.Inputs = append(r.Inputs, Input{Name: d.Dataset.Name, Digest: d.Dataset.Digest, Context: byKey(d.Tags)["mlflow.data.context"]})
	}
	return r
}

func byKey(list []keyValue) map[string]string {
	m := make(map[string]string, len(list))
	for _, e := range list {
		m[e.Key] = e.Value
	}
	return m
}

// Run finds a run by its ID.
func (c *Client) Run(ctx context.Context, id string) (*Run, error) {
	var answer struct{ Run runJSON }
	if err := c.get(ctx, c.settings.TrackingURI, "runs/get", url.Values{"run_id": {id}}, &answer); err != nil {
		return nil, err
	}
	return c.whole(&answer.Run)
}

// whole refuses what has not what every run has.
func (c *Client) whole(j *runJSON) (*Run, error) {
	if j.Info.ID == "" {
		return nil, c.nonsense(c.settings.TrackingURI, "it has no run_id")
	}
	return j.run(), nil
}

// createRun begins a run of the experiment that the settings name.
func (c *Client) createRun(ctx context.Context, name string, now time.Time) (*Run, error) {
	experiment, err := c.experiment(ctx)
	if err != nil {
		return nil, err
	}
	request := map[string]any{
		"experiment_id": experiment, "run_name": name, "start_time": now.UnixMilli(),
		"tags": []keyValue{{"mlflow.source.name", "assay"}, {"mlflow.source.type", "LOCAL"}, {"mlflow.user", os.Getenv("USER")}},
	}
	var answer struct{ Run runJSON }
	if err := c.post(ctx, c.settings.TrackingURI, "runs/create", request, &answer); err != nil {
		return nil, err
	}
	return c.whole(&answer.Run)
}

// EndRun gives a run its last status.
func (c *Client) EndRun(ctx context.Context, id, status string, now time.Time) error {
	return c.post(ctx, c.settings.TrackingURI, "runs/update", map[string]any{"run_id": id, "status": status, "end_time": now.UnixMilli()}, nil)
}

// logBatch adds to a run, in as many requests as the server's limits demand. The
// tags come last.
func (c *Client) logBatch(ctx context.Context, id string, metrics []metric, params, tags []keyValue) error {
	send := func(what string, list any) error {
		return c.post(ctx, c.settings.TrackingURI, "runs/log-batch", map[string]any{"run_id": id, what: list}, nil)
	}
	for part := range slices.Chunk(metrics, maxMetrics) {
		if err := send("metrics", part); err != nil {
			return fmt.Errorf("log metrics: %w", err)
		}
	}
	for part := range slices.Chunk(params, maxParams) {
		if err := send("params", part); err != nil {
			return fmt.Errorf("log parameters: %w", err)
		}
	}
	for part := range slices.Chunk(tags, maxTags) {
		if err := send("tags", part); err != nil {
			return fmt.Errorf("set tags: %w", err)
		}
	}
	return nil
}

// logInput says that a run used data for validation.
func (c *Client) logInput(ctx context.Context, id string, d dataset) error {
	type input struct {
		Tags    []keyValue `json:"tags"`
		Dataset dataset    `json:"dataset"`
	}
	in := input{[]keyValue{{"mlflow.data.context", "validation"}}, d}
	err := c.post(ctx, c.settings.TrackingURI, "runs/log-inputs", map[string]any{"run_id": id, "datasets": []input{in}}, nil)
	if err != nil {
		return fmt.Errorf("log the data as an input: %w", err)
	}
	return nil
}
