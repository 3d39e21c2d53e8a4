package mlflow

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strings"

	"assay/gates"
)

// Folder is where artifacts of checks are in a run.
const Folder = "assay"

// VerdictFile is the artifact that gates look for.
const VerdictFile = "verdict.json"

const proxyPath = "/api/2.0/mlflow-artifacts/artifacts"

// artifactPath is the path on the server of what is at name below a run's
// artifacts. Only those that the server itself passes on can be reached.
func (c *Client) artifactPath(run *Run, name string) (string, error) {
	u, err := url.Parse(run.ArtifactURI)
	if err != nil {
		return "", fmt.Errorf("the artifacts of run %s have no address", run.ID)
	}
	own, _ := url.Parse(c.settings.TrackingURI)
	root, sameHost := "", u.Host == "" || own != nil && u.Host == own.Host
	switch {
	case u.Scheme == "mlflow-artifacts" && sameHost:
		root = u.Path
	case (u.Scheme == "http" || u.Scheme == "https") && sameHost && strings.Contains(u.Path, proxyPath):
		_, root, _ = strings.Cut(u.Path, proxyPath)
	default:
		return "", fmt.Errorf("the artifacts of run %s are kept at %s, which the server does not pass on: start it with --serve-artifacts, and begin a new experiment", run.ID, shownURI(u))
	}
	var escaped strings.Builder
	for part := range strings.SplitSeq(strings.Trim(path.Join(root, name), "/"), "/") {
		escaped.WriteString("/" + url.PathEscape(part))
	}
	return proxyPath + escaped.String(), nil
}

// shownURI is an address without user and query.
func shownURI(u *url.URL) string {
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

// putArtifact writes an artifact of a run.
func (c *Client) putArtifact(ctx context.Context, run *Run, name string, body []byte) error {
	address, err := c.artifactPath(run, name)
	if err != nil {
		return err
	}
	header := http.Header{"Content-Type": {"application/octet-stream"}}
	said, err := c.raw(ctx, c.settings.TrackingURI, gates.Request{Method: http.MethodPut, URL: address, Header: header, Body: body})
	if len(said) > 0 && err == nil {
		err = c.understand(c.settings.TrackingURI, said, nil)
	}
	if err != nil {
		return fmt.Errorf("write the artifact %s: %w", name, err)
	}
	return nil
}

// publicURI is shownURI of a text that was parsed before.
func publicURI(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return shownURI(u)
}

// maxArtifact is how many bytes of an artifact are read.
const maxArtifact = 64 << 20

// Artifact reads an artifact of a run.
func (c *Client) Artifact(ctx context.Context, run *Run, name string) ([]byte, error) {
	address, err := c.artifactPath(run, name)
	if err != nil {
		return nil, err
	}
	body, err := c.raw(ctx, c.settings.TrackingURI, gates.Request{Method: http.MethodGet, URL: address, MaxAnswer: maxArtifact})
	if err != nil {
		return nil, fmt.Errorf("read the artifact %s: %w", name, err)
	}
	return body, nil
}
