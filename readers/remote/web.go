package remote

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// web is a web server.
type web struct {
	client    *http.Client
	transport *countedTransport
	base      string // scheme://host
	host      string
	user      *url.Userinfo
	header    http.Header
}

func newWeb(a address, opt Options) (store, error) {
	t, err := opt.Session.transport(opt)
	if err != nil {
		return nil, err
	}
	w := &web{transport: t, base: a.scheme + "://" + a.place + "/", host: a.place, user: a.user, header: opt.Header}
	w.client = &http.Client{Transport: t, CheckRedirect: checkRedirect}
	if w.user == nil && opt.User != "" {
		w.user = url.UserPassword(opt.User, opt.Password)
	}
	if w.user == nil && !opt.Anonymous {
		if w.user, err = netrcUser(a.place); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// maxRedirects is how often an answer may send a request elsewhere.
const maxRedirects = 10

// checkRedirect follows a server's word for another place, as long as that is as
// well protected.
func checkRedirect(req *http.Request, via []*http.Request) error {
	switch {
	case len(via) >= maxRedirects:
		return lasting("the server sends the request from place to place, more than %d times", maxRedirects)
	case via[0].URL.Scheme == "https" && req.URL.Scheme != "https":
		return lasting("the server sends the request on to an address without TLS; if that is right, give that address")
	}
	return nil
}

func (w *web) close() error {
	w.transport.close()
	return nil
}

func (w *web) get(ctx context.Context, key string, off, n int64, of version) (*reply, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.base+key, nil)
	if err != nil {
		return nil, lasting("the address cannot be asked for")
	}
	for name, values := range w.header {
		req.Header[name] = values
	}
	if w.user != nil {
		password, _ := w.user.Password()
		req.SetBasicAuth(w.user.Username(), password)
	}
	demand(req, off, n, of)
	return ask(w.client, req, w.host, off, n, w.refusal)
}

func (w *web) list(context.Context, string, func(Entry) error) error {
	return lasting("a web server does not list what it has; name each file by its address")
}

// refusal is the fault that a status stands for; nil where there is none.
func (w *web) refusal(res *http.Response) *fault {
	switch res.StatusCode {
	case http.StatusUnauthorized:
		if w.user != nil {
			return lasting("the server does not accept the credentials (401); check the user and the password in the address or in .netrc")
		}
		return lasting("the server wants credentials (401); put them into ~/.netrc, or into the address as https://user:password@…")
	case http.StatusForbidden:
		return lasting("the server refuses access (403); check that these credentials may read the file, and that a signed address has not expired")
	case http.StatusNotFound, http.StatusGone:
		f := lasting("there is no such file on the server (%d); check the address", res.StatusCode)
		f.missing = true
		return f
	}
	return statusFault(res)
}

// refusePage refuses a web page, such as a form to log in, that is given in place
// of data.
func refusePage(res *http.Response, r *reply) error {
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		return nil
	}
	const enough = 512
	body := bufio.NewReaderSize(r.body, enough)
	start, _ := body.Peek(enough)
	start = bytes.ToLower(bytes.TrimLeft(start, "\ufeff \t\r\n"))
	if bytes.HasPrefix(start, []byte("<!doctype html")) || bytes.HasPrefix(start, []byte("<html")) {
		return lasting("the server gives a web page in place of data; perhaps it wants a login, or the address is that of a page about the file")
	}
	r.body = readCloser{body, r.body}
	return nil
}

type readCloser struct {
	io.Reader
	io.Closer
}
