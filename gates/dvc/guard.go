package dvc

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// guard puts assay verify before the commands of the stages that are guarded,
// and makes them depend on the verdict.
func (s *Setup) guard(d *document) error {
	names := s.Guards
	if len(names) == 0 {
		if stageOf(d, DefaultGuard) == nil {
			return nil
		}
		names = []string{DefaultGuard}
	}
	for _, name := range names {
		if stageOf(d, name) == nil {
			return fmt.Errorf("%s has no stage %s to guard", d.name, name)
		}
		if err := s.guardStage(d, name); err != nil {
			return err
		}
	}
	return nil
}

// stageOf is the definition of a stage, of one made of a list what it repeats.
func stageOf(d *document, name string) *yaml.Node {
	_, stages := value(d.root, "stages")
	_, stage := value(stages, name)
	if _, do := value(stage, "do"); do != nil {
		return do
	}
	return stage
}

func (s *Setup) guardStage(d *document, name string) error {
	stage := stageOf(d, name)
	wdir := ""
	if _, w := value(stage, "wdir"); w != nil {
		wdir = w.Value
	}
	command := s.verifyCommand(wdir)
	_, cmd := value(stage, "cmd")
	switch {
	case cmd == nil:
		return fmt.Errorf("%s: the stage %s has no cmd to guard", d.name, name)
	case strings.Contains(wdir, "${") || strings.HasPrefix(wdir, "/") || strings.HasPrefix(wdir, ".."):
		return d.byHand(cmd, "the folder that the stage works in is not known", s.verifyCommand(""))
	}
	if err := d.guardCommand(name, cmd, command, below(wdir, s.Verdict())); err != nil {
		return err
	}
	return d.addDependency(name, below(wdir, s.Verdict()))
}

// guardCommand guards a command, or a list of them, that does not mention the
// verdict yet.
func (d *document) guardCommand(stage string, cmd *yaml.Node, guard, verdict string) error {
	if cmd.Kind == yaml.SequenceNode && len(cmd.Content) > 0 {
		if isGuarded(cmd.Content[0], verdict) {
			return nil
		}
		return d.addItem(cmd, guard)
	}
	if isGuarded(cmd, verdict) {
		return nil
	}
	if cmd.Kind != yaml.ScalarNode {
		return d.byHand(cmd, "the command is not written out", guard)
	}
	want := guarded(guard, cmd.Value)
	line, column, prefix := d.place(cmd, strings.TrimSuffix(want, cmd.Value))
	if line > len(d.lines) {
		return d.byHand(cmd, "the command is empty", guard)
	}
	before := d.lines[line-1]
	err := d.splice(line, column, prefix)
	if _, now := value(stageOf(d, stage), "cmd"); err != nil || now == nil || now.Value != want {
		d.lines[line-1] = before
		return d.byHand(cmd, "the command cannot be edited safely", guard)
	}
	return nil
}

func isGuarded(cmd *yaml.Node, verdict string) bool {
	return strings.HasPrefix(strings.TrimSpace(cmd.Value), "assay verify ") && strings.Contains(cmd.Value, verdict)
}

// place says where a text goes to begin a scalar, and how it is written there.
func (d *document) place(n *yaml.Node, text string) (line, column int, written string) {
	switch n.Style &^ yaml.TaggedStyle {
	case yaml.DoubleQuotedStyle:
		return n.Line, n.Column + 1, doubleQuoted.Replace(text)
	case yaml.SingleQuotedStyle:
		return n.Line, n.Column + 1, strings.ReplaceAll(text, "'", "''")
	case yaml.LiteralStyle, yaml.FoldedStyle:
		line := n.Line + 1
		for line <= len(d.lines) && strings.TrimSpace(d.lines[line-1]) == "" {
			line++
		}
		if line > len(d.lines) {
			return line, 1, text
		}
		return line, len(d.lines[line-1]) - len(strings.TrimLeft(d.lines[line-1], " ")) + 1, text
	}
	return n.Line, n.Column, text
}

// addDependency makes a stage depend on a file.
func (d *document) addDependency(name, file string) error {
	stage := stageOf(d, name)
	_, deps := value(stage, "deps")
	if deps == nil || isNull(deps) {
		if deps != nil {
			return d.byHand(deps, "the list of dependencies is empty", "- "+file)
		}
		if stage.Style&yaml.FlowStyle != 0 {
			return d.byHand(stage, "the stage is not written in lines", "deps: ["+file+"]")
		}
		first := stage.Content[0]
		indent := d.indent(first)
		return d.insert(first.Line, indent+"deps:", indent+"- "+scalar(file))
	}
	for _, dep := range deps.Content {
		if dep.Value == file {
			return nil
		}
	}
	return d.addItem(deps, file)
}
