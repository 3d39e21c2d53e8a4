// Package remote reads objects that lie elsewhere by ranges of their bytes: in
// S3, Google Cloud Storage, Azure Blob Storage, on web servers, and over SFTP.
//
// Every read is one ranged request. What a request did not deliver is asked for
// again, from where it broke off, for a bounded time; an object that is replaced
// meanwhile is an error, and its old and new bytes never meet.
package remote

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"assay/engine"
	plain "assay/engine/address"
)

// kinds are the known schemes, and the store that each means.
var kinds = map[string]string{
	"s3": "s3", "s3a": "s3",
	"gs": "gs", "gcs": "gs",
	"azblob": "azblob", "azure": "azblob", "az": "azblob",
	"http": "http", "https": "http",
	"sftp": "sftp", "ssh": "sftp",
}

// Scheme is the scheme of a remote address that this package reads, in lower
// case, and "" for everything else.
func Scheme(address string) string {
	scheme, _, ok := strings.Cut(address, "://")
	scheme = strings.ToLower(scheme)
	if !ok || kinds[scheme] == "" {
		return ""
	}
	return scheme
}

// Schemes lists the schemes that Scheme knows.
func Schemes() []string {
	var all []string
	for scheme := range kinds {
		all = append(all, scheme)
	}
	slices.Sort(all)
	return all
}

// Shown is an address without what may be secret in it, or is a setting of the
// connection: passwords and queries. It is the object's name for people, and a
// name of a file as far as its ending goes.
func Shown(address string) string {
	a, err := parse(address)
	if err != nil {
		return plain.Shown(address)
	}
	return a.shown()
}

// storeOf finds the store that an address is in, through the session's.
func storeOf(ctx context.Context, a address, opt Options) (store, error) {
	opt, err := opt.with(a.settings)
	if err != nil {
		return nil, err
	}
	return opt.Session.store(storeKey{kind: kinds[a.scheme], scheme: a.scheme, place: a.place, user: a.user.String(), opt: opt.values()}, func() (store, error) {
		switch kinds[a.scheme] {
		case "s3":
			return newS3(a.place, opt)
		case "gs":
			return newGS(ctx, a.place, opt)
		case "azblob":
			return newAzure(a.place, opt)
		case "sftp":
			return newSFTP(a, opt)
		default:
			return newWeb(a, opt)
		}
	})
}

// dataError says what is wrong with an address.
func dataError(shown string, offset int64, format string, args ...any) *engine.DataError {
	return &engine.DataError{Path: shown, Offset: offset, Msg: fmt.Sprintf(format, args...)}
}
