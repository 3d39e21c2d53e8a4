package browser

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// open loads a file and waits until it is there.
func (b *browser) open(path string) {
	b.t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		b.t.Fatal(err)
	}
	b.mu.Lock()
	b.events = nil
	b.mu.Unlock()
	b.call("Page.navigate", map[string]any{"url": (&url.URL{Scheme: "file", Path: path}).String()}, nil)
	b.await("Page.loadEventFired")
}

// await waits for an event.
func (b *browser) await(method string) {
	b.t.Helper()
	for {
		b.mu.Lock()
		there := slices.ContainsFunc(b.events, func(e event) bool { return e.Method == method })
		changed := b.changed
		b.mu.Unlock()
		if there {
			return
		}
		select {
		case <-changed:
		case <-time.After(patience):
			b.t.Fatalf("%s never came", method)
		}
	}
}

// eval runs a script, which may return a promise, and decodes its value.
func (b *browser) eval(script string, to any) {
	b.t.Helper()
	var r struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct{ Exception struct{ Description string } }
	}
	b.call("Runtime.evaluate", map[string]any{"expression": script, "returnByValue": true, "awaitPromise": true, "userGesture": true}, &r)
	if e := r.ExceptionDetails; e != nil {
		b.t.Fatalf("%s\n%s", script, e.Exception.Description)
	}
	if to == nil {
		return
	}
	if err := json.Unmarshal(r.Result.Value, to); err != nil {
		b.t.Fatalf("%s\n%s: %v", script, r.Result.Value, err)
	}
}

// number, text and is run a script for its value.
func (b *browser) number(script string) (n float64) { b.t.Helper(); b.eval(script, &n); return n }
func (b *browser) text(script string) (s string)    { b.t.Helper(); b.eval(script, &s); return s }
func (b *browser) is(script string) (yes bool)      { b.t.Helper(); b.eval(script, &yes); return yes }

// until waits for a condition to hold.
func (b *browser) until(condition string) {
	b.t.Helper()
	deadline := time.Now().Add(patience)
	for !b.is(condition) {
		if time.Now().After(deadline) {
			b.t.Fatalf("never came true: %s", condition)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// click moves the mouse over an element and presses, as a person does.
func (b *browser) click(selector string) {
	b.t.Helper()
	var at struct{ X, Y float64 }
	b.eval(`(() => { const e = document.querySelector(`+quoted(selector)+`);
		e.scrollIntoView({block: "center", behavior: "instant"});
		const r = e.getBoundingClientRect();
		return {x: r.x + Math.min(r.width / 2, 20), y: r.y + r.height / 2}; })()`, &at)
	for _, kind := range []string{"mousePressed", "mouseReleased"} {
		b.call("Input.dispatchMouseEvent", map[string]any{"type": kind, "x": at.X, "y": at.Y, "button": "left", "clickCount": 1}, nil)
	}
}

// press types one key.
func (b *browser) press(key, code, text string) {
	b.t.Helper()
	down := map[string]any{"type": "keyDown", "key": key, "code": code}
	if text != "" {
		down["text"] = text
	}
	b.call("Input.dispatchKeyEvent", down, nil)
	b.call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key, "code": code}, nil)
}

// emulate sets the width of the window, the colour scheme and the medium.
func (b *browser) emulate(width, height int, scheme, medium string) {
	b.t.Helper()
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}, nil)
	b.call("Emulation.setEmulatedMedia", map[string]any{
		"media": medium, "features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}},
	}, nil)
}

// screenshot writes what the window shows.
func (b *browser) screenshot(path string) {
	b.t.Helper()
	var shot struct{ Data string }
	b.call("Page.captureScreenshot", map[string]any{"format": "png", "optimizeForSpeed": false}, &shot)
	png, err := base64.StdEncoding.DecodeString(shot.Data)
	if err == nil {
		err = os.WriteFile(path, png, 0o644)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// requests lists what the page asked for, but for itself.
func (b *browser) requests() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var urls []string
	for _, e := range b.events {
		var p struct {
			Type    string
			Request struct{ URL string }
		}
		if e.Method == "Network.requestWillBeSent" && json.Unmarshal(e.Params, &p) == nil && p.Type != "Document" {
			urls = append(urls, p.Request.URL)
		}
	}
	return urls
}

// complaints are what the browser had to say of the page: exceptions, and what
// the page's policy refused.
func (b *browser) complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var said []string
	for _, e := range b.events {
		if e.Method == "Runtime.exceptionThrown" || e.Method == "Log.entryAdded" {
			said = append(said, string(e.Params))
		}
	}
	return said
}

func quoted(s string) string {
	raw, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(raw)
}
