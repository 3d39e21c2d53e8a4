package dvc

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// hookTypes are the git hooks that pre-commit must install.
var hookTypes = []string{"pre-commit", "pre-push"}

// dvcHook is DVC's own hook, which pushes the data with the commits.
const dvcHook = "dvc-pre-push"

// Hooks is pre-commit's configuration, at the top of the git repository, with
// hooks that check the data; before is what it is now, nil where there is none.
// https://pre-commit.com/#adding-pre-commit-plugins-to-your-project
func (s *Setup) Hooks(before []byte) (Change, error) {
	c := Change{Path: HooksFile, Before: before}
	if err := s.validate(); err != nil {
		return c, err
	}
	d, err := parseDocument(HooksFile, before)
	if err != nil {
		return c, err
	}
	if err := d.installHooks(); err != nil {
		return c, err
	}
	if err := s.addHooks(d); err != nil {
		return c, err
	}
	c.After = d.text()
	return c, nil
}

// installHooks makes pre-commit install both hooks.
func (d *document) installHooks() error {
	const name = "default_install_hook_types"
	key, _ := value(d.root, name)
	if key == nil {
		first := len(d.lines) + 1
		if len(d.root.Content) > 0 {
			first = d.root.Content[0].Line
		}
		return d.insert(first, name+": ["+strings.Join(hookTypes, ", ")+"]")
	}
	for _, hook := range hookTypes {
		_, types := value(d.root, name)
		if !hasItem(types, hook) {
			if err := d.addItem(types, hook); err != nil {
				return err
			}
		}
	}
	return nil
}

func hasItem(list *yaml.Node, text string) bool {
	for _, item := range list.Content {
		if item.Value == text {
			return true
		}
	}
	return false
}

// addHooks puts the hooks before all others: what comes first and fails keeps
// DVC from pushing.
func (s *Setup) addHooks(d *document) error {
	if d.hasHook(s.commitHook()) && d.hasHook(s.pushHook()) {
		return nil
	}
	key, repos := value(d.root, "repos")
	switch {
	case key == nil:
		return d.insert(len(d.lines)+1, append([]string{"repos:"}, s.hooks(d, "")...)...)
	case isNull(repos):
		return d.insert(key.Line+1, s.hooks(d, "")...)
	case repos.Kind != yaml.SequenceNode || repos.Style&yaml.FlowStyle != 0:
		return d.byHand(repos, "the list of repos is not written in lines", strings.Join(s.hooks(d, ""), "\n"))
	}
	indent := ""
	if len(repos.Content) > 0 {
		indent = d.indent(repos.Content[0])
	}
	return d.insert(key.Line+1, s.hooks(d, indent)...)
}

func (d *document) hasHook(id string) bool {
	_, repos := value(d.root, "repos")
	if repos == nil {
		return false
	}
	for _, repo := range repos.Content {
		_, hooks := value(repo, "hooks")
		if hooks == nil {
			continue
		}
		for _, hook := range hooks.Content {
			if _, have := value(hook, "id"); have != nil && have.Value == id {
				return true
			}
		}
	}
	return false
}

func (s *Setup) commitHook() string { return "assay-" + s.Stage }
func (s *Setup) pushHook() string   { return "assay-" + s.Stage + "-push" }

// hooks are the lines of a local repository of hooks. What a hook checks is what
// the pointer says, and before a push that of the commit that is pushed. Hooks
// write no file.
func (s *Setup) hooks(d *document, indent string) []string {
	lines := []string{"- repo: local", "  hooks:"}
	add := func(id, name, entry string, more ...string) {
		lines = append(lines, "  - id: "+id, "    name: "+scalar(name), "    language: system", "    entry: "+scalar(entry), "    pass_filenames: false")
		for _, m := range more {
			lines = append(lines, "    "+m)
		}
	}
	data := strings.Join(s.Data, ", ")
	add(s.commitHook(), "assay check "+data, s.entry(shellWords(s.checkCommand("dvc://"))),
		"files: "+scalar(s.watched()), "fail_fast: true", "stages: [pre-commit]")
	// The revision is the shell's to fill in, so it is not quoted as a word.
	pushed := shellWords(s.checkCommand("dvc://")) + ` --rev "${PRE_COMMIT_TO_REF:-HEAD}"`
	add(s.pushHook(), "assay check "+data+" before a push", "sh -c "+shellWord(s.inFolder(pushed)),
		"always_run: true", "fail_fast: true", "stages: [pre-push]")
	if !d.hasHook(dvcHook) {
		add(dvcHook, "dvc push", "dvc git-hook pre-push", "always_run: true", "stages: [pre-push]")
	}
	for i := range lines {
		lines[i] = indent + lines[i]
	}
	return lines
}

// entry runs a command in the folder of dvc.yaml; hooks begin at the top.
func (s *Setup) entry(command string) string {
	if s.Folder == "" {
		return command
	}
	return "sh -c " + shellWord(s.inFolder(command))
}

func (s *Setup) inFolder(command string) string {
	if s.Folder == "" {
		return command
	}
	return "cd " + shellWord(s.Folder) + " && " + command
}

// watched is a pattern of the files that a commit's check depends on.
func (s *Setup) watched() string {
	patterns := []string{`\.dvc$`, `(^|/)dvc\.lock$`}
	for _, dep := range s.Deps {
		patterns = append(patterns, fmt.Sprintf("^%s$", regexp.QuoteMeta(path.Join(s.Folder, dep))))
	}
	return strings.Join(patterns, "|")
}
