// Package mlflow speaks to MLflow's tracking server and model registry by their
// REST API (https://mlflow.org/docs/latest/api_reference/rest-api.html).
package mlflow

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"assay/gates"
)

// Settings are what MLflow's environment variables say. They are those of its
// Python client, with the same meaning.
type Settings struct {
	TrackingURI string // http:// or https://
	RegistryURI string // as TrackingURI, which it is by default

	Username, Password string // Basic authentication, where both are given
	Token              string // else sent as a bearer token
	Workspace          string

	InsecureTLS bool   // certificates are not verified
	ServerCerts string // a file of certificates in PEM that are trusted, "" for the system's
	ClientCert  string // a file of a certificate and its key in PEM

	ExperimentID, ExperimentName string
	RunID                        string // the run to join, "" to begin one

	Limits gates.Limits
}

// errNoServer is said where nothing names a server.
var errNoServer = errors.New("MLFLOW_TRACKING_URI names no tracking server: set it to the address of one, such as http://127.0.0.1:5000")

// FromEnvironment reads the settings from environment variables and, for what
// they leave open, from .mlflow/credentials in the home folder. Errors are
// mistakes in these, told without their values.
func FromEnvironment(getenv func(string) string, home string) (*Settings, error) {
	s := &Settings{
		TrackingURI: getenv("MLFLOW_TRACKING_URI"),
		Username:    getenv("MLFLOW_TRACKING_USERNAME"), Password: getenv("MLFLOW_TRACKING_PASSWORD"),
		Token: getenv("MLFLOW_TRACKING_TOKEN"), Workspace: getenv("MLFLOW_WORKSPACE"),
		ServerCerts: getenv("MLFLOW_TRACKING_SERVER_CERT_PATH"), ClientCert: getenv("MLFLOW_TRACKING_CLIENT_CERT_PATH"),
		ExperimentID: getenv("MLFLOW_EXPERIMENT_ID"), ExperimentName: getenv("MLFLOW_EXPERIMENT_NAME"),
		RunID: getenv("MLFLOW_RUN_ID"),
	}
	s.RegistryURI = cmp.Or(getenv("MLFLOW_REGISTRY_URI"), s.TrackingURI)
	if s.TrackingURI == "" {
		return nil, errNoServer
	}
	if err := s.readCredentials(filepath.Join(home, ".mlflow", "credentials")); err != nil {
		return nil, err
	}
	var registry error
	if s.RegistryURI != s.TrackingURI {
		registry = reachable("MLFLOW_REGISTRY_URI", s.RegistryURI)
	}
	var insecure, signed bool
	return s, errors.Join(
		reachable("MLFLOW_TRACKING_URI", s.TrackingURI),
		registry,
		truth(&insecure, getenv, "MLFLOW_TRACKING_INSECURE_TLS"),
		truth(&signed, getenv, "MLFLOW_TRACKING_AWS_SIGV4"),
		s.limits(getenv),
		s.contradictions(&insecure, &signed, getenv("MLFLOW_TRACKING_AUTH")),
	)
}

// contradictions are what cannot be obeyed, or not together.
func (s *Settings) contradictions(insecure, signed *bool, plugin string) error {
	s.InsecureTLS = *insecure
	switch {
	case s.InsecureTLS && s.ServerCerts != "":
		return errors.New("MLFLOW_TRACKING_INSECURE_TLS and MLFLOW_TRACKING_SERVER_CERT_PATH contradict each other: unset one of them")
	case *signed:
		return errors.New("MLFLOW_TRACKING_AWS_SIGV4 asks for requests signed for AWS, which assay does not do: use a user and password, or a token")
	case plugin != "":
		return errors.New("MLFLOW_TRACKING_AUTH names a plugin of MLflow's Python client, which assay cannot load: use a user and password, or a token")
	}
	return nil
}

