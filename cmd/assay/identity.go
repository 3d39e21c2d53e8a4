package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"go.yaml.in/yaml/v3"

	"assay/engine"
)

// identify tells of each file of a result what it is beside its name: the MD5
// that a DVC pointer beside it records, and its SHA-256 where that is asked for.
func identify(ctx context.Context, res *engine.Result, digest bool) error {
	for i := range res.Files {
		f := &res.Files[i]
		if f.Path == "-" || f.DVC != "" || f.Revision != "" {
			continue
		}
		f.DVC = pointedTo(f.Path)
		if !digest {
			continue
		}
		sum, err := fileDigest(ctx, f.Path)
		if err != nil {
			return &exitError{exitData, fmt.Errorf("%s: its digest cannot be computed: %w", f.Path, err)}
		}
		f.SHA256 = sum
	}
	return nil
}

// pointedTo is the MD5 in path.dvc, "" where there is no pointer to the file
// (https://dvc.org/doc/user-guide/project-structure/dvc-files).
func pointedTo(path string) string {
	const longest = 1 << 20
	f, err := os.Open(path + ".dvc")
	if err != nil {
		return ""
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, longest))
	if err != nil {
		return ""
	}
	var pointer struct {
		Outs []struct {
			MD5  string `yaml:"md5"`
			Path string `yaml:"path"`
		} `yaml:"outs"`
	}
	if yaml.Unmarshal(text, &pointer) != nil {
		return ""
	}
	for _, out := range pointer.Outs {
		if out.Path == filepath.Base(path) {
			return out.MD5
		}
	}
	return ""
}

// fileDigest is a file's SHA-256 in hexadecimal.
func fileDigest(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil {
		return "", err
	} else if !info.Mode().IsRegular() {
		return "", errors.New("it is no regular file, and can be read only once")
	}
	hash := sha256.New()
	buf := make([]byte, 1<<20)
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		n, err := f.Read(buf)
		hash.Write(buf[:n])
		if err == io.EOF {
			return hex.EncodeToString(hash.Sum(nil)), nil
		}
		if err != nil {
			return "", err
		}
	}
}
