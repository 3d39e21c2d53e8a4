// Package browser looks at the HTML report as a person does: in a browser.
package browser

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"
)

// patience is how long an answer may take: a bound for a hung browser, far
// above what any answer takes.
const patience = 60 * time.Second

// browser is a headless Chromium, spoken to over a pipe in the DevTools
// protocol: objects of JSON, each ended by a NUL.
type browser struct {
	t       testing.TB
	out     *os.File
	mu      sync.Mutex
	last    int
	waiting map[int]chan answer
	events  []event
	changed chan struct{} // closed when an event arrives
	gone    chan struct{}
	session string
}

type answer struct {
	Result json.RawMessage
	Error  *struct{ Message string }
}

type event struct {
	Method string
	Params json.RawMessage
}

// openBrowser starts Chromium with one blank page. Where there is none the test
// fails, unless it is run by hand (CI is not set), where it is skipped aloud.
func openBrowser(t testing.TB) *browser {
	t.Helper()
	path := findChromium()
	if path == "" {
		const how = "no Chromium found: install it (apt-get install chromium) or name it in CHROMIUM"
		if os.Getenv("CI") != "" {
			t.Fatal(how)
		}
		t.Skip("THE REPORT WAS NOT LOOKED AT: " + how)
	}
	toBrowser, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	in, fromBrowser, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
		"--disable-background-networking", "--no-first-run", "--remote-debugging-pipe", "--user-data-dir="+t.TempDir(), "about:blank")
	cmd.ExtraFiles = []*os.File{toBrowser, fromBrowser} // 3 and 4, as the protocol has it
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	toBrowser.Close()
	fromBrowser.Close()
	b := &browser{t: t, out: out, waiting: make(map[int]chan answer), changed: make(chan struct{}), gone: make(chan struct{})}
	go b.listen(in)
	t.Cleanup(func() {
		b.send("", "Browser.close", nil)
		cmd.Wait()
		out.Close()
		in.Close()
	})
	b.attach()
	return b
}

func findChromium() string {
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	return ""
}

// listen hands out answers and keeps events.
func (b *browser) listen(in *os.File) {
	defer close(b.gone)
	messages := bufio.NewReaderSize(in, 1<<20)
	for {
		raw, err := messages.ReadBytes(0)
		if err != nil {
			return
		}
		var m struct {
			ID int
			event
			answer
		}
		if json.Unmarshal(raw[:len(raw)-1], &m) != nil {
			continue
		}
		b.mu.Lock()
		if m.ID == 0 {
			b.events = append(b.events, m.event)
			close(b.changed)
			b.changed = make(chan struct{})
		} else if c, ok := b.waiting[m.ID]; ok {
			delete(b.waiting, m.ID)
			c <- m.answer
		}
		b.mu.Unlock()
	}
}

// send calls a method and returns its result.
func (b *browser) send(session, method string, params any) (json.RawMessage, error) {
	b.mu.Lock()
	b.last++
	id, reply := b.last, make(chan answer, 1)
	b.waiting[id] = reply
	b.mu.Unlock()
	raw, err := json.Marshal(map[string]any{"id": id, "method": method, "params": params, "sessionId": session})
	if err != nil {
		return nil, err
	}
	if session == "" {
		raw, err = json.Marshal(map[string]any{"id": id, "method": method, "params": params})
		if err != nil {
			return nil, err
		}
	}
	if _, err := b.out.Write(append(raw, 0)); err != nil {
		return nil, err
	}
	select {
	case a := <-reply:
		if a.Error != nil {
			return nil, errors.New(method + ": " + a.Error.Message)
		}
		return a.Result, nil
	case <-b.gone:
		return nil, fmt.Errorf("%s: the browser ended", method)
	case <-time.After(patience):
		return nil, fmt.Errorf("%s: no answer", method)
	}
}

// call is send on the page; it decodes the result into to, unless that is nil.
func (b *browser) call(method string, params, to any) {
	b.t.Helper()
	raw, err := b.send(b.session, method, params)
	if err == nil && to != nil {
		err = json.Unmarshal(raw, to)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// attach takes hold of the blank page.
func (b *browser) attach() {
	b.t.Helper()
	var created struct{ TargetID string }
	raw, err := b.send("", "Target.createTarget", map[string]any{"url": "about:blank"})
	if err == nil {
		err = json.Unmarshal(raw, &created)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	var attached struct{ SessionID string }
	raw, err = b.send("", "Target.attachToTarget", map[string]any{"targetId": created.TargetID, "flatten": true})
	if err == nil {
		err = json.Unmarshal(raw, &attached)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	b.session = attached.SessionID
	for _, domain := range []string{"Page", "Network", "Runtime", "Log"} {
		b.call(domain+".enable", struct{}{}, nil)
	}
}
