package main

import (
	"io"
	"os"
	"path/filepath"

	"go.yaml.in/yaml/v3"
)

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
