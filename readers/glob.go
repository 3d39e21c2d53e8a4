package readers

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"assay/engine"
)

func hasWildcard(path string) bool { return strings.ContainsAny(path, "*?[") }

// glob takes in the files that match a pattern, and those below directories
// that do. As in a directory, names that start with "_" or "." are left out,
// unless the pattern says how they start.
func (l *lister) glob(pattern string) error {
	pattern = filepath.Clean(pattern)
	steps := splitPath(pattern)
	if slices.Contains(steps, "**") {
		return &engine.DataError{Path: pattern, Offset: -1, Msg: "** is not understood; name the directory to read every file below it"}
	}
	matches, err := filepath.Glob(pattern)
	if err != nil {
		return &engine.DataError{Path: pattern, Offset: -1, Msg: "the pattern cannot be understood", Err: err}
	}
	slices.Sort(matches)
	first := slices.IndexFunc(steps, hasWildcard)
	taken := 0
	for _, m := range matches {
		names := splitPath(m)
		if matchLeftOut(names[first:], steps[first:]) {
			continue
		}
		taken++
		if err := l.match(m, names[first:]); err != nil {
			return err
		}
	}
	if taken == 0 {
		return &engine.DataError{Path: pattern, Offset: -1, Msg: "no file matches the pattern"}
	}
	return nil
}

func splitPath(path string) []string { return strings.Split(filepath.ToSlash(path), "/") }

// matchLeftOut reports whether one of the names that steps of a pattern match
// is that of something other than data.
func matchLeftOut(names, steps []string) bool {
	for i, name := range names {
		if leftOut(name) && steps[i][0] != name[0] {
			return true
		}
	}
	return false
}

// match takes in one match, whose path has the given names from the pattern's
// first wildcard on.
func (l *lister) match(path string, names []string) error {
	info, err := os.Stat(path)
	if err != nil {
		return unreadable(path, err)
	}
	var partitions []partition
	for _, name := range names[:len(names)-1] {
		partitions = withPartition(partitions, name)
	}
	if info.IsDir() {
		return l.wholeDir(path, info, withPartition(partitions, names[len(names)-1]))
	}
	l.add(path, partitions)
	return nil
}
