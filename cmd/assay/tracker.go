package main

import (
	"bytes"
	"context"
	"fmt"
	"os"

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
		t.logged = logged
	}
	if err != nil {
		return destinationError(fmt.Errorf("cannot log to MLflow: %w", err))
	}
	fmt.Fprintf(t.ui.err, "assay: logged to MLflow: %s\n", logged.URL)
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
