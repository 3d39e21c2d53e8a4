package dvc_test

import (
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"assay/gates/dvc"
)

func setup() *dvc.Setup {
	return &dvc.Setup{Stage: "validate", Data: []string{"data.csv"}, Suites: []string{"s.yaml"}, Deps: []string{"s.yaml"}}
}

const verify = "assay verify validate.verdict.json --data data.csv --suite s.yaml"

// TestGuards has the ways to write a command; each is guarded, once.
func TestGuards(t *testing.T) {
	cases := map[string]struct {
		stage string
		want  any // cmd afterwards
	}{
		"plain":         {"cmd: python train.py  # why", verify + " && python train.py"},
		"and":           {"cmd: a && b | c", verify + " && a && b | c"},
		"several":       {"cmd: a; b", verify + " || exit 1; a; b"},
		"or":            {"cmd: a || b", verify + " || exit 1; a || b"},
		"single quotes": {"cmd: 'a: b'", verify + " && a: b"},
		"double quotes": {`cmd: "a \"b\""`, verify + ` && a "b"`},
		"folded":        {"cmd: >-\n      python train.py\n      --fast", verify + " && python train.py --fast"},
		"literal":       {"cmd: |\n      a\n      b", verify + " || exit 1; a\nb\n"},
		"many lines":    {"cmd: python\n      train.py", verify + " && python train.py"},
		"list":          {"cmd:\n    - a\n    - b", []any{verify, "a", "b"}},
		"flow list":     {"cmd: [a, b]", []any{verify, "a", "b"}},
		"template":      {"cmd: ${train.cmd} --x", verify + " && ${train.cmd} --x"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			before := "# top\nstages:\n  # ours\n  train:\n    " + c.stage + "\n    deps:\n    # first\n    - train.py\n    outs: [model.pkl] # last\n"
			after := pipeline(t, setup(), before)
			keepsLines(t, before, after)
			var got struct {
				Stages map[string]struct {
					Cmd  any
					Deps []string
				}
			}
			if err := yaml.Unmarshal([]byte(after), &got); err != nil {
				t.Fatal(err)
			}
			train := got.Stages["train"]
			if !equal(train.Cmd, c.want) {
				t.Errorf("cmd is %q, want %q\n%s", train.Cmd, c.want, after)
			}
			if strings.Join(train.Deps, " ") != "validate.verdict.json train.py" || !strings.HasPrefix(got.Stages["validate"].Cmd.(string), "assay check data.csv ") {
				t.Errorf("%s", after)
			}
		})
	}
}

func equal(a, b any) bool {
	x, _ := yaml.Marshal(a)
	y, _ := yaml.Marshal(b)
	return string(x) == string(y)
}

// pipeline edits a dvc.yaml, and again, which must not change anything.
func pipeline(t *testing.T, s *dvc.Setup, before string) string {
	t.Helper()
	c, err := s.Pipeline([]byte(before))
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.Pipeline(c.After)
	if err != nil {
		t.Fatal(err)
	}
	if again.Changed() || again.Diff() != "" {
		t.Errorf("the second time something changes:\n%s", again.Diff())
	}
	return string(c.After)
}

// keepsLines demands that the lines of before are in after, in their order, but
// that some have become longer at their beginning.
func keepsLines(t *testing.T, before, after string) {
	t.Helper()
	rest := strings.Split(after, "\n")
	for line := range strings.SplitSeq(before, "\n") {
		i := 0
		for i < len(rest) && rest[i] != line && !lengthened(line, rest[i]) {
			i++
		}
		if i == len(rest) {
			t.Fatalf("the line %q is gone:\n%s", line, after)
		}
		rest = rest[i+1:]
	}
}

var added = regexp.MustCompile(`assay verify [^&|,\n]*( && | \|\| exit 1; |, )|validate\.verdict\.json, `)

func lengthened(before, after string) bool { return added.ReplaceAllString(after, "") == before }

// TestPipelines has files that are edited as a whole.
func TestPipelines(t *testing.T) {
	stage := "  validate:\n    cmd: assay check data.csv "
	for name, c := range map[string]struct{ before, wants string }{
		"none":         {"", "stages:\n" + stage},
		"comments":     {"# nothing yet\n", "# nothing yet\nstages:\n" + stage},
		"no stages":    {"vars:\n- a: 1", "vars:\n- a: 1\nstages:\n" + stage},
		"empty stages": {"stages: # none\nvars: []\n", "stages: # none\n" + stage},
		"deeper":       {"stages:\n    other:\n        cmd: x\n", "stages:\n    validate:\n      cmd: assay"},
		"CRLF":         {"stages:\r\n  other:\r\n    cmd: x\r\n", "stages:\r\n  validate:\r\n    cmd: assay"},
	} {
		t.Run(name, func(t *testing.T) {
			if after := pipeline(t, setup(), c.before); !strings.Contains(after, c.wants) {
				t.Errorf("%q, want %q", after, c.wants)
			}
		})
	}
	folder := setup()
	folder.Guards = []string{"each"}
	after := pipeline(t, folder, "stages:\n  each:\n    foreach: [a, b]\n    do:\n      wdir: work/in\n      cmd: x\n")
	if !strings.Contains(after, "cmd: assay verify ../../validate.verdict.json --data ../../data.csv --suite ../../s.yaml && x\n") || !strings.Contains(after, "      deps:\n      - ../../validate.verdict.json\n") {
		t.Error(after)
	}
	spaces := &dvc.Setup{Stage: "check", Data: []string{"my data.csv"}, Suites: []string{"it's.yaml"}, Deps: []string{"it's.yaml"}}
	if after := pipeline(t, spaces, ""); !strings.Contains(after, `cmd: "assay check 'my data.csv'`) || !strings.Contains(after, `-s 'it'\\''s.yaml'`) {
		t.Error(after)
	}
}

