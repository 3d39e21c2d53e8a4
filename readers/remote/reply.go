package remote

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// demand asks for n bytes from off on, of the version met before.
// https://www.rfc-editor.org/rfc/rfc9110#name-range-requests
func demand(req *http.Request, off, n int64, of version) {
	req.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", off, off+n-1))
	// Ranges are those of the bytes in storage, compressed or not.
	if req.Header.Get("Accept-Encoding") == "" {
		req.Header.Set("Accept-Encoding", "identity")
	}
	if strongTag(of.tag) {
		req.Header.Set("If-Match", of.tag)
	}
}

// strongTag reports whether a tag can be demanded: weak ones never match.
func strongTag(tag string) bool { return strings.HasPrefix(tag, `"`) }

// ask sends a request for n bytes from off on. refusal makes a fault of the
// statuses that mean something special.
func ask(client *http.Client, req *http.Request, host string, off, n int64, refusal func(*http.Response) *fault) (*reply, error) {
	res, err := client.Do(req)
	if err != nil {
		return nil, connectionFault(req.Context(), host, err)
	}
	if f := refusal(res); f != nil {
		discard(res.Body)
		return nil, f
	}
	r, err := readReply(res, off, n)
	if err == nil && off == 0 {
		err = refusePage(res, r)
	}
	if err != nil {
		res.Body.Close()
		return nil, err
	}
	return r, nil
}

// askList sends a request for a page of a listing, and decodes the answer.
func askList(client *http.Client, req *http.Request, host string, refusal func(*http.Response) *fault, decode func(io.Reader) error) error {
	res, err := client.Do(req)
	if err != nil {
		return connectionFault(req.Context(), host, err)
	}
	defer discard(res.Body)
	if f := refusal(res); f != nil {
		return f
	}
	if err := decode(res.Body); err != nil {
		return &fault{msg: "the list of objects that " + host + " gives cannot be understood; check the address", cause: errors.New(err.Error())}
	}
	return nil
}

// readReply makes a reply of an answer with bytes, and demands that they are those
// asked for.
func readReply(res *http.Response, off, n int64) (*reply, error) {
	r := &reply{body: res.Body, n: res.ContentLength, version: version{
		size: -1, tag: res.Header.Get("ETag"), modified: res.Header.Get("Last-Modified"),
	}}
	switch res.StatusCode {
	case http.StatusOK:
		r.whole, r.version.size = true, res.ContentLength
		// What is whole and no more than was asked for needs no ranges.
		if off == 0 && r.n >= 0 && r.n <= n {
			r.whole = false
		}
		return r, nil
	case http.StatusPartialContent:
	default:
		return nil, lasting("the server answers %s, which is no answer to a request for bytes", res.Status)
	}
	first, last, size, ok := contentRange(res.Header.Get("Content-Range"))
	switch {
	case !ok:
		return nil, lasting("the server answers with a part of the object and does not say which; read a local copy")
	case first != off || last != min(off+n, size)-1:
		return nil, lasting("the server answers with bytes %d to %d of %d where %d to %d were asked for; read a local copy", first, last, size, off, off+n-1)
	case r.n >= 0 && r.n != last-first+1:
		return nil, lasting("the server promises bytes %d to %d, and says that these are %d bytes; read a local copy", first, last, r.n)
	}
	r.n, r.version.size = last-first+1, size
	return r, nil
}

// contentRange reads "bytes 0-9/100".
func contentRange(text string) (first, last, size int64, ok bool) {
	rest, ok := strings.CutPrefix(text, "bytes ")
	span, total, ok2 := strings.Cut(rest, "/")
	from, to, ok3 := strings.Cut(span, "-")
	if !ok || !ok2 || !ok3 {
		return 0, 0, 0, false
	}
	for _, part := range []struct {
		text string
		into *int64
	}{{from, &first}, {to, &last}, {total, &size}} {
		n, err := strconv.ParseInt(part.text, 10, 64)
		if err != nil || n < 0 {
			return 0, 0, 0, false
		}
		*part.into = n
	}
	return first, last, size, true
}

// statusFault is the fault that a status stands for with every server; nil where
// there are bytes to come.
func statusFault(res *http.Response) *fault {
	switch code := res.StatusCode; {
	case code == http.StatusOK || code == http.StatusPartialContent:
		return nil
	case code == http.StatusPreconditionFailed:
		return changedFault()
	case code == http.StatusRequestedRangeNotSatisfiable:
		f := lasting("the object ends before its size says it does (416); it may have been replaced")
		f.empty = true
		return f
	case code == http.StatusTooManyRequests:
		return &fault{msg: "the server is asked too much (429)", passing: true, after: retryAfter(res.Header)}
	case code == http.StatusRequestTimeout || code == http.StatusTooEarly || code >= 500 && code != http.StatusNotImplemented && code != http.StatusHTTPVersionNotSupported:
		return &fault{msg: fmt.Sprintf("the server fails (%d)", code), passing: true, after: retryAfter(res.Header)}
	default:
		return lasting("the server answers %d %s; check the address", code, http.StatusText(code))
	}
}

// retryAfter is how long an answer asks to wait, in seconds or until a date.
func retryAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.ParseInt(text, 10, 32); err == nil && seconds > 0 {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(time.Until(at), 0)
	}
	return 0
}

// discard reads the rest of a short answer, so that its connection serves again.
func discard(body io.ReadCloser) {
	const short = 64 << 10
	_, _ = io.CopyN(io.Discard, body, short)
	body.Close()
}

// contentLength is the length that a header tells, -1 where it tells none.
func contentLength(h http.Header) int64 {
	n, err := strconv.ParseInt(h.Get("Content-Length"), 10, 64)
	if err != nil || n < 0 {
		return -1
	}
	return n
}
