package remote

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"syscall"
	"time"

	"golang.org/x/oauth2"
)

// fault is why a request failed.
type fault struct {
	msg     string        // what is wrong, and a way out; nothing secret
	cause   error         // may be nil
	passing bool          // it may go away
	refused bool          // nobody listens there
	missing bool          // there is no such object
	empty   bool          // the range is beyond the object's end
	after   time.Duration // how long the server asks to be left alone
}

func (f *fault) Error() string {
	if f.cause == nil {
		return f.msg
	}
	return f.msg + ": " + f.cause.Error()
}

func (f *fault) Unwrap() error { return f.cause }

// lasting is a fault that trying again does not mend.
func lasting(format string, args ...any) *fault { return &fault{msg: fmt.Sprintf(format, args...)} }

// errStalled ends a request whose server has gone quiet.
var errStalled = errors.New("no byte came for " + idleLimit.String())

// changedFault is that of an object which was replaced while it was read.
func changedFault() *fault {
	return lasting("the object was replaced while it was read; run again when it stays as it is")
}

// connectionFault says why no answer came. Addresses and headers that the cause
// may repeat are left out: they may hold secrets.
func connectionFault(ctx context.Context, place string, err error) *fault {
	if why := context.Cause(ctx); errors.Is(why, errStalled) {
		return &fault{msg: place + " does not answer", cause: errStalled, passing: true}
	}
	var already *fault
	if errors.As(err, &already) {
		return already
	}
	var token *oauth2.RetrieveError
	if errors.As(err, &token) {
		return &fault{msg: "the credentials are not accepted", cause: token}
	}
	var u *url.Error
	for errors.As(err, &u) {
		err = u.Err
	}
	var dns *net.DNSError
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var cert *tls.CertificateVerificationError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return &fault{msg: fmt.Sprintf("there is no server named %s; check the address", dns.Name), refused: true, passing: true}
	case errors.Is(err, syscall.ECONNREFUSED):
		return &fault{msg: fmt.Sprintf("%s refuses the connection; check the address, and that the server runs", place), refused: true, passing: true}
	case errors.As(err, &unknown), errors.As(err, &name), errors.As(err, &cert):
		return &fault{msg: fmt.Sprintf("%s cannot prove who it is", place), cause: errors.New(err.Error())}
	}
	var op *net.OpError
	if errors.As(err, &op) {
		err = op.Err
	}
	// The text alone: to errors.Is a time-out of a connection is that of a
	// context.
	return &fault{msg: "the connection to " + place + " failed", cause: errors.New(err.Error()), passing: true}
}
