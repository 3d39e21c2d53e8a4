package dvc

import (
	"fmt"
	"path/filepath"
	"strings"
)

// The files of a pipeline.
const (
	lockFile     = "dvc.lock"
	pipelineFile = "dvc.yaml"
)

// parseLock reads the outputs of a dvc.lock that stands in dir; pipeline is the
// text of the dvc.yaml beside it, which says in which folder a stage works.
func parseLock(text, pipeline []byte, dir string) ([]output, error) {
	var lock struct {
		Stages map[string]struct {
			Outs []outYAML `yaml:"outs"`
		} `yaml:"stages"`
	}
	if err := unmarshal(text, &lock); err != nil {
		return nil, fmt.Errorf("%s is no YAML of DVC's: %w", lockFile, err)
	}
	wdirs, err := parseWDirs(pipeline)
	if err != nil {
		return nil, err
	}
	var outs []output
	for name, stage := range lock.Stages {
		for _, y := range stage.Outs {
			o, err := y.output(filepath.Join(dir, filepath.FromSlash(wdirs.of(name))))
			if err != nil {
				return nil, fmt.Errorf("stage %s of %s: %w", name, lockFile, err)
			}
			outs = append(outs, o)
		}
	}
	return outs, nil
}

// wdirs are the folders that stages work in, by the stages' names in dvc.yaml.
type wdirs map[string]string

func parseWDirs(pipeline []byte) (wdirs, error) {
	var file struct {
		Stages map[string]struct {
			WDir string `yaml:"wdir"`
			Do   struct {
				WDir string `yaml:"wdir"`
			} `yaml:"do"`
		} `yaml:"stages"`
	}
	if err := unmarshal(pipeline, &file); err != nil {
		return nil, fmt.Errorf("%s is no YAML of DVC's: %w", pipelineFile, err)
	}
	all := make(wdirs)
	for name, stage := range file.Stages {
		all[name] = stage.WDir + stage.Do.WDir
	}
	return all, nil
}

// of is the folder of a stage. Of a stage that was made of a list, as
// validate@train of foreach, the item takes its place in the folder's name.
func (w wdirs) of(stage string) string {
	if dir, ok := w[stage]; ok {
		return dir
	}
	name, item, _ := strings.Cut(stage, "@")
	return strings.NewReplacer("${item}", item, "${key}", item).Replace(w[name])
}
