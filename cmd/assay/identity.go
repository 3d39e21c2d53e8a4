package main

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"go.yaml.in/yaml/v3"

	"assay/engine"
	"assay/readers"
)

// identify tells of a result and of each of its files what they are beside
// their names: the MD5 that a DVC pointer beside a file records, and digests
// where they were asked for.
func identify(ctx context.Context, res *engine.Result, digests *readers.Digests) error {
	for i := range res.Files {
		res.Files[i].DVC = pointedTo(res.Files[i].Path)
	}
	if digests == nil {
		return nil
	}
	data, err := digests.Finish(ctx)
	if err != nil {
		return runError(err)
	}
	res.MD5 = data.MD5
	for i, f := range data.Files {
		res.Files[i].Bytes, res.Files[i].MD5, res.Files[i].SHA256 = f.Bytes, f.MD5, f.SHA256
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
