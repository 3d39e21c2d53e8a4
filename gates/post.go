// Package gates carries out what follows from a verdict beyond the machine:
// it hands documents to services that are to know.
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
	"strings"
	"time"
)

// The limits of a delivery: each of a few attempts, and all of them with the
// waits between.
const (
	attempts     = 3
	attemptLimit = 10 * time.Second
	totalLimit   = 30 * time.Second
	firstWait    = time.Second
	longestWait  = 10 * time.Second
)

// Sender posts documents. The zero value is ready.
type Sender struct {
	// Wait passes time between attempts; nil waits by the clock.
	Wait func(ctx context.Context, d time.Duration) error
}

// Message is a JSON document and where it goes.
type Message struct {
	URL   string
	Token string // sent as a bearer token; "" for none
	Body  []byte
}

// CheckURL says why messages cannot be posted to an address; nil means that
// they can.
func CheckURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return errors.New("it is not a URL") // the cause would quote it
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return errors.New("it is not an address that begins with https:// or http://")
	}
	return nil
}

// Place is the part of an address that may be shown: what follows the host is
// often a secret.
func Place(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "the given address"
	}
	return u.Scheme + "://" + u.Host
}

// Send posts m, and again after a while where the service was not to be
// reached or says that it is busy. Errors do not show the path of the address.
func (s *Sender) Send(ctx context.Context, m Message) error {
	bounded, cancel := context.WithTimeout(ctx, totalLimit)
	defer cancel()
	wait := firstWait
	var last error
	for attempt := range attempts {
		if attempt > 0 {
			if err := s.wait(bounded, wait); err != nil {
				break
			}
			wait *= 2
		}
		var again time.Duration
		if again, last = post(bounded, m); last == nil {
			return nil
		}
		if again < 0 {
			break
		}
		wait = min(max(wait, again), longestWait)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return fmt.Errorf("%s: %w", Place(m.URL), last)
}

func (s *Sender) wait(ctx context.Context, d time.Duration) error {
	if s.Wait != nil {
		return s.Wait(ctx, d)
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

// post makes one attempt. Where it fails, again is how long the service wants
// to be left alone, or never.
func post(ctx context.Context, m Message) (again time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, attemptLimit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, m.URL, bytes.NewReader(m.Body))
	if err != nil {
		return never, withoutURL(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if m.Token != "" {
		req.Header.Set("Authorization", "Bearer "+m.Token)
	}
	// A redirected POST may arrive as a GET, which would look like success.
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		return 0, withoutURL(err)
	}
	defer res.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(res.Body, 200)) // it decorates the message only
	if res.StatusCode/100 == 2 {
		return 0, nil
	}
	err = fmt.Errorf("the answer was %s", res.Status)
	if text := strings.TrimSpace(string(said)); text != "" {
		err = fmt.Errorf("%w: %q", err, text)
	}
	if res.StatusCode != http.StatusTooManyRequests && res.StatusCode < 500 {
		return never, err
	}
	return retryAfter(res.Header), err
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
