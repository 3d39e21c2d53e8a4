package remote_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"assay/readers/remote"
)

// pipes is a network in memory, so that waiting costs no time in a bubble of
// synctest.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	c, ok := <-p
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}

func (p pipes) Close() error   { return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

// serve runs a handler, and returns the way to it and what ends both.
func serve(handler http.HandlerFunc) (remote.Options, func()) {
	network := make(pipes)
	server := &http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0)}
	go server.Serve(network)
	transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		here, there := net.Pipe()
		network <- there
		return here, nil
	}}
	return remote.Options{Transport: transport, Anonymous: true}, func() {
		transport.CloseIdleConnections()
		close(network)
		server.Close()
	}
}

const flakyBytes = 300_000

var flakyContent = strings.Repeat("0123456789", flakyBytes/10)

// answer gives the range that is asked for.
func answer(w http.ResponseWriter, r *http.Request, tag string) (from, to int) {
	fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-%d", &from, &to)
	to = min(to+1, flakyBytes)
	w.Header().Set("ETag", tag)
	w.Header().Set("Content-Length", strconv.Itoa(to-from))
	w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, to-1, flakyBytes))
	return from, to
}

func good(w http.ResponseWriter, r *http.Request) {
	from, to := answer(w, r, `"1"`)
	w.WriteHeader(http.StatusPartialContent)
	io.WriteString(w, flakyContent[from:to])
}

// cut ends an answer after n bytes.
func cut(w http.ResponseWriter, r *http.Request, n int) {
	from, to := answer(w, r, `"1"`)
	w.WriteHeader(http.StatusPartialContent)
	io.WriteString(w, flakyContent[from:min(to, from+n)])
	w.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

// stall sends n bytes, and nothing more.
func stall(w http.ResponseWriter, r *http.Request, n int) {
	from, to := answer(w, r, `"1"`)
	w.WriteHeader(http.StatusPartialContent)
	io.WriteString(w, flakyContent[from:min(to, from+n)])
	w.(http.Flusher).Flush()
	<-r.Context().Done()
}

// TestFaultsThatPass reads all that there is in spite of faults.
func TestFaultsThatPass(t *testing.T) {
	for name, fault := range map[string]func(w http.ResponseWriter, r *http.Request){
		"cuts":              func(w http.ResponseWriter, r *http.Request) { cut(w, r, 10_000) },
		"cuts at once":      func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"stalls":            func(w http.ResponseWriter, r *http.Request) { stall(w, r, 5_000) },
		"fails":             func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		"is overloaded":     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) },
		"is asked too much": func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Retry-After", "7"); w.WriteHeader(429) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := 0
				opt, end := serve(func(w http.ResponseWriter, r *http.Request) {
					if n++; n%2 == 1 {
						fault(w, r)
						return
					}
					good(w, r)
				})
				defer end()
				o, err := remote.Open(t.Context(), "http://server/a.csv", opt)
				if err != nil {
					t.Fatal(err)
				}
				defer o.Close()
				got := make([]byte, flakyBytes)
				if _, err := o.ReadAt(got, 0); err != nil || string(got) != flakyContent {
					t.Errorf("other bytes: %v", err)
				}
				r, err := o.Stream(t.Context(), 3)
				if err != nil {
					t.Fatal(err)
				}
				defer r.Close()
				if all, err := io.ReadAll(r); err != nil || string(all) != flakyContent[3:] {
					t.Errorf("the stream has %d bytes: %v", len(all), err)
				}
			})
		})
	}
}

