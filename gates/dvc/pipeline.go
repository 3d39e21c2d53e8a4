package dvc

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Pipeline is dvc.yaml with the stage that validates and the guards; before is
// what it is now, nil where there is none. What is there already stays as it is.
func (s *Setup) Pipeline(before []byte) (Change, error) {
	c := Change{Path: PipelineFile, Before: before}
	if err := s.validate(); err != nil {
		return c, err
	}
	d, err := parseDocument(PipelineFile, before)
	if err != nil {
		return c, err
	}
	if err := s.addStage(d); err != nil {
		return c, err
	}
	if err := s.guard(d); err != nil {
		return c, err
	}
	c.After = d.text()
	return c, nil
}

// addStage writes the stage, unless there is one of assay's by its name.
func (s *Setup) addStage(d *document) error {
	key, stages := value(d.root, "stages")
	if key == nil {
		return d.insert(len(d.lines)+1, append([]string{"stages:"}, s.stage("  ")...)...)
	}
	if isNull(stages) {
		return d.insert(key.Line+1, s.stage(d.indent(key)+"  ")...)
	}
	if stages.Kind != yaml.MappingNode || stages.Style&yaml.FlowStyle != 0 {
		return d.byHand(stages, "stages are not written in lines", strings.Join(s.stage(""), "\n"))
	}
	if at, own := value(stages, s.Stage); own != nil {
		if !mentions(own, "assay check") {
			return fmt.Errorf("%s:%d: there is a stage %s, and it is not one of assay's: choose another name with --stage", d.name, at.Line, s.Stage)
		}
		return nil
	}
	return d.insert(key.Line+1, s.stage(d.indent(stages.Content[0]))...)
}

// stage are the lines of the stage.
func (s *Setup) stage(indent string) []string {
	command := s.checkCommand("", "--report", "text", "--report", "dvc-metrics="+s.metrics(), "--report", "dvc-plots="+s.plots(), "--verdict", s.Verdict())
	lines := []string{s.Stage + ":", "  cmd: " + scalar(shellWords(command)), "  deps:"}
	for _, list := range [][]string{s.Data, s.Deps} {
		for _, dep := range list {
			lines = append(lines, "  - "+scalar(dep))
		}
	}
	lines = append(lines,
		"  outs:", "  - "+s.Verdict()+": {cache: false}",
		"  metrics:", "  - "+s.metrics()+": {cache: false}",
		"  plots:", "  - "+s.plots()+": {cache: false, template: bar_horizontal, x: unexpected_share, y: outcome}")
	for i := range lines {
		lines[i] = indent + lines[i]
	}
	return lines
}

// mentions reports whether a node holds a text somewhere.
func mentions(n *yaml.Node, text string) bool {
	if n.Kind == yaml.ScalarNode && strings.Contains(n.Value, text) {
		return true
	}
	for _, inner := range n.Content {
		if mentions(inner, text) {
			return true
		}
	}
	return false
}
