package remote

import (
	"cmp"
	"context"
	"errors"
	"path"
	"slices"
	"strings"
)

// Entry is an object of a listing.
type Entry struct {
	Address string // opens it
	Key     string
	Size    int64

	pattern string // or prefix, that it was found by
}

// Steps are the names in the key that the address it was found by did not say, up
// to the object's own, and what the address said of the first of them by a
// pattern.
func (e Entry) Steps() (names, said []string) {
	names = strings.Split(e.Key, "/")
	if e.pattern == e.Key {
		return names[len(names)-1:], names[len(names)-1:]
	}
	said = strings.Split(strings.TrimSuffix(e.pattern, "/"), "/")
	first := slices.IndexFunc(said, hasWildcard)
	if first < 0 {
		first = min(strings.Count(e.pattern, "/"), len(names)-1)
		return names[first:], nil
	}
	return names[first:], said[first:]
}

// HasPattern reports whether an address names objects by a pattern, as globs of
// files do. Those of web servers never do.
func HasPattern(text string) bool {
	a, err := parse(text)
	return err == nil && kinds[a.scheme] != "http" && hasWildcard(a.key)
}

func hasWildcard(key string) bool { return strings.ContainsAny(key, "*?[") }

// List finds the objects that an address stands for, in the order of their keys:
// all that begin with it, and where it is a pattern, those that match, or lie
// below what does; * and ? stop at slashes. An object whose very key is the
// pattern is found alone. Finding none is no error; those that there are, are
// *engine.DataErrors.
func List(ctx context.Context, text string, opt Options) ([]Entry, error) {
	a, err := parse(text)
	if err != nil {
		return nil, dataError(Shown(text), -1, "%v", err)
	}
	o := &Object{name: a.shown()}
	if opt.Session == nil {
		opt.Session = NewSession(0)
		defer opt.Session.Close()
	}
	st, err := storeOf(ctx, a, opt)
	if err != nil {
		return nil, o.fail(ctx, -1, err)
	}
	match, prefix, err := matcher(a.key)
	if err != nil {
		return nil, o.fail(ctx, -1, err)
	}
	found, err := listPatiently(ctx, st, prefix, match)
	if err != nil {
		return nil, o.fail(ctx, -1, err)
	}
	for i := range found {
		found[i].Address, found[i].pattern = a.with(found[i].Key), a.key
		if found[i].Key == a.key {
			return found[i : i+1], nil
		}
	}
	return found, nil
}

// matcher says which keys are meant, and what all of them begin with.
func matcher(key string) (match func(string) bool, prefix string, err error) {
	if !hasWildcard(key) {
		return func(k string) bool { return strings.HasPrefix(k, key) }, key, nil
	}
	if slices.Contains(strings.Split(key, "/"), "**") {
		return nil, "", lasting("** is not understood; name the prefix, with a slash at its end, to read everything below it")
	}
	if _, err := path.Match(key, ""); err != nil {
		return nil, "", lasting("the pattern cannot be understood: %v", err)
	}
	prefix = key[:strings.IndexAny(key, "*?[")]
	steps := strings.Count(strings.TrimSuffix(key, "/"), "/")
	return func(k string) bool {
		ok, _ := path.Match(strings.TrimSuffix(key, "/"), firstSteps(k, steps))
		below := !strings.HasSuffix(key, "/") || strings.Count(k, "/") > steps
		return ok && below || k == key
	}, prefix, nil
}

// firstSteps is a key up to the slash behind those that a pattern has.
func firstSteps(key string, slashes int) string {
	at := 0
	for {
		n := strings.IndexByte(key[at:], '/')
		if n < 0 {
			return key
		}
		if at += n; slashes == 0 {
			return key[:at]
		}
		at, slashes = at+1, slashes-1
	}
}

// listPatiently lists from the beginning until that succeeds.
func listPatiently(ctx context.Context, st store, prefix string, match func(string) bool) ([]Entry, error) {
	var pat patience
	for {
		var found []Entry
		w := newWatch(ctx)
		err := st.list(w.ctx, prefix, func(e Entry) error {
			w.progress(1)
			if match(e.Key) && !strings.HasSuffix(e.Key, "/") {
				found = append(found, e)
			}
			return nil
		})
		idle := w.idle()
		if err == nil {
			w.stop()
			slices.SortFunc(found, func(a, b Entry) int { return cmp.Compare(a.Key, b.Key) })
			return found, nil
		}
		err = w.blame(err)
		w.stop()
		var f *fault
		errors.As(err, &f)
		if err := pat.wait(ctx, f, idle); err != nil {
			return nil, err
		}
	}
}

// Folder is an address whose key ends in a slash, so that it is a prefix.
func Folder(text string) string {
	a, err := parse(text)
	if err != nil || a.key == "" || strings.HasSuffix(a.key, "/") {
		return text
	}
	return a.with(a.key + "/")
}
