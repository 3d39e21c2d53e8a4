package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestServeSite looks at a site through its server, which must stay on the
// loopback interface, inside the folder, and deaf to foreign host names.
func TestServeSite(t *testing.T) {
	const hidden = "what stands beside the site"
	dir := t.TempDir()
	site := filepath.Join(dir, "site")
	for path, text := range map[string]string{filepath.Join(site, "index.html"): "the index", filepath.Join(dir, "secret"): hidden} {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "secret"), filepath.Join(site, "link")); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	read, write := io.Pipe()
	ended := make(chan exitCode)
	go func() {
		ended <- execute(ctx, std{in: strings.NewReader(""), out: write, err: io.Discard}, []string{"site", "serve", site})
	}()
	line, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address := strings.TrimSpace(line)
	if !strings.HasPrefix(address, "http://127.0.0.1:") {
		t.Fatalf("it listens at %s", address)
	}
	for _, get := range []struct {
		host, text string
	}{
		{"", "the index"},
		{"localhost:1", "the index"},
		{"evil.example", "this server answers to localhost only"},
	} {
		if body := fetched(t, address, get.host); strings.TrimSpace(body) != get.text {
			t.Errorf("asked as %q: %q", get.host, body)
		}
	}
	for _, path := range []string{"link", "%2e%2e/secret"} {
		if body := fetched(t, address+path, ""); strings.Contains(body, hidden) {
			t.Errorf("%q leads out of the site", path)
		}
	}
	stop()
	if code := <-ended; code != exitInterrupted {
		t.Errorf("exit code %d", code)
	}
}

func fetched(t *testing.T, address, host string) string {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = host
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
