// Package address tells addresses of the web and of object stores from paths, and
// shows them without secrets.
package address

import "strings"

// Scheme is the scheme of an address, "" for what is a path: one letter before
// the colon is a drive.
func Scheme(path string) string {
	scheme, _, ok := strings.Cut(path, "://")
	if !ok || len(scheme) < 2 || strings.ContainsAny(scheme, `/\`) {
		return ""
	}
	return scheme
}

// Shown is a path, or an address without what may be secret in it: the user with
// the password, and all behind a question mark.
func Shown(path string) string {
	scheme := Scheme(path)
	if scheme == "" || scheme == "dvc" {
		return path // of dvc:// an @ is before a revision
	}
	rest, _, _ := strings.Cut(path[len(scheme)+len("://"):], "?")
	host, _, _ := strings.Cut(rest, "/")
	if at := strings.LastIndex(host, "@"); at >= 0 {
		rest = rest[at+1:]
	}
	return scheme + "://" + rest
}
