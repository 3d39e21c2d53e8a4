package dvc

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// ofOut are the files of an output that is at, above or below the path.
func (l *locator) ofOut(ctx context.Context, o output) ([]File, error) {
	if !o.isDir {
		return l.fetchWanted(ctx, o, o.path, o.object)
	}
	entries, err := l.entries(ctx, o)
	if err != nil {
		return nil, err
	}
	var all []File
	there := false
	for _, e := range entries {
		at := filepath.Join(o.path, filepath.FromSlash(e.within))
		there = there || below(l.path, at)
		files, err := l.fetchWanted(ctx, o, at, e.object)
		if err != nil {
			return nil, err
		}
		all = append(all, files...)
	}
	if o.path == l.path {
		for i := range all {
			all[i].Directory = o.object.md5
		}
	}
	switch {
	case len(all) > 0:
		return all, nil
	case there:
		return nil, errors.New("no data file is in this directory")
	}
	return nil, fmt.Errorf("the directory %s has no such file in this version", l.relative(o.path))
}

// fetchWanted is the file at a path, if the address means it.
func (l *locator) fetchWanted(ctx context.Context, o output, at string, x object) ([]File, error) {
	within, ok := l.within(at)
	if !ok || !l.wanted(within) {
		return nil, nil
	}
	found, err := l.fetch(ctx, o, x)
	if err != nil {
		if within != "" {
			err = fmt.Errorf("%s: %w", within, err)
		}
		return nil, err
	}
	return []File{l.file(within, found, x.md5)}, nil
}

// entries lists the files of a directory.
func (l *locator) entries(ctx context.Context, o output) ([]entry, error) {
	if o.files != nil {
		return o.files, nil
	}
	path, err := l.fetch(ctx, o, o.object)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, plain(err)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Size() > maxDirBytes {
		return nil, fmt.Errorf("the list of its files is larger than %d MiB", maxDirBytes>>20)
	}
	return parseDir(bufio.NewReader(f), o.object.legacy)
}

// key is where an object is in a cache or a remote.
func (x object) key() string {
	key := path.Join(x.md5[:2], x.md5[2:])
	if x.legacy {
		return key
	}
	return path.Join("files", "md5", key)
}

// fetch finds an object's bytes and verifies them.
func (l *locator) fetch(ctx context.Context, o output, x object) (string, error) {
	switch {
	case x.md5 == "" && o.origin != "":
		return "", fmt.Errorf("the pointer records no MD5 of what it imports from %s: run dvc update or dvc pull there first", o.origin)
	case x.md5 == "":
		return "", errors.New("the pointer records no MD5 of the data: they were never added, or are only in a cloud's own versions")
	case l.repo == nil:
		return "", errNoRepo
	}
	cached := filepath.Join(l.repo.cache, filepath.FromSlash(x.key()))
	err := verifyFile(ctx, cached, x)
	if err == nil {
		return cached, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("the object %s in DVC's cache %w; remove %s and run dvc pull", x.md5, err, cached)
	}
	return l.download(ctx, o, x)
}

// download gets an object from the remote.
func (l *locator) download(ctx context.Context, o output, x object) (string, error) {
	p, ok, err := l.place(o)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", fmt.Errorf("the object %s is not in DVC's cache, and no remote is configured to fetch it from%s", x.md5, o.imported())
	}
	if o.cloud || isTrue(p.settings["version_aware"]) || isTrue(p.settings["worktree"]) {
		return "", fmt.Errorf("the object %s is not in DVC's cache, and the remote %s keeps versions of its own (version_aware), which are not read: run dvc fetch", x.md5, p.name)
	}
	found, err := l.from(ctx, p, x)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("the object %s is neither in DVC's cache nor in the remote %s (%s)%s", x.md5, p.name, p.shown(), cmp.Or(o.imported(), "; run dvc push where the data are"))
	case err != nil:
		return "", fmt.Errorf("the object %s in the remote %s (%s) %w", x.md5, p.name, p.shown(), err)
	}
	return found, nil
}