// reachable refuses an address that is no server's. What follows the scheme may
// be a secret, and is not shown.
func reachable(variable, uri string) error {
	u, err := url.Parse(uri)
	scheme := ""
	if err == nil {
		scheme = strings.ToLower(u.Scheme)
	}
	switch {
	case (scheme == "http" || scheme == "https") && u.Host != "":
		return nil
	case scheme == "databricks", strings.HasPrefix(uri, "databricks"):
		return fmt.Errorf("%s is %s: assay knows no Databricks profiles; give the https:// address of an MLflow server", variable, scheme)
	case scheme == "" || len(scheme) == 1 || scheme == "file":
		return fmt.Errorf("%s is a folder: assay reaches MLflow by its server only; start one with mlflow server and give its http:// address", variable)
	case strings.HasPrefix(scheme, "sqlite"), strings.HasPrefix(scheme, "postgresql"), strings.HasPrefix(scheme, "mysql"), strings.HasPrefix(scheme, "mssql"):
		return fmt.Errorf("%s is a database (%s): assay reaches MLflow by its server only; start one with mlflow server --backend-store-uri and give its http:// address", variable, scheme)
	}
	return fmt.Errorf("%s begins with %s:, which is no address of a server: give one that begins with https:// or http://", variable, scheme)
}

// truth reads a variable as MLflow reads truth values.
func truth(to *bool, getenv func(string) string, variable string) error {
	switch strings.ToLower(getenv(variable)) {
	case "true", "1":
		*to = true
	case "", "false", "0":
	default:
		return fmt.Errorf("%s is neither true nor false", variable)
	}
	return nil
}

// The limits where the environment says nothing.
const (
	eachByDefault  = 30 * time.Second
	totalByDefault = 60 * time.Second
)

// limits reads how long and how often the server is tried.
func (s *Settings) limits(getenv func(string) string) error {
	s.Limits = gates.Limits{Each: eachByDefault, Total: totalByDefault}
	seconds, given, err := wholeNumber(getenv, "MLFLOW_HTTP_REQUEST_TIMEOUT")
	if given {
		s.Limits.Each = time.Duration(max(seconds, 1)) * time.Second
	}
	retries, limited, err2 := wholeNumber(getenv, "MLFLOW_HTTP_REQUEST_MAX_RETRIES")
	if limited {
		s.Limits.Attempts = retries + 1
	}
	factor, waits, err3 := wholeNumber(getenv, "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR")
	if waits {
		s.Limits.FirstWait = time.Duration(max(factor, 0)) * time.Second
	}
	if given || limited {
		s.Limits.Total = s.Limits.Longest()
	}
	return errors.Join(err, err2, err3)
}

// wholeNumber reads a variable as a number from 0 to an hour's seconds.
func wholeNumber(getenv func(string) string, variable string) (n int, given bool, err error) {
	const most = 3600
	text := getenv(variable)
	if text == "" {
		return 0, false, nil
	}
	n, err = strconv.Atoi(text)
	if err != nil || n < 0 || n > most {
		return 0, false, fmt.Errorf("%s is no whole number from 0 to %d", variable, most)
	}
	return n, true, nil
}

// readCredentials fills in user and password from a file of sections and keys,
// which need not be there.
func (s *Settings) readCredentials(path string) error {
	if s.Username != "" && s.Password != "" {
		return nil
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("the credentials of MLflow cannot be read: %w", err)
	}
	section := ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			section = strings.Trim(line, "[]")
			continue
		}
		at := strings.IndexAny(line, "=:")
		if section != "mlflow" || at < 0 || strings.HasPrefix(line, "#") || strings.HasPrefix(line, ";") {
			continue
		}
		value := strings.TrimSpace(line[at+1:])
		switch strings.ToLower(strings.TrimSpace(line[:at])) {
		case "mlflow_tracking_username":
			s.Username = cmp.Or(s.Username, value)
		case "mlflow_tracking_password":
			s.Password = cmp.Or(s.Password, value)
		}
	}
	return nil
}
