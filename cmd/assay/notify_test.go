package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// receiver is a service on the loopback interface that remembers what it is
// sent.
type receiver struct {
	answer int
	got    map[string]string // by path
	token  string
}

func (s *receiver) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.got[r.URL.Path] = string(body)
	s.token = r.Header.Get("Authorization")
	w.WriteHeader(s.answer)
}

// checkWith checks a table in which a warning fails, and returns the exit code
// and what was complained of. URL in args is the receiver's address.
func checkWith(t *testing.T, s *receiver, args ...string) (exitCode, string) {
	t.Helper()
	server := httptest.NewServer(s)
	defer server.Close()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"orders.csv": "user_id,age\n1,18\n2,142\n",
		"orders.yaml": "version: 1\nsuite: orders\nexpectations:\n" +
			"  - between: {column: age, min: 18, max: 99}\n    severity: warning\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	line := []string{"check", filepath.Join(dir, "orders.csv"), "-s", filepath.Join(dir, "orders.yaml"), "-q"}
	for _, a := range args {
		line = append(line, strings.ReplaceAll(a, "URL", server.URL))
	}
	var complaints strings.Builder
	code := execute(context.Background(), std{in: strings.NewReader(""), out: io.Discard, err: &complaints}, line)
	return code, complaints.String()
}

func newReceiver(answer int) *receiver {
	return &receiver{answer: answer, got: make(map[string]string)}
}

func TestNotify(t *testing.T) {
	s := newReceiver(http.StatusOK)
	code, said := checkWith(t, s, "--notify", "slack=URL/s", "--notify", "teams=URL/t", "--notify", "webhook=URL/w", "--notify-on", "warning")
	if code != exitAccepted || said != "" {
		t.Errorf("exit code %d, said %q", code, said)
	}
	for path, want := range map[string]string{"/s": `"blocks"`, "/t": `"AdaptiveCard"`, "/w": `"assay_result": 1`} {
		if !json.Valid([]byte(s.got[path])) || !strings.Contains(s.got[path], want) || !strings.Contains(s.got[path], "between.age") {
			t.Errorf("%s got %q", path, s.got[path])
		}
	}
}

func TestNotifyOn(t *testing.T) {
	for level, told := range map[string]bool{"critical": false, "warning": true, "info": true, "always": true} {
		s := newReceiver(http.StatusOK)
		if code, said := checkWith(t, s, "--notify", "webhook=URL", "--notify-on", level); code != exitAccepted {
			t.Errorf("%s: exit code %d: %s", level, code, said)
		}
		if (len(s.got) > 0) != told {
			t.Errorf("%s: got %v", level, s.got)
		}
	}
}

func TestNotifyFails(t *testing.T) {
	s := newReceiver(http.StatusNotFound)
	code, said := checkWith(t, s, "--notify", "slack=URL/secret", "--notify-on", "always")
	if code != exitAccepted || !strings.Contains(said, "cannot notify slack: http://127.0.0.1") || strings.Contains(said, "secret") {
		t.Errorf("exit code %d, said %q", code, said)
	}
	if code, said = checkWith(t, s, "--notify", "slack=URL/secret", "--notify-on", "always", "--notify-required"); code != exitReport {
		t.Errorf("with --notify-required: exit code %d, said %q", code, said)
	}
	// The verdict is what the data are worth, not what the service says.
	if code, said = checkWith(t, s, "--notify", "slack=URL/secret", "--fail-on", "warning"); code != exitRejected {
		t.Errorf("rejected data: exit code %d, said %q", code, said)
	}
}

func TestOpenLineageIsPosted(t *testing.T) {
	t.Setenv("OPENLINEAGE_API_KEY", "key")
	s := newReceiver(http.StatusCreated)
	code, said := checkWith(t, s, "--openlineage-url", "URL", "--report", "openlineage?namespace=shop="+filepath.Join(t.TempDir(), "event.json"))
	if code != exitAccepted {
		t.Errorf("exit code %d: %s", code, said)
	}
	if body := s.got[openLineagePath]; !strings.Contains(body, `"eventType": "COMPLETE"`) || !strings.Contains(body, `"namespace": "shop"`) || s.token != "Bearer key" {
		t.Errorf("got %q with %q", body, s.token)
	}
	s = newReceiver(http.StatusBadRequest)
	if code, said := checkWith(t, s, "--openlineage-url", "URL/lineage"); code != exitReport || s.got["/lineage"] == "" {
		t.Errorf("exit code %d, said %q, got %v", code, said, s.got)
	}
}

func TestNotifyMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"--notify=email=a@b":          "it is slack=URL, teams=URL or webhook=URL",
		"--notify=slack":              "https://",
		"--notify=slack=ftp://x/y":    "https://",
		"--notify-on=never":           "critical, warning, info or always",
		"--openlineage-url=localhost": "https://",
	} {
		if code, said := checkWith(t, newReceiver(http.StatusOK), text); code != exitUsage || !strings.Contains(said, want) {
			t.Errorf("%s: exit code %d, said %q", text, code, said)
		}
	}
}
