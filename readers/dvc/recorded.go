package dvc

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
)

// RecordedMD5 is the digest by which DVC records the data that an address stands
// for, in hexadecimal, with ".dir" for a directory. Nothing is fetched. The error
// is an *engine.DataError.
func RecordedMD5(ctx context.Context, a Address) (string, error) {
	l, err := newLocator(ctx, a, Options{})
	if err != nil {
		return "", a.explain(err)
	}
	md5, err := l.recorded(ctx)
	if err != nil {
		return "", a.explain(err)
	}
	return md5, nil
}

// PointedMD5 is the digest in the pointer beside a file, path.dvc, as RecordedMD5
// writes it; "" where there is none, or it cannot be read.
func PointedMD5(ctx context.Context, path string) string {
	text, err := workTree{}.read(ctx, path+pointerSuffix)
	if err != nil {
		return ""
	}
	outs, err := parsePointer(text, filepath.Dir(path))
	if err != nil {
		return ""
	}
	for _, o := range outs {
		if o.path == filepath.Clean(path) {
			return o.object.md5
		}
	}
	return ""
}

func (l *locator) recorded(ctx context.Context) (string, error) {
	outs, err := l.recordedOuts(ctx)
	if err != nil {
		return "", err
	}
	for _, o := range outs {
		switch {
		case !l.address.Pointer && o.path != l.path:
			return "", fmt.Errorf("it is part of %s, which DVC records as a whole: name that", l.relative(o.path))
		case o.object.legacy:
			return "", errors.New("it is recorded by the digest of DVC 2, which is not that of its bytes: add it again with DVC 3")
		case o.object.md5 != "":
			return o.object.md5, nil
		}
	}
	return "", errors.New("DVC records no MD5 of it")
}

func (l *locator) recordedOuts(ctx context.Context) ([]output, error) {
	if !l.address.Pointer {
		return l.covering(ctx)
	}
	text, err := l.tree.read(ctx, l.path)
	if err != nil {
		return nil, err
	}
	outs, err := parsePointer(text, filepath.Dir(l.path))
	if err == nil && len(outs) > 1 {
		err = fmt.Errorf("the pointer has %d outputs; name one of them", len(outs))
	}
	return outs, err
}
