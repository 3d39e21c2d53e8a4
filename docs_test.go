package assay_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"assay/suites"
)

var updateDocs = flag.Bool("update-docs", false, "rewrite the output that the documents show")

// TestDocsShowWhatHappens runs every console block of the README and of docs/:
// a line that starts with "$ " is a command, and what follows it is what it
// prints. Every yaml block must be a suite, an assay.yaml or a policy without mistakes,
// and every go block a program that prints what its comment "Output:" says.
func TestDocsShowWhatHappens(t *testing.T) {
	pages, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	pages = append(pages, "README.md")
	bin := buildAssay(t)
	commands, programs := 0, 0
	for _, page := range pages {
		t.Run(page, func(t *testing.T) {
			text, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			dir := scratch(t)
			blocks := fencedBlocks(string(text))
			var rewritten strings.Builder
			at := 0
			for _, b := range blocks {
				rewritten.WriteString(string(text)[at:b.from])
				at = b.to
				body := b.body
				switch b.language {
				case "console":
					body = runBlock(t, dir, bin, b.body)
					commands += strings.Count(b.body, "$ ")
					if body != b.body && !*updateDocs {
						t.Errorf("line %d: the page shows\n%s\nand this happens:\n%s", b.line, b.body, body)
					}
				case "yaml":
					checkSuiteBlock(t, page, b)
				case "go":
					body = runProgram(t, dir, b.body)
					programs++
					if body != b.body && !*updateDocs {
						t.Errorf("line %d: the page shows\n%s\nand this happens:\n%s", b.line, b.body, body)
					}
				case "", "text", "json", "sh", "txt", "ebnf":
				default:
					t.Errorf("line %d: nothing checks a block of %q", b.line, b.language)
				}
				rewritten.WriteString(body)
			}
			rewritten.WriteString(string(text)[at:])
			if *updateDocs {
				if err := os.WriteFile(page, []byte(rewritten.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	if commands < 10 || programs < 2 {
		t.Errorf("only %d commands and %d programs were found", commands, programs)
	}
}

func buildAssay(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "bin")
	out, err := exec.Command("go", "build", "-o", bin+"/", "./cmd/assay").CombinedOutput()
	if err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return bin
}

// scratch is a folder in which the repository's files are at hand, and into
// which commands may write.
func scratch(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"testdata", "examples"} {
		if _, err := os.Stat(name); err != nil {
			continue
		}
		if err := os.Symlink(filepath.Join(root, name), filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// block is the inside of a fenced block, at text[from:to].
type block struct {
	language string
	body     string
	from, to int
	line     int
}

func fencedBlocks(text string) []block {
	var blocks []block
	var open *block
	at, line := 0, 0
	for l := range strings.Lines(text) {
		line++
		if fence, ok := strings.CutPrefix(l, "```"); ok {
			if open == nil {
				open = &block{language: strings.TrimSpace(fence), from: at + len(l), line: line + 1}
			} else {
				open.to, open.body = at, text[open.from:at]
				blocks = append(blocks, *open)
				open = nil
			}
		}
		at += len(l)
	}
	return blocks
}

// runBlock runs the block's commands in one shell and returns the block as it
// should be. `go run` and `go test` run in the repository; the latter is this
// very test, and is left out.
func runBlock(t *testing.T, dir, bin, body string) string {
	t.Helper()
	var commands []string
	for l := range strings.Lines(body) {
		if command, ok := strings.CutPrefix(l, "$ "); ok {
			commands = append(commands, strings.TrimRight(command, "\n"))
		}
	}
	if len(commands) == 0 {
		t.Errorf("a console block without a command:\n%s", body)
	}
	if strings.HasPrefix(commands[0], "go test ./...") {
		return body
	}
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	const mark = "\x01"
	var script strings.Builder
	for _, c := range commands {
		if strings.HasPrefix(c, "go ") {
			c = fmt.Sprintf("(cd %q && %s)", root, c)
		}
		fmt.Fprintf(&script, "%s\nstatus=$?; printf '%s'; (exit $status)\n", c, mark)
	}
	cmd := exec.Command("bash", "-c", script.String())
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "NO_COLOR=1", "LC_ALL=C.UTF-8")
	out, _ := cmd.CombinedOutput() // the commands' own codes are for the page to show
	printed := strings.Split(string(out), mark)
	if len(printed) != len(commands)+1 {
		t.Fatalf("%d commands printed\n%s", len(commands), out)
	}
	var shown strings.Builder
	for i, c := range commands {
		fmt.Fprintf(&shown, "$ %s\n%s", c, printed[i])
		if printed[i] != "" && !strings.HasSuffix(printed[i], "\n") {
			shown.WriteByte('\n')
		}
	}
	return shown.String()
}

// runProgram builds and runs a program, in a folder where the repository's files
// are at hand, and returns it with what it prints in its comment "Output:".
func runProgram(t *testing.T, dir, body string) string {
	t.Helper()
	const mark = "// Output:\n"
	at := strings.Index(body, mark)
	if at < 0 {
		t.Fatalf("a go block is a program, at whose end a comment \"Output:\" says what it prints:\n%s", body)
	}
	built := t.TempDir()
	source, bin := filepath.Join(built, "main.go"), filepath.Join(built, "program.exe")
	if err := os.WriteFile(source, []byte(body), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"vet", source}, {"build", "-o", bin, source}} {
		if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
			t.Fatalf("go %s: %v\n%s\n%s", args[0], err, out, body)
		}
	}
	cmd := exec.Command(bin)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, out, body)
	}
	var shown strings.Builder
	shown.WriteString(body[:at+len(mark)])
	for line := range strings.Lines(string(out)) {
		shown.WriteString(strings.TrimRight("// "+strings.TrimSuffix(line, "\n"), " ") + "\n")
	}
	return shown.String()
}

func checkSuiteBlock(t *testing.T, page string, b block) {
	t.Helper()
	loader := suites.Loader{ReadFile: func(path string) ([]byte, error) {
		if path == page {
			return []byte(b.body), nil
		}
		return nil, os.ErrNotExist
	}}
	_, diagnostics := loader.Load(page)
	switch {
	case strings.Contains(b.body, "\ndatasets:"):
		_, diagnostics = loader.LoadProject(page)
	case strings.Contains(b.body, "\npolicy:"):
		_, diagnostics = loader.LoadPolicy(page)
	}
	if len(diagnostics) > 0 {
		t.Errorf("line %d: %v", b.line, diagnostics)
	}
}
