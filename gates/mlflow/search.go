package mlflow

import (
	"context"
	"fmt"
	"net/url"
	"path"
	"strings"
)

// maxFound is how many runs about the same data are looked at, the newest first.
const maxFound = 100

// validations are the runs that say that data with this digest were checked, the
// newest first.
func (c *Client) validations(ctx context.Context, md5 string) ([]*Run, error) {
	experiments, err := c.experiments(ctx)
	if err != nil {
		return nil, err
	}
	request := map[string]any{
		"experiment_ids": experiments,
		"filter":         fmt.Sprintf("tags.`%s` LIKE '%%%s%%'", TagDataMD5, md5),
		"order_by":       []string{"attributes.start_time DESC"},
		"max_results":    maxFound,
	}
	var answer struct{ Runs []runJSON }
	if err := c.post(ctx, c.settings.TrackingURI, "runs/search", request, &answer); err != nil {
		return nil, err
	}
	var runs []*Run
	for i := range answer.Runs {
		run, err := c.whole(&answer.Runs[i])
		if err != nil {
			return nil, err
		}
		runs = append(runs, run)
	}
	return runs, nil
}

// experiments are the IDs of all that are not deleted.
func (c *Client) experiments(ctx context.Context) ([]string, error) {
	var ids []string
	token := ""
	for {
		var answer struct {
			Experiments []struct {
				ID string `json:"experiment_id"`
			}
			Next string `json:"next_page_token"`
		}
		query := url.Values{"max_results": {"1000"}, "page_token": {token}}
		if err := c.get(ctx, c.settings.TrackingURI, "experiments/search", query, &answer); err != nil {
			return nil, err
		}
		for _, e := range answer.Experiments {
			ids = append(ids, e.ID)
		}
		if token = answer.Next; token == "" {
			return ids, nil
		}
	}
}

// verdictsOf are the paths of the verdicts on data among the artifacts of a run.
func (c *Client) verdictsOf(ctx context.Context, run *Run, md5 string) ([]string, error) {
	var answer struct {
		Files []struct {
			Path string `json:"path"`
			Dir  bool   `json:"is_dir"`
		}
	}
	query := url.Values{"run_id": {run.ID}, "path": {Folder}}
	if err := c.get(ctx, c.settings.TrackingURI, "artifacts/list", query, &answer); err != nil {
		return nil, err
	}
	var paths []string
	for _, f := range answer.Files {
		if f.Dir && strings.HasSuffix(f.Path, "-"+shortMD5(md5)) {
			paths = append(paths, path.Join(f.Path, VerdictFile))
		}
	}
	return paths, nil
}