// TestFaultsThatLast gives up with a sentence, in time, and never with bytes that
// are not the object's.
func TestFaultsThatLast(t *testing.T) {
	status := func(code int, header ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(code)
		}
	}
	for name, c := range map[string]struct {
		open, read http.HandlerFunc // read answers what is asked after the opening
		want       string
		least      time.Duration
	}{
		"down for long":    {status(503), nil, "the server fails (503), also after ", 20 * time.Second},
		"too much asked":   {status(429, "Retry-After", "120"), nil, "the server is asked too much (429), and it asks to be left alone for 2m0s; run again later", 0},
		"never answers":    {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, nil, "the server fell silent, also after ", 20 * time.Second},
		"stalls for good":  {good, func(w http.ResponseWriter, r *http.Request) { stall(w, r, 0) }, "the server fell silent", 20 * time.Second},
		"cuts for good":    {good, func(w http.ResponseWriter, r *http.Request) { cut(w, r, 0) }, "also after ", 20 * time.Second},
		"not authorised":   {status(401), nil, "the server does not accept the credentials (401)", 0},
		"forbidden":        {status(403), nil, "the server refuses access (403)", 0},
		"missing":          {status(404), nil, "there is no such file on the server (404)", 0},
		"a strange status": {status(418), nil, "the server answers 418", 0},
		"nothing":          {status(204), nil, "the server answers 204", 0},
		"missing later":    {good, status(404), "there is no such file on the server (404)", 0},
		"replaced, told":   {good, status(412), "the object was replaced while it was read", 0},
		"replaced, untold": {good, func(w http.ResponseWriter, r *http.Request) { _, _ = answer(w, r, `"2"`); w.WriteHeader(206) }, "the object was replaced while it was read", 0},
		"shorter later":    {good, status(416), "the object ends before its size says it does (416)", 0},
		"another range":    {good, func(w http.ResponseWriter, r *http.Request) { r.Header.Set("Range", "bytes=5-9"); good(w, r) }, "answers with bytes 5 to 9 of 300000 where 100000 to 100009 were asked for", 0},
		"no range":         {good, status(206, "ETag", `"1"`), "does not say which", 0},
		"the whole later": {good, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("ETag", `"1"`)
			io.WriteString(w, flakyContent)
		}, "now gives only all of it", 0},
		"lies about lengths": {func(w http.ResponseWriter, r *http.Request) {
			answer(w, r, `"1"`)
			w.Header().Set("Content-Length", "70000")
			w.WriteHeader(206)
		}, nil, "says that these are 70000 bytes", 0},
		"a web page": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			io.WriteString(w, "\n<!DOCTYPE html><p>Please log in")
		}, nil, "gives a web page in place of data", 0},
		"elsewhere for ever": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/a.csv", http.StatusFound) }, nil, "sends the request from place to place", 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := 0
				opt, end := serve(func(w http.ResponseWriter, r *http.Request) {
					if n++; n > 1 && c.read != nil {
						c.read(w, r)
						return
					}
					c.open(w, r)
				})
				defer end()
				started := time.Now()
				o, err := remote.Open(t.Context(), "http://user:s3cret@server/a.csv?sig=s3cret", opt)
				if err == nil {
					defer o.Close()
					_, err = o.ReadAt(make([]byte, 10), 100_000)
				}
				wantDataError(t, err, c.want)
				if strings.Contains(fmt.Sprint(err), "s3cret") {
					t.Errorf("the error tells a secret: %v", err)
				}
				if took := time.Since(started); took < c.least || took > 45*time.Second {
					t.Errorf("it took %s", took)
				}
			})
		})
	}
}

// TestNoRanges reads as a stream what is given only as a whole, and goes on
// behind a cut.
func TestNoRanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		opt, end := serve(func(w http.ResponseWriter, _ *http.Request) {
			n++
			w.Header().Set("ETag", `"1"`)
			if n != 2 {
				io.WriteString(w, flakyContent)
				return
			}
			io.WriteString(w, flakyContent[:100_000])
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		})
		defer end()
		o, err := remote.Open(t.Context(), "http://server/a.csv", opt)
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		if o.Ranges() {
			t.Error("it has ranges")
		}
		r, err := o.Stream(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if all, err := io.ReadAll(r); err != nil || string(all) != flakyContent {
			t.Errorf("the stream has %d bytes: %v", len(all), err)
		}
	})
}

// TestRefused gives up on a server that is not there after three tries.
func TestRefused(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	session := remote.NewSession(0)
	defer session.Close()
	_, err = remote.Open(t.Context(), "http://"+address+"/a.csv", remote.Options{Session: session, Anonymous: true})
	wantDataError(t, err, address+" refuses the connection; check the address")
	if _, requests := session.Traffic(); requests != 3 {
		t.Errorf("%d tries", requests)
	}
}
