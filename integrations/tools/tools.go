// Package tools lets tests use the real servers and tools that assay works
// with: integrations/tools/prepare installs them into the folder that
// ASSAY_TOOLS names.
package tools

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// folder is where the tools are: what ASSAY_TOOLS says.
const folder = "ASSAY_TOOLS"

// Path is the path of a tool: dvc, pre-commit, mlflow, python3 (with mlflow and
// scikit-learn), moto_server, versitygw, fake-gcs-server or azurite-blob. Where
// ASSAY_TOOLS is not set, the test is skipped, but in CI (CI=true) it fails, and
// so it does where the folder lacks the tool.
func Path(t testing.TB, name string) string {
	t.Helper()
	dir := os.Getenv(folder)
	switch {
	case dir == "" && os.Getenv("CI") == "true":
		t.Fatalf("%s names no folder, and CI must have one: integrations/tools/prepare makes it", folder)
	case dir == "":
		t.Skipf("NOT RUN: %s names no folder with %s (integrations/tools/prepare makes one)", folder, name)
	}
	path, err := filepath.Abs(filepath.Join(dir, "bin", name))
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil {
		t.Fatalf("%s: %v", folder, err)
	}
	return path
}

// Bin is the folder with all tools, to be put into PATH; see Path for where
// there is none.
func Bin(t testing.TB) string {
	t.Helper()
	return filepath.Dir(Path(t, "python3"))
}

// startLimit is how long a server may take to answer first: some import half of
// Python on a busy machine.
const startLimit = 5 * time.Minute

// Start runs a server until the test ends, and returns when ready answers nil.
// The test fails where the server ends or does not get ready; what it printed
// is shown where the test failed.
func Start(t testing.TB, server *exec.Cmd, ready func(context.Context) error) {
	t.Helper()
	var said output
	server.Stdout, server.Stderr = &said, &said
	ownGroup(server)
	if err := server.Start(); err != nil {
		t.Fatalf("start %s: %v", server.Path, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	t.Cleanup(func() {
		killGroup(server)
		<-ended
		if t.Failed() {
			t.Logf("%s printed:\n%s", filepath.Base(server.Path), said.text())
		}
	})
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	for {
		err := ready(ctx)
		if err == nil {
			return
		}
		select {
		case why := <-ended:
			ended <- why
			t.Fatalf("%s ended: %v\n%s", server.Path, why, said.text())
		case <-ctx.Done():
			t.Fatalf("%s is not ready: %v\n%s", server.Path, err, said.text())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Answers is ready when a GET of url is answered, whatever the answer.
func Answers(url string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := get(ctx, url)
		return err
	}
}

// Healthy is ready when a GET of url is answered with 200.
func Healthy(url string) func(context.Context) error {
	return func(ctx context.Context) error {
		status, err := get(ctx, url)
		if err == nil && status != http.StatusOK {
			err = fmt.Errorf("the answer is %d", status)
		}
		return err
	}
}

func get(ctx context.Context, url string) (status int, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	return res.StatusCode, res.Body.Close()
}

// FreePort is a port of 127.0.0.1 on which nothing listens.
func FreePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// output is what a server prints.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) text() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}
