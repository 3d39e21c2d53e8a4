package remote

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// Session is what the objects of one run share: connections, the memory for
// reading ahead, and a count of what was fetched. It is safe for concurrent use.
type Session struct {
	bytes, requests atomic.Int64
	kept            atomic.Int64 // bytes of objects' beginnings and ends in memory
	readAhead       int64

	mu     sync.Mutex
	stores map[storeKey]store
	closed bool
}

// DefaultReadAhead is the memory for reading ahead where nothing else is said.
const DefaultReadAhead = 64 << 20

// NewSession returns a session with readAhead bytes of memory for reading ahead,
// which those who read share out (Object.Ahead); 0 means DefaultReadAhead.
func NewSession(readAhead int64) *Session {
	if readAhead <= 0 {
		readAhead = DefaultReadAhead
	}
	return &Session{readAhead: readAhead, stores: make(map[storeKey]store)}
}

// ReadAhead is the memory for reading ahead, in bytes.
func (s *Session) ReadAhead() int64 { return s.readAhead }

// mayKeep takes n bytes of the memory for what is kept of objects, if there is so
// much.
func (s *Session) mayKeep(n int) bool {
	if s.kept.Add(int64(n)) > maxKept {
		s.kept.Add(-int64(n))
		return false
	}
	return true
}

// Traffic is what was fetched so far: bytes of data, and requests for them.
// Requests for credentials do not count.
func (s *Session) Traffic() (bytes, requests int64) { return s.bytes.Load(), s.requests.Load() }

// Close ends the connections. Objects of the session cannot be read any more.
func (s *Session) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	var errs []error
	for _, st := range s.stores {
		errs = append(errs, st.close())
	}
	clear(s.stores)
	return errors.Join(errs...)
}

// storeKey tells stores apart.
type storeKey struct{ kind, scheme, place, user, opt string }

var errClosed = errors.New("the session has ended")

// store returns the store with a key, made where there is none yet.
func (s *Session) store(key storeKey, make func() (store, error)) (store, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errClosed
	}
	if st := s.stores[key]; st != nil {
		return st, nil
	}
	st, err := make()
	if err == nil {
		s.stores[key] = st
	}
	return st, err
}

// transport is the way of a store's requests, counted.
func (s *Session) transport(opt Options) (*countedTransport, error) {
	next := opt.Transport
	if next == nil {
		t, err := newTransport(opt)
		if err != nil {
			return nil, err
		}
		next = t
	}
	return &countedTransport{session: s, next: next}, nil
}

// connectLimit bounds how long a connection may take to be made.
const connectLimit = 10 * time.Second

func newTransport(opt Options) (*http.Transport, error) {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DialContext = (&net.Dialer{Timeout: connectLimit, KeepAlive: 30 * time.Second}).DialContext
	t.MaxIdleConnsPerHost = 32
	t.DisableCompression = true
	t.TLSClientConfig = &tls.Config{InsecureSkipVerify: opt.InsecureTLS}
	if opt.CAFile == "" {
		return t, nil
	}
	pem, err := os.ReadFile(opt.CAFile)
	if err != nil {
		return nil, fmt.Errorf("the certificates to verify servers by cannot be read: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate in PEM", opt.CAFile)
	}
	t.TLSClientConfig.RootCAs = pool
	return t, nil
}

// countedTransport counts requests and the bytes of their answers.
type countedTransport struct {
	session *Session
	next    http.RoundTripper
}

func (t *countedTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	t.session.requests.Add(1)
	res, err := t.next.RoundTrip(req)
	if err == nil {
		res.Body = &countedBody{ReadCloser: res.Body, bytes: &t.session.bytes}
	}
	return res, err
}

// close ends idle connections.
func (t *countedTransport) close() {
	if c, ok := t.next.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

type countedBody struct {
	io.ReadCloser
	bytes *atomic.Int64
}

func (b *countedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.bytes.Add(int64(n))
	return n, err
}
