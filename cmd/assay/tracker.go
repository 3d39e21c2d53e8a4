package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"time"

	"assay/engine"
	"assay/gates"
	"assay/gates/mlflow"
	"assay/gates/verdict"
	"assay/reports"
)

// tracker logs checks to MLflow.
type tracker struct {
	client   *mlflow.Client
	ui       *terminal
	keepOpen bool // the run goes on after data were accepted
	logged   *mlflow.Logged
}

// newTracker is a tracker with the settings of the environment.
func newTracker(ui *terminal) (*tracker, error) {
	client, err := mlflowClient()
	if err != nil {
		return nil, err
	}
	return &tracker{client: client, ui: ui}, nil
}

// mlflowClient is a client with the settings of the environment.
func mlflowClient() (*mlflow.Client, error) {
	home, _ := os.UserHomeDir() // without one there are no credentials in it
	settings, err := mlflow.FromEnvironment(os.Getenv, home)
	if err != nil {
		return nil, usageError("%w", err)
	}
	client, err := mlflow.NewClient(settings)
	if err != nil {
		return nil, usageError("%w", err)
	}
	return client, nil
}

// trackedReports are the reports that are kept as artifacts, by name.
func trackedReports() map[string]reports.Spec {
	return map[string]reports.Spec{"report.html": specOf("html"), "report.json": specOf("json")}
}

// track logs a result with its verdict. seen is the result as reports show it.
func (t *tracker) track(ctx context.Context, p *publisher, seen *engine.Result, v *verdict.Verdict, specs map[string]reports.Spec) error {
	record := mlflow.Record{Result: seen, Verdict: v, Commit: gates.Commit(ctx)}
	for name, spec := range specs {
		var body bytes.Buffer
		if err := spec.Write(&body, p.seen(spec, seen), p.options()); err != nil {
			return err
		}
		record.Documents = append(record.Documents, mlflow.Document{Name: name, Body: body.Bytes()})
	}
	logged, err := t.client.Log(ctx, record, t.keepOpen)
	if logged != nil {
		t.remember(logged)
	}
	if err != nil {
		return destinationError(fmt.Errorf("cannot log to MLflow: %w", err))
	}
	fmt.Fprintf(t.ui.err, "assay: logged to MLflow: %s\n", logged.URL)
	return nil
}

// remember notes the run. One that goes on is joined by further checks.
func (t *tracker) remember(l *mlflow.Logged) {
	if t.logged == nil {
		t.logged = l
	}
	if t.keepOpen && !l.Ended {
		t.client = t.client.Joining(l.RunID)
	}
}

// end ends the run that was begun and left open, unless it has ended by now.
func (t *tracker) end(ctx context.Context, succeeded bool) error {
	if t.logged == nil || t.logged.Joined || t.logged.Ended {
		return nil
	}
	run, err := t.client.Run(ctx, t.logged.RunID)
	if err == nil && run.Status == mlflow.Running {
		status := mlflow.Failed
		if succeeded {
			status = mlflow.Finished
		}
		err = t.client.EndRun(ctx, run.ID, status, time.Now())
	}
	if err != nil {
		return fmt.Errorf("cannot end the run in MLflow: %w", err)
	}
	return nil
}

// destinationError is an error of a service that could not be reached or did not
// do as it was asked.
func destinationError(err error) error {
	if codeOf(err) == exitInterrupted {
		return err
	}
	return &exitError{exitReport, err}
}
