package gates_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/gates"
)

// service answers requests with the given codes in turn, and remembers them.
type service struct {
	answers []int
	bodies  []string
	tokens  []string
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.bodies = append(s.bodies, r.Method+" "+r.Header.Get("Content-Type")+" "+string(body))
	s.tokens = append(s.tokens, r.Header.Get("Authorization"))
	code := s.answers[0]
	s.answers = s.answers[1:]
	switch code {
	case http.StatusTooManyRequests:
		w.Header().Set("Retry-After", "7")
	case http.StatusFound:
		w.Header().Set("Location", "/elsewhere")
	}
	http.Error(w, "said so", code)
}

func TestSend(t *testing.T) {
	cases := map[string]struct {
		answers []int
		waits   []time.Duration
		want    string // of the error; "" for none
	}{
		"accepted":    {[]int{204}, nil, ""},
		"busy":        {[]int{503, 429, 200}, []time.Duration{time.Second, 7 * time.Second}, ""},
		"broken":      {[]int{500, 500, 500}, []time.Duration{time.Second, 2 * time.Second}, "500 Internal Server Error"},
		"refused":     {[]int{404}, nil, `404 Not Found: "said so"`},
		"a redirect":  {[]int{302}, nil, "302 Found"},
		"a bad claim": {[]int{401}, nil, "401"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := &service{answers: slices.Clone(c.answers)}
			server := httptest.NewServer(s)
			defer server.Close()
			var waits []time.Duration
			sender := gates.Sender{Wait: func(_ context.Context, d time.Duration) error {
				waits = append(waits, d)
				return nil
			}}
			err := sender.Send(context.Background(), gates.Message{URL: server.URL + "/secret", Token: "key", Body: []byte(`{"a":1}`)})
			switch {
			case c.want == "" && err != nil:
				t.Errorf("got %v", err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v, want %s", err, c.want)
			case err != nil && strings.Contains(err.Error(), "secret"):
				t.Errorf("the path is shown: %v", err)
			}
			if !slices.Equal(waits, c.waits) {
				t.Errorf("waited %v, want %v", waits, c.waits)
			}
			if len(s.bodies) != len(c.answers) || s.bodies[0] != `POST application/json {"a":1}` || s.tokens[0] != "Bearer key" {
				t.Errorf("got %q with %q", s.bodies, s.tokens)
			}
		})
	}
}

func TestSendReachesNobody(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	address := server.URL
	server.Close()
	sender := gates.Sender{Wait: func(context.Context, time.Duration) error { return nil }}
	err := sender.Send(context.Background(), gates.Message{URL: address + "/secret"})
	if err == nil || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), address) {
		t.Errorf("got %v, want an error that shows %s and no more", err, address)
	}
}

func TestSendIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		cancel()
		http.Error(w, "", http.StatusServiceUnavailable)
	}))
	defer server.Close()
	if err := new(gates.Sender).Send(ctx, gates.Message{URL: server.URL}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was canceled", err)
	}
}

func TestCheckURL(t *testing.T) {
	for text, ok := range map[string]bool{
		"https://hooks.example.com/a/b": true, "http://127.0.0.1:9/": true,
		"hooks.example.com": false, "file:///etc/passwd": false, "https://": false, "http://[::1": false, "": false,
	} {
		if err := gates.CheckURL(text); (err == nil) != ok {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

// TestSendVerifiesTLS speaks to nobody whose certificate it cannot verify.
func TestSendVerifiesTLS(t *testing.T) {
	s := &service{answers: []int{200, 200, 200}}
	server := httptest.NewUnstartedServer(s)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	sender := gates.Sender{Wait: func(context.Context, time.Duration) error { return nil }}
	err := sender.Send(context.Background(), gates.Message{URL: server.URL, Token: "secret", Body: []byte("{}")})
	if err == nil || !strings.Contains(err.Error(), "certificate") || len(s.bodies) > 0 {
		t.Errorf("%v, and the service was told %q", err, s.bodies)
	}
}

// TestSendKeepsSecrets has a service repeat what it was sent.
func TestSendKeepsSecrets(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, fmt.Sprintf("no: %s %s %s", r.URL, r.URL.Path, r.Header.Get("Authorization")), http.StatusForbidden)
	}))
	defer server.Close()
	sender := gates.Sender{}
	address := strings.Replace(server.URL, "http://", "http://user:hunter2@", 1) + "/services/T0P5ECRET?key=hunter3"
	err := sender.Send(context.Background(), gates.Message{URL: address, Token: "hunter4"})
	if err == nil || !strings.Contains(err.Error(), "403") {
		t.Fatalf("got %v", err)
	}
	for _, secret := range []string{"hunter", "T0P5ECRET"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("a secret is shown: %v", err)
		}
	}
}
