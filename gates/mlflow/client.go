package mlflow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"assay/gates"
)

// Client makes requests of a server.
type Client struct {
	settings *Settings
	caller   gates.Caller
	header   http.Header
}

// NewClient is a client with these settings. The error is a mistake in them.
func NewClient(s *Settings) (*Client, error) {
	t, err := s.transport()
	if err != nil {
		return nil, err
	}
	c := &Client{settings: s, caller: gates.Caller{Limits: s.Limits, Transport: t}, header: http.Header{}}
	req := http.Request{Header: c.header}
	switch {
	case s.Username != "" && s.Password != "":
		req.SetBasicAuth(s.Username, s.Password)
	case s.Token != "":
		c.header.Set("Authorization", "Bearer "+s.Token)
	}
	if s.Workspace != "" {
		c.header.Set("X-MLFLOW-WORKSPACE", s.Workspace)
	}
	return c, nil
}

// Joining is a client that logs to a run that there is.
func (c *Client) Joining(runID string) *Client {
	settings, joining := *c.settings, *c
	settings.RunID, joining.settings = runID, &settings
	return &joining
}

// The error codes of MLflow that are handled.
const (
	codeExists  = "RESOURCE_ALREADY_EXISTS"
	codeMissing = "RESOURCE_DOES_NOT_EXIST"
)

// Error is what kept the server from answering as it should. Its message says
// which server, without what may be secret of the address.
type Error struct {
	Place string // http://host:port
	Code  string // MLflow's error code; "" where it said none
	Msg   string
	err   error
}

// Error is one sentence.
func (e *Error) Error() string { return "MLflow at " + e.Place + ": " + e.Msg }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.err }

// hasCode reports whether MLflow gave err this code.
func hasCode(err error, code string) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}

const apiPath = "/api/2.0/mlflow/"

// get asks for what path names, with query in its address, and decodes it.
func (c *Client) get(ctx context.Context, base, path string, query url.Values, out any) error {
	return c.call(ctx, base, gates.Request{Method: http.MethodGet, URL: apiPath + path + "?" + query.Encode()}, out)
}

// post sends in to what path names, and decodes the answer unless out is nil.
func (c *Client) post(ctx context.Context, base, path string, in, out any) error {
	return c.send(ctx, http.MethodPost, base, path, in, out)
}

func (c *Client) send(ctx context.Context, method, base, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("encode a request to MLflow: %w", err)
	}
	header := http.Header{"Content-Type": {"application/json"}}
	return c.call(ctx, base, gates.Request{Method: method, URL: apiPath + path, Header: header, Body: body}, out)
}

// call makes a request whose URL is a path on the server at base.
func (c *Client) call(ctx context.Context, base string, r gates.Request, out any) error {
	body, err := c.raw(ctx, base, r)
	if err != nil {
		return err
	}
	return c.understand(base, body, out)
}

// understand decodes an answer. What is no object, such as the page of a proxy,
// is none.
func (c *Client) understand(base string, body []byte, out any) error {
	if out == nil {
		out = new(struct{})
	}
	if err := json.Unmarshal(body, out); err != nil {
		return &Error{Place: gates.Place(base), Msg: fmt.Sprintf("the answer is none of MLflow: %.60q", body), err: err}
	}
	return nil
}

// nonsense is an answer that cannot be one.
func (c *Client) nonsense(base, why string) error {
	return &Error{Place: gates.Place(base), Msg: "the answer is none of MLflow: " + why}
}

// raw is call with an answer that is not decoded.
func (c *Client) raw(ctx context.Context, base string, r gates.Request) ([]byte, error) {
	path := r.URL
	r.URL = strings.TrimRight(base, "/") + path
	header := c.header.Clone()
	for name, values := range r.Header {
		header[name] = values
	}
	r.Header = header
	body, err := c.caller.Call(ctx, r)
	if err != nil {
		return nil, c.explain(ctx, base, path, err)
	}
	return body, nil
}

// explain makes an error of a call readable.
func (c *Client) explain(ctx context.Context, base, path string, err error) error {
	if ctx.Err() != nil {
		return err
	}
	e := &Error{Place: gates.Place(base), err: err}
	var answer *gates.AnswerError
	if !errors.As(err, &answer) {
		e.Msg = "it cannot be reached: " + err.Error()
		return e
	}
	var said struct {
		Code string `json:"error_code"`
		Msg  string `json:"message"`
	}
	if json.Unmarshal(answer.Body, &said) == nil {
		e.Code = said.Code
	}
	path, _, _ = strings.Cut(path, "?")
	const shown = 300
	switch {
	case answer.Code == http.StatusUnauthorized && c.header.Get("Authorization") == "":
		e.Msg = "it asks for credentials (401): set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN"
	case answer.Code == http.StatusUnauthorized:
		e.Msg = "it does not accept the given credentials (401)"
	case answer.Code == http.StatusForbidden:
		e.Msg = "the given credentials do not permit this (403): " + path
	case said.Msg != "":
		e.Msg = fmt.Sprintf("%.*s (%d)", shown, said.Msg, answer.Code)
	case answer.Code == http.StatusNotFound:
		e.Msg = fmt.Sprintf("it knows no %s (404): is this the address of a tracking server?", path)
	default:
		e.Msg = answer.Error()
	}
	return e
}
