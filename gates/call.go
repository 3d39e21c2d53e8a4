package gates

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Limits bound how long a service is tried. Zero fields are the defaults.
type Limits struct {
	Attempts  int           // in all; by default 3
	Each      time.Duration // one attempt, by default 10 s
	Total     time.Duration // all attempts with the waits between, by default 30 s
	FirstWait time.Duration // before the second attempt, by default 1 s; then doubled
}

const (
	defaultAttempts  = 3
	defaultEach      = 10 * time.Second
	defaultTotal     = 30 * time.Second
	defaultFirstWait = time.Second
	longestWait      = 10 * time.Second
)

// filled is l with the defaults in place of zeros.
func (l Limits) filled() Limits {
	if l.Attempts == 0 {
		l.Attempts = defaultAttempts
	}
	if l.Each == 0 {
		l.Each = defaultEach
	}
	if l.Total == 0 {
		l.Total = defaultTotal
	}
	if l.FirstWait == 0 {
		l.FirstWait = defaultFirstWait
	}
	return l
}

// Longest is how long a call can take where nothing but the limits of attempts
// and of the waits between them ends it.
func (l Limits) Longest() time.Duration {
	l = l.filled()
	return time.Duration(l.Attempts)*l.Each + time.Duration(l.Attempts-1)*longestWait
}

// Caller makes requests of a service, and makes them again after a while where
// the service was not to be reached or says that it is busy. The zero value is
// ready.
type Caller struct {
	Limits Limits
	// Transport carries requests; nil is that of net/http. Redirects are not
	// followed: a redirected POST may arrive as a GET, which would look like
	// success.
	Transport http.RoundTripper
	// Wait passes time between attempts; nil waits by the clock.
	Wait func(ctx context.Context, d time.Duration) error
}

// Request is what a service is asked.
type Request struct {
	Method string
	URL    string
	Header http.Header
	Body   []byte
	// MaxAnswer is how many bytes an answer may have; 0 is defaultMaxAnswer.
	MaxAnswer int64
}

const defaultMaxAnswer = 16 << 20

// AnswerError is an answer that is no success.
type AnswerError struct {
	Code   int    // of HTTP: 404
	Status string // 404 Not Found
	Body   []byte // what was said, without secrets of the request
}

// Error shows the status and how the answer begins.
func (e *AnswerError) Error() string {
	const shown = 200
	text := bytes.TrimSpace(e.Body)
	if len(text) == 0 {
		return "the answer was " + e.Status
	}
	return fmt.Sprintf("the answer was %s: %q", e.Status, text[:min(len(text), shown)])
}

// Call returns the body of the answer to r where its status is one of success.
// An *AnswerError says that the service refused or stayed busy. No error shows
// the address.
func (c *Caller) Call(ctx context.Context, r Request) ([]byte, error) {
	limits := c.Limits.filled()
	bounded, cancel := withLimit(ctx, limits.Total)
	defer cancel()
	wait := limits.FirstWait
	var last error
	for attempt := range limits.Attempts {
		if attempt > 0 {
			if err := c.wait(bounded, wait); err != nil {
				break
			}
			wait *= 2
		}
		body, again, err := c.attempt(bounded, r, limits.Each)
		if err == nil {
			return body, nil
		}
		if last = err; again < 0 {
			break
		}
		wait = min(max(wait, again), longestWait)
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return nil, last
}

func (c *Caller) wait(ctx context.Context, d time.Duration) error {
	if c.Wait != nil {
		return c.Wait(ctx, d)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// never says that another attempt would end as this one did.
const never = time.Duration(-1)

// attempt makes a request once. Where it fails, again is how long the service
// wants to be left alone, or never.
func (c *Caller) attempt(ctx context.Context, r Request, limit time.Duration) (body []byte, again time.Duration, err error) {
	ctx, cancel := withLimit(ctx, limit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, bytes.NewReader(r.Body))
	if err != nil {
		return nil, never, withoutURL(err)
	}
	for name, values := range r.Header {
		req.Header[name] = values
	}
	client := http.Client{Transport: c.Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		return nil, 0, reason(ctx, withoutURL(err))
	}
	defer res.Body.Close()
	most := r.MaxAnswer
	if most == 0 {
		most = defaultMaxAnswer
	}
	body, err = io.ReadAll(io.LimitReader(res.Body, most+1))
	switch {
	case res.StatusCode == http.StatusTooManyRequests, res.StatusCode >= 500:
		return nil, retryAfter(res.Header), &AnswerError{res.StatusCode, res.Status, withoutSecrets(body, req)}
	case res.StatusCode/100 != 2:
		return nil, never, &AnswerError{res.StatusCode, res.Status, withoutSecrets(body, req)}
	case err != nil:
		return nil, 0, fmt.Errorf("the answer broke off: %w", reason(ctx, err))
	case int64(len(body)) > most:
		return nil, never, fmt.Errorf("the answer has more than %d bytes", most)
	}
	return body, 0, nil
}

// withLimit is ctx with an end that is told in a sentence.
func withLimit(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, limit, fmt.Errorf("there was no answer within %v", limit))
}

// reason is why the context ended, where that is what err comes of.
func reason(ctx context.Context, err error) error {
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// retryAfter is the wait that a service asks for in seconds.
func retryAfter(h http.Header) time.Duration {
	seconds, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(min(seconds, int(longestWait/time.Second))) * time.Second
}

// withoutURL takes the address out of the errors of net/http.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
