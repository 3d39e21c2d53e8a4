package dvc

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"assay/engine/lazyregexp"
)

// Scheme begins addresses of data that DVC tracks: dvc://data.csv@v1.2.
const Scheme = "dvc://"

// pointerSuffix ends the names of pointers.
const pointerSuffix = ".dvc"

// Address is data that DVC or git versions.
type Address struct {
	Path    string // of the data, or of the pointer to them
	Pointer bool   // Path is that of a .dvc file
	Rev     string // git revision; "" is the work tree
	Shown   string // for people
}

// ParseAddress reads what a user wrote for data, and the revision that was asked
// for beside it. ok is false for what is a file like any other:
//
//	data.csv.dvc             what a pointer points to
//	data.csv, rev v1.2       the file or folder of that revision
//	dvc://data.csv           what DVC tracks by that name in the work tree
//	dvc://data.csv@v1.2      the same of a revision
//
// In dvc:// the revision begins at the last @ that no { follows.
func ParseAddress(text, rev string) (a Address, ok bool, err error) {
	rest, isDVC := strings.CutPrefix(text, Scheme)
	a = Address{Path: rest, Rev: rev}
	if isDVC {
		if at := lastAt(rest); at >= 0 {
			if rev != "" {
				return a, true, fmt.Errorf("%s names a revision, and --rev another: give one of them", text)
			}
			a.Path, a.Rev = rest[:at], rest[at+1:]
		}
	}
	name := filepath.Base(filepath.FromSlash(a.Path))
	a.Pointer = strings.HasSuffix(name, pointerSuffix) && name != pointerSuffix
	if !isDVC && rev == "" && !a.Pointer {
		return Address{}, false, nil
	}
	if err := a.validate(); err != nil {
		return a, true, fmt.Errorf("%s: %w", text, err)
	}
	a.Path = filepath.FromSlash(a.Path)
	a.Shown = strings.TrimRight(filepath.ToSlash(a.Path), "/")
	if a.Rev != "" {
		a.Shown += "@" + a.Rev
	}
	return a, true, nil
}

var revisionAt = lazyregexp.New(`@([^{@]|$)`)

// lastAt is where a revision begins, -1 where there is none.
func lastAt(text string) int {
	all := revisionAt().FindAllStringIndex(text, -1)
	if len(all) == 0 {
		return -1
	}
	return all[len(all)-1][0]
}

func (a Address) validate() error {
	switch {
	case a.Path == "" || strings.ContainsRune(a.Path, 0):
		return errors.New("it names no path")
	case a.Path == "-":
		return errors.New("standard input has no revision")
	case strings.Contains(a.Path, "://"):
		return errors.New("only what is in a git repository on this machine has a revision")
	}
	if a.Rev == "" {
		return nil
	}
	return validRevision(a.Rev)
}

// validRevision refuses what git would take for an option, or not at all.
func validRevision(rev string) error {
	if strings.HasPrefix(rev, "-") || strings.ContainsAny(rev, "\x00\n") {
		return fmt.Errorf("%q cannot be a git revision", rev)
	}
	return nil
}
