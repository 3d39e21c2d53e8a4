package remote

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// address is what the text of an address says.
type address struct {
	scheme string // as written, in lower case
	user   *url.Userinfo
	place  string // bucket, container, or host with its port
	// key is the object's name in its place. In addresses of stores it
	// stands as it is, as their own tools take it; those of web servers are
	// URLs, and theirs is the escaped path with its query.
	key string
	// settings are those behind a question mark, by name; "" is the text.
	settings url.Values
	suffix   string // the settings as written, with the question mark
}

// parse reads an address, whose scheme must be known.
func parse(text string) (address, error) {
	scheme, rest, _ := strings.Cut(text, "://")
	a := address{scheme: strings.ToLower(scheme)}
	if kinds[a.scheme] == "http" {
		return a, a.parseURL(text)
	}
	rest, err := a.cutSettings(rest)
	if err != nil {
		return a, err
	}
	a.place, a.key, _ = strings.Cut(rest, "/")
	if at := strings.LastIndex(a.place, "@"); at >= 0 {
		a.user = userinfo(a.place[:at])
		a.place = a.place[at+1:]
	}
	switch {
	case a.place == "":
		return a, fmt.Errorf("the address names no %s; it is %s://%s/…", a.placeName(), a.scheme, a.placeName())
	case a.user != nil && kinds[a.scheme] != "sftp":
		return a, fmt.Errorf("an address of %s:// has no user in it; credentials come from the environment or from files", a.scheme)
	}
	return a, nil
}

func (a *address) parseURL(text string) error {
	u, err := url.Parse(text)
	if err != nil {
		return fmt.Errorf("the address is no URL; escape what does not belong in one with %%")
	}
	if u.Host == "" {
		return fmt.Errorf("the address names no server; it is %s://server/…", a.scheme)
	}
	a.user, a.place = u.User, u.Host
	u.Fragment, u.RawFragment = "", ""
	a.key = strings.TrimPrefix(u.RequestURI(), "/")
	return nil
}

// userinfo reads user:password, escaped or not.
func userinfo(text string) *url.Userinfo {
	name, password, has := strings.Cut(text, ":")
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	if !has {
		return url.User(name)
	}
	if plain, err := url.PathUnescape(password); err == nil {
		password = plain
	}
	return url.UserPassword(name, password)
}

// cutSettings takes the settings off the end of an address. A question mark
// that no setting follows is one of the key, or of a pattern.
func (a *address) cutSettings(rest string) (string, error) {
	at := strings.LastIndex(rest, "?")
	if at < 0 {
		return rest, nil
	}
	values, err := url.ParseQuery(rest[at+1:])
	if err != nil {
		return rest, nil
	}
	known := settingsOf(kinds[a.scheme])
	var strange string
	met := false
	for name := range values {
		if slices.Contains(known, name) {
			met = true
		} else {
			strange = name
		}
	}
	switch {
	case !met:
		return rest, nil
	case strange != "":
		return rest, fmt.Errorf("the address has a setting %q, which %s:// does not know; known are %s", strange, a.scheme, strings.Join(known, ", "))
	}
	a.settings, a.suffix = values, rest[at:]
	return rest[:at], nil
}

// placeName is what a place is called where it is.
func (a *address) placeName() string {
	switch kinds[a.scheme] {
	case "azblob":
		return "container"
	case "sftp", "http":
		return "server"
	}
	return "bucket"
}

// shown is the address for people.
func (a *address) shown() string {
	key := a.key
	user := ""
	switch kinds[a.scheme] {
	case "http":
		key, _, _ = strings.Cut(key, "?")
	case "sftp":
		if name := a.user.Username(); name != "" {
			user = name + "@"
		}
	}
	return a.scheme + "://" + user + a.place + "/" + key
}

// with is the address of another key in the same place.
func (a *address) with(key string) string {
	user := ""
	if a.user != nil {
		user = a.user.String() + "@"
	}
	return a.scheme + "://" + user + a.place + "/" + key + a.suffix
}
