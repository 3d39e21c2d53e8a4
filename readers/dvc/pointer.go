package dvc

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"assay/engine/lazyregexp"
)

// maxPointer bounds the bytes of a pointer, a lock file or a configuration.
const maxPointer = 16 << 20

// output is data that a pointer or a lock file records.
type output struct {
	path   string // absolute
	object object
	isDir  bool
	files  []entry // of a directory whose pointer lists them (version_aware remotes)
	remote string  // to fetch from; "" is the default one
	// origin says where imported data come from; "" for others.
	origin string
	cloud  bool // the remote keeps it under its own name
}

// object is a file by its content.
type object struct {
	md5    string // in hexadecimal, with ".dir" for a directory
	legacy bool   // of DVC 2: the text's MD5, and another place
	size   int64  // -1 where it is not recorded
}

// outYAML is an output as YAML has it.
type outYAML struct {
	MD5    string               `yaml:"md5"`
	ETag   string               `yaml:"etag"`
	Size   *int64               `yaml:"size"`
	Hash   string               `yaml:"hash"`
	Path   string               `yaml:"path"`
	Remote string               `yaml:"remote"`
	Cloud  map[string]yaml.Node `yaml:"cloud"`
	Files  []struct {
		Relpath string `yaml:"relpath"`
		MD5     string `yaml:"md5"`
		Size    *int64 `yaml:"size"`
	} `yaml:"files"`
}

// parsePointer reads a .dvc file that stands in dir.
func parsePointer(text []byte, dir string) ([]output, error) {
	var pointer struct {
		WDir string    `yaml:"wdir"`
		Outs []outYAML `yaml:"outs"`
		Deps []struct {
			Path string `yaml:"path"`
			Repo *struct {
				URL string `yaml:"url"`
			} `yaml:"repo"`
		} `yaml:"deps"`
	}
	if err := unmarshal(text, &pointer); err != nil {
		return nil, fmt.Errorf("the pointer is no YAML of DVC's: %w", err)
	}
	if len(pointer.Outs) == 0 {
		return nil, errors.New("the pointer has no outputs: it is not one of DVC's, or only half of one")
	}
	origin := ""
	for _, d := range pointer.Deps {
		if origin = d.Path; d.Repo != nil {
			origin = d.Repo.URL
		}
	}
	var outs []output
	for _, y := range pointer.Outs {
		o, err := y.output(filepath.Join(dir, filepath.FromSlash(pointer.WDir)))
		if err != nil {
			return nil, err
		}
		o.origin = origin
		outs = append(outs, o)
	}
	return outs, nil
}

// unmarshal reads YAML of DVC's; a nested alias bomb is an error of yaml's own.
func unmarshal(text []byte, into any) error {
	if len(text) > maxPointer {
		return fmt.Errorf("it is larger than %d MiB", maxPointer>>20)
	}
	err := yaml.Unmarshal(text, into)
	var wrong *yaml.TypeError
	if errors.As(err, &wrong) && len(wrong.Errors) > 0 {
		return errors.New(wrong.Errors[0])
	}
	return err
}

// output checks what YAML says of an output whose path is relative to dir.
func (y outYAML) output(dir string) (output, error) {
	o := output{path: filepath.FromSlash(y.Path), remote: y.Remote, cloud: len(y.Cloud) > 0}
	if y.Path == "" || strings.ContainsRune(y.Path, 0) {
		return o, errors.New("an output of the pointer has no path")
	}
	if !filepath.IsAbs(o.path) && !strings.Contains(y.Path, "://") {
		o.path = filepath.Join(dir, o.path)
	}
	switch y.Hash {
	case "", "md5", "md5-dos2unix":
	default:
		return o, fmt.Errorf("%s is recorded by its %q, and only md5 can be verified", y.Path, y.Hash)
	}
	o.object = object{md5: strings.ToLower(y.MD5), legacy: y.Hash != "md5", size: sizeOf(y.Size)}
	for _, f := range y.Files {
		e := entry{within: f.Relpath, object: object{md5: strings.ToLower(f.MD5), legacy: o.object.legacy, size: sizeOf(f.Size)}}
		if err := e.validate(); err != nil {
			return o, fmt.Errorf("the pointer to %s: %w", y.Path, err)
		}
		o.files = append(o.files, e)
	}
	o.isDir = strings.HasSuffix(o.object.md5, dirSuffix) || len(o.files) > 0
	if o.isDir {
		o.object.size = -1 // what is recorded is the size of all files
	}
	if o.object.md5 != "" && !validMD5().MatchString(o.object.md5) {
		return o, fmt.Errorf("%s: %q is no MD5", y.Path, y.MD5)
	}
	return o, nil
}

// dirSuffix ends the MD5 of a directory.
const dirSuffix = ".dir"

var validMD5 = lazyregexp.New(`^[0-9a-f]{32}(\.dir)?$`)

func sizeOf(size *int64) int64 {
	if size == nil || *size < 0 {
		return -1
	}
	return *size
}
