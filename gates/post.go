// Package gates carries out what follows from a verdict beyond the machine:
// it hands documents to services that are to know.
package gates

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
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
	header := http.Header{"Content-Type": {"application/json"}}
	if m.Token != "" {
		header.Set("Authorization", "Bearer "+m.Token)
	}
	caller := Caller{Wait: s.Wait}
	_, err := caller.Call(ctx, Request{Method: http.MethodPost, URL: m.URL, Header: header, Body: m.Body})
	if err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("%s: %w", Place(m.URL), err)
	}
	return err
}