// TestRefusedPipelines has what cannot be edited; it must be left alone.
func TestRefusedPipelines(t *testing.T) {
	for before, says := range map[string]string{
		"stages: [":                                       "dvc.yaml: line 1",
		"- a\n":                                           "it is no mapping",
		"{stages: {a: {cmd: x}}}\n":                       "it is no mapping in lines",
		"stages: {a: {cmd: x}}\n":                         "dvc.yaml:1: stages are not written in lines; add it by hand",
		"stages:\n  validate:\n    cmd: x\n":              "dvc.yaml:2: there is a stage validate, and it is not one of assay's: choose another name with --stage",
		"stages:\n  train:\n    deps: [a]\n":              "the stage train has no cmd",
		"stages:\n  train:\n    cmd: {a: b}\n":            "the command is not written out",
		"stages:\n  train: {cmd: x}\n":                    "the stage is not written in lines; add it by hand: deps: [validate.verdict.json]",
		"stages:\n  train:\n    cmd: x\n    wdir: ${d}\n": "the folder that the stage works in is not known",
	} {
		if _, err := setup().Pipeline([]byte(before)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", before, err, says)
		}
	}
	for _, s := range []*dvc.Setup{{Stage: "a/b"}, {Stage: "x", Data: []string{"${a}"}}, {Stage: "x", Data: []string{"a\nb"}}} {
		if _, err := s.Pipeline(nil); err == nil {
			t.Errorf("%+v is taken", s)
		}
	}
	s := setup()
	s.Guards = []string{"none"}
	if _, err := s.Pipeline(nil); err == nil || !strings.Contains(err.Error(), "no stage none to guard") {
		t.Error(err)
	}
}

// TestHooks has configurations of pre-commit that are edited, and edited again.
func TestHooks(t *testing.T) {
	for name, before := range map[string]string{
		"none":     "",
		"others":   "# ours\nfail_fast: false\nrepos:\n  # black\n  - repo: https://example.com/black\n    hooks:\n      - id: black # why\n",
		"types":    "default_install_hook_types: [commit-msg]\nrepos:\n- repo: local\n  hooks: [{id: x, name: x, entry: x, language: system}]\n",
		"list":     "default_install_hook_types:\n  - pre-commit\nrepos:\n",
		"dvc":      "repos:\n- repo: https://github.com/iterative/dvc\n  rev: 3.67.1\n  hooks:\n  - id: dvc-pre-push\n    stages: [pre-push]\n",
		"document": "---\n# x\nrepos:\n- repo: local\n  hooks: []\n",
	} {
		t.Run(name, func(t *testing.T) {
			c, err := setup().Hooks([]byte(before))
			if err != nil {
				t.Fatal(err)
			}
			again, err := setup().Hooks(c.After)
			if err != nil || again.Changed() {
				t.Errorf("the second time: %v\n%s", err, again.Diff())
			}
			var got struct {
				Types []string `yaml:"default_install_hook_types"`
				Repos []struct{ Hooks []struct{ ID, Entry string } }
			}
			if err := yaml.Unmarshal(c.After, &got); err != nil {
				t.Fatal(err)
			}
			types := " " + strings.Join(got.Types, " ") + " "
			var ids []string
			for _, r := range got.Repos {
				for _, h := range r.Hooks {
					ids = append(ids, h.ID)
				}
			}
			if !strings.Contains(types, " pre-commit ") || !strings.Contains(types, " pre-push ") || len(ids) < 3 || ids[0] != "assay-validate" || ids[1] != "assay-validate-push" ||
				strings.Count(strings.Join(ids, " "), "dvc-pre-push") != 1 {
				t.Errorf("%s\n%q", c.After, ids)
			}
			if name != "types" && name != "list" {
				keepsLines(t, strings.TrimSuffix(before, "\n"), string(c.After))
			}
		})
	}
	for before, says := range map[string]string{
		"- repo: x\n": "it is no mapping", "repos: [{repo: x}]\n": "the list of repos is not written in lines", "default_install_hook_types: pre-commit\n": "this is no list",
	} {
		if _, err := setup().Hooks([]byte(before)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", before, err)
		}
	}
	s := setup()
	s.Folder = "my sub"
	c, err := s.Hooks(nil)
	if err != nil || !strings.Contains(string(c.After), `entry: "sh -c 'cd '\\''my sub'\\'' && assay check dvc://data.csv -s s.yaml'"`) {
		t.Errorf("%v\n%s", err, c.After)
	}
}

// TestChecks takes the commands of stages apart.
func TestChecks(t *testing.T) {
	got, err := dvc.Checks([]byte("stages:\n  a:\n    cmd: assay check 'my data.csv' -s \"s.yaml\" a\\ b\n  b:\n    cmd: python x\n"))
	if err != nil || len(got) != 1 || strings.Join(got[0], "|") != "my data.csv|-s|s.yaml|a b" {
		t.Errorf("%q, %v", got, err)
	}
	for _, cmd := range []string{"assay check a && b", "assay check $(x)", "assay check 'a"} {
		if _, err := dvc.Checks([]byte("stages:\n  a:\n    cmd: " + cmd + "\n")); err == nil {
			t.Errorf("%s is taken", cmd)
		}
	}
	for _, arg := range []string{"-a", "--all-tags", "--run-cache"} {
		if dvc.CheckPushArgs([]string{"x", arg}) == nil {
			t.Errorf("%s is let through", arg)
		}
	}
	if err := dvc.CheckPushArgs([]string{"data.csv", "--jobs", "2"}); err != nil {
		t.Error(err)
	}
}
