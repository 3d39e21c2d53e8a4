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
	dir := t.TempDir()
	site := filepath.Join(dir, "site")
	for path, text := range map[string]string{filepath.Join(site, "index.html"): "the index", filepath.Join(dir, "secret"): "secret"} {
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
		path, host, text string
		status           int
	}{
		{"", "", "the index", 200},
		{"", "localhost:1", "the index", 200},
		{"", "evil.example", "localhost only", 403},
		{"link", "", "", 404},
		{"%2e%2e/secret", "", "", 404},
	} {
		status, body := fetched(t, address+get.path, get.host)
		if escaped := strings.Contains(body, "secret"); get.text != "" && !strings.Contains(body, get.text) || escaped ||
			(get.status == 404) != (status >= 400 && status != 403) || get.status != 404 && status != get.status {
			t.Errorf("%q of %q: %d %q", get.path, get.host, status, body)
		}
	}
	stop()
	if code := <-ended; code != exitInterrupted {
		t.Errorf("exit code %d", code)
	}
}

func fetched(t *testing.T, address, host string) (status int, body string) {
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
	return response.StatusCode, string(text)
}
