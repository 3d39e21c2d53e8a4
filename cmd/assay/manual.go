//go:build manual

package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra/doc"
)

// main writes the manual and the completions for shells to the folder that is
// the first argument, of the version that is the second. The pages are dated by
// SOURCE_DATE_EPOCH.
func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: go run -tags manual ./cmd/assay DIR VERSION")
		os.Exit(int(exitUsage))
	}
	if err := writeManual(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(int(exitReport))
	}
}

func writeManual(dir, version string) error {
	root := newRoot(std{in: os.Stdin, out: io.Discard, err: os.Stderr})
	root.DisableAutoGenTag = true
	pages := filepath.Join(dir, "man", "man1")
	if err := os.MkdirAll(pages, 0o777); err != nil {
		return err
	}
	header := &doc.GenManHeader{Section: "1", Source: "assay " + version, Manual: "assay manual"}
	if err := doc.GenManTree(root, header, pages); err != nil {
		return err
	}
	for name, write := range map[string]func(io.Writer) error{
		"assay.bash": func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"_assay":     root.GenZshCompletion,
		"assay.fish": func(w io.Writer) error { return root.GenFishCompletion(w, true) },
		"assay.ps1":  root.GenPowerShellCompletionWithDesc,
	} {
		var script bytes.Buffer
		if err := write(&script); err != nil {
			return err
		}
		path := filepath.Join(dir, "completions", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(path, script.Bytes(), 0o666); err != nil {
			return err
		}
	}
	return nil
}
