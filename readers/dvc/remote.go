package dvc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"assay/engine"
	"assay/readers/remote"
)

// place is a DVC remote: where objects are fetched from.
type place struct {
	name     string
	url      string
	settings map[string]string // by DVC's names
}

// place is what to fetch an output's objects from.
func (l *locator) place(o output) (place, bool, error) {
	return l.repo.config.remoteNamed(cmp.Or(l.opt.Remote, o.remote))
}

// shown is the remote's address without secrets.
func (p place) shown() string {
	if hasScheme().MatchString(p.url) {
		return remote.Shown(p.url)
	}
	return p.url
}

// from finds an object in a remote and verifies it. The error is fs.ErrNotExist,
// or goes on from "the object …".
func (l *locator) from(ctx context.Context, p place, x object) (string, error) {
	if !hasScheme().MatchString(p.url) {
		path := filepath.Join(p.url, filepath.FromSlash(x.key()))
		return path, verifyFile(ctx, path, x)
	}
	if remote.Scheme(p.url) == "" {
		scheme, _, _ := strings.Cut(p.url, "://")
		return "", fmt.Errorf("cannot be fetched: remotes of %s:// are not read; run dvc fetch, which brings it into the cache", scheme)
	}
	opt, err := p.access()
	if err != nil {
		return "", fmt.Errorf("cannot be fetched: %w", err)
	}
	opt.Session = l.opt.Session
	return l.keep(func(f *os.File) error {
		err := copyObject(ctx, strings.TrimRight(p.url, "/")+"/"+x.key(), opt, x, f)
		var data *engine.DataError
		if errors.As(err, &data) {
			err = fmt.Errorf("cannot be fetched: %s", strings.TrimPrefix(data.Error(), data.Path+": "))
		}
		return err
	})
}

// copyObject writes an object to a file, and verifies it on the way.
func copyObject(ctx context.Context, address string, opt remote.Options, x object, f *os.File) error {
	from, err := remote.Open(ctx, address, opt)
	if err != nil {
		return err
	}
	defer from.Close()
	if limit := x.limit(); limit > 0 && from.Size() > limit {
		return fmt.Errorf("is damaged: it has %d bytes, more than %d", from.Size(), limit)
	}
	r, err := from.Stream(ctx, 0)
	if err != nil {
		return err
	}
	defer r.Close()
	s := newSum(x.legacy)
	var failed error
	err = copyPieces(ctx, r, func(piece []byte) {
		s.write(piece)
		if _, err := f.Write(piece); err != nil && failed == nil {
			failed = &tempError{fmt.Errorf("keep an object of DVC in a file: %w", err)}
		}
	})
	if err = errors.Join(err, failed); err != nil {
		return err
	}
	return s.check(x)
}

// limit is the most bytes that an object may have, 0 where that is not known.
func (x object) limit() int64 {
	if strings.HasSuffix(x.md5, dirSuffix) {
		return maxDirBytes
	}
	if x.legacy {
		return 0 // DVC 2 records the size after CRLF became LF
	}
	return max(x.size, 0)
}

// access turns DVC's settings of a remote into those of package remote:
// https://dvc.org/doc/user-guide/data-management/remote-storage.
func (p place) access() (remote.Options, error) {
	s := p.settings
	opt := remote.Options{
		Endpoint: s["endpointurl"], PathStyle: s["endpointurl"] != "",
		Region: s["region"], Profile: s["profile"], CredentialsFile: s["credentialpath"],
		AccessKeyID: s["access_key_id"], SecretAccessKey: s["secret_access_key"], SessionToken: s["session_token"],
		Anonymous: isTrue(s["allow_anonymous_login"]),
		Account:   s["account_name"], AccountKey: s["account_key"], SASToken: s["sas_token"], ConnectionString: s["connection_string"],
		TenantID: s["tenant_id"], ClientID: s["client_id"], ClientSecret: s["client_secret"],
		User: s["user"], Password: s["password"],
		KeyFile: s["keyfile"], Passphrase: s["passphrase"], NoAgent: isFalse(s["allow_agent"]),
	}
	switch verify := s["ssl_verify"]; {
	case isFalse(verify):
		opt.InsecureTLS = true
	case verify != "" && !isTrue(verify):
		opt.CAFile = verify
	}
	switch s["auth"] {
	case "", "basic":
	case "custom":
		opt.Header = http.Header{http.CanonicalHeaderKey(s["custom_auth_header"]): {s["password"]}}
		opt.User, opt.Password = "", ""
	default:
		return opt, fmt.Errorf("its remote wants the authentication %q; run dvc fetch, which brings it into the cache", s["auth"])
	}
	if port := s["port"]; port != "" {
		n, err := strconv.Atoi(port)
		if err != nil {
			return opt, fmt.Errorf("the port of the remote %s is %q, and no number", p.name, port)
		}
		opt.Port = n
	}
	return opt, nil
}

func isTrue(text string) bool  { return strings.EqualFold(text, "true") }
func isFalse(text string) bool { return strings.EqualFold(text, "false") }

// imported says where else the data are.
func (o output) imported() string {
	if o.origin == "" {
		return ""
	}
	return fmt.Sprintf("; they are imported from %s: run dvc pull", o.origin)
}
