package dvc

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// covering are the outputs that are the path, or directories that it is in; nil
// where there is none.
func (l *locator) covering(ctx context.Context) ([]output, error) {
	if l.repo == nil {
		return nil, nil
	}
	tried := l.likely()
	for _, record := range tried {
		outs, err := l.outputs(ctx, record)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if outs = l.thatCover(outs); len(outs) > 0 {
			return outs, nil
		}
	}
	records, err := l.tree.records(ctx, l.repo.root)
	if err != nil {
		return nil, err
	}
	for _, record := range records {
		if slices.Contains(tried, record) {
			continue
		}
		// One that is broken may be about other data.
		outs, _ := l.outputs(ctx, record)
		if outs = l.thatCover(outs); len(outs) > 0 {
			return outs, nil
		}
	}
	return nil, nil
}

// likely are the pointers and lock files where DVC records a path, unless it was
// told to do so elsewhere.
func (l *locator) likely() []string {
	var pointers, locks []string
	for path := l.path; path != l.repo.root && below(l.repo.root, path); path = filepath.Dir(path) {
		pointers = append(pointers, path+pointerSuffix)
		locks = append(locks, filepath.Join(filepath.Dir(path), lockFile))
	}
	return append(pointers, locks...)
}

func (l *locator) thatCover(outs []output) []output {
	return slices.DeleteFunc(outs, func(o output) bool { return !below(o.path, l.path) })
}

// outputs reads a pointer or a lock file.
func (l *locator) outputs(ctx context.Context, record string) ([]output, error) {
	text, err := l.tree.read(ctx, record)
	if err != nil {
		return nil, err
	}
	dir := filepath.Dir(record)
	var outs []output
	if filepath.Base(record) != lockFile {
		outs, err = parsePointer(text, dir)
	} else {
		pipeline, missing := l.tree.read(ctx, filepath.Join(dir, pipelineFile))
		if missing != nil && !errors.Is(missing, fs.ErrNotExist) {
			return nil, missing
		}
		outs, err = parseLock(text, pipeline, dir)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", l.relative(record), err)
	}
	return outs, nil
}

// relative shows a path of the repository.
func (l *locator) relative(path string) string {
	if rel, err := filepath.Rel(l.repo.root, path); err == nil {
		return filepath.ToSlash(rel)
	}
	return path
}

// below are the files of a folder that holds outputs, or files of git.
func (l *locator) below(ctx context.Context) ([]File, error) {
	var all []File
	t, atRevision := l.tree.(*gitTree)
	if atRevision {
		for path, b := range t.blobs {
			within, ok := l.within(path)
			if !ok || !l.wanted(within) {
				continue
			}
			files, err := l.blob(ctx, t, b, within)
			if err != nil {
				return nil, err
			}
			all = append(all, files...)
		}
	}
	if l.repo != nil {
		outs, err := l.outputsBelow(ctx)
		if err != nil {
			return nil, err
		}
		files, err := l.ofOuts(ctx, outs)
		if err != nil {
			return nil, err
		}
		all = append(all, files...)
	}
	switch {
	case len(all) > 0:
		return all, nil
	case atRevision:
		return nil, fmt.Errorf("neither git nor DVC has data by this name in %s", l.address.Rev)
	case l.repo == nil:
		return nil, errNoRepo
	}
	return nil, errors.New("no pointer and no dvc.lock records data by this name")
}

// outputsBelow are those below the path. Every record counts, for a broken one
// may be of the data that are asked for. What git tracks itself is left out.
func (l *locator) outputsBelow(ctx context.Context) ([]output, error) {
	records, err := l.tree.records(ctx, l.repo.root)
	if err != nil {
		return nil, err
	}
	var all []output
	for _, record := range records {
		outs, err := l.outputs(ctx, record)
		if err != nil {
			return nil, err
		}
		for _, o := range outs {
			if below(l.path, o.path) && !l.inGit(o.path) {
				all = append(all, o)
			}
		}
	}
	return all, nil
}

func (l *locator) inGit(path string) bool {
	t, ok := l.tree.(*gitTree)
	if !ok {
		return false
	}
	_, ok = t.blobs[path]
	return ok
}

// within is the part of a path below that of the address, with slashes; ok is
// false for what is elsewhere.
func (l *locator) within(path string) (within string, ok bool) {
	if path == l.path {
		return "", true
	}
	if !below(l.path, path) {
		return "", false
	}
	rel, err := filepath.Rel(l.path, path)
	return filepath.ToSlash(rel), err == nil
}

// blob copies a file of git's to a private one.
func (l *locator) blob(ctx context.Context, t *gitTree, b blob, within string) ([]File, error) {
	if b.mode == "120000" {
		return nil, fmt.Errorf("%s is a symbolic link in %s; name what it leads to", l.name(within), l.address.Rev)
	}
	path, err := l.keep(func(f *os.File) error { return t.copy(ctx, b, f) })
	if err != nil {
		return nil, fmt.Errorf("%s: %w", l.name(within), err)
	}
	return []File{l.file(within, path, "")}, nil
}

// keep writes a private file, and returns its path.
func (l *locator) keep(write func(*os.File) error) (string, error) {
	f, err := l.opt.TempFile()
	if err != nil {
		return "", &tempError{err}
	}
	return f.Name(), errors.Join(write(f), f.Close())
}
