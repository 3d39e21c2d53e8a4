package dvc

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"path/filepath"
)

// remote is what to fetch an output's objects from.
func (l *locator) remote(o output) (remote, bool, error) {
	return l.repo.config.remoteNamed(cmp.Or(l.opt.Remote, o.remote))
}

// shown is the remote's address without secrets.
func (r remote) shown() string {
	if u, err := url.Parse(r.url); err == nil && u.Scheme != "" {
		u.User, u.RawQuery, u.Fragment = nil, "", ""
		return u.String()
	}
	return r.url
}

// from finds an object in a remote and verifies it. The error is fs.ErrNotExist,
// or goes on from "the object …".
func (l *locator) from(ctx context.Context, r remote, x object) (string, error) {
	if hasScheme.MatchString(r.url) {
		return "", fmt.Errorf("cannot be fetched: addresses such as %s are not read yet", r.shown())
	}
	path := filepath.Join(r.url, filepath.FromSlash(x.key()))
	return path, verifyFile(ctx, path, x)
}

// imported says where else the data are.
func (o output) imported() string {
	if o.origin == "" {
		return ""
	}
	return fmt.Sprintf("; they are imported from %s: run dvc pull", o.origin)
}
