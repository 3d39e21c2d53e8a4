package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const gremlins = "github.com/go-gremlins/gremlins/cmd/gremlins@v0.6.0"

// A mutant is one change of the code and what became of it.
type mutant struct {
	Package string `json:"package"` // its folder
	File    string `json:"file"`    // in the folder
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Type    string `json:"type"` // as gremlins names it
	Status  status `json:"status"`
	By      string `json:"by,omitempty"` // the tests that noticed it
}

func (m mutant) String() string {
	return fmt.Sprintf("%s/%s:%d:%d %s", m.Package, m.File, m.Line, m.Column, m.Type)
}

// place is where in its package a mutant is. Gremlins changes a minus sign twice
// in the same way, under two names.
type place struct {
	file         string
	line, column int
}

func (m mutant) place() place { return place{m.File, m.Line, m.Column} }

// listMutants asks gremlins which changes it would make in a folder's own files.
// What it says of a top-level folder is kept in out.
func listMutants(folder, out string) ([]mutant, error) {
	top, below, _ := strings.Cut(folder, "/")
	path := filepath.Join(out, top+".gremlins.json")
	if _, err := os.Stat(path); err != nil {
		cmd := exec.Command("go", "run", gremlins, "unleash", "./"+top, "--dry-run", "--silent", "--output", path)
		if said, err := cmd.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("list the mutants of %s: %w\n%s", top, err, said)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return readMutants(text, folder, filepath.Clean(below))
}

// readMutants reads what gremlins says of the files in one of its folders.
func readMutants(text []byte, folder, below string) ([]mutant, error) {
	var said struct {
		Files []struct {
			Name      string   `json:"file_name"`
			Mutations []mutant `json:"mutations"`
		}
	}
	if err := json.Unmarshal(text, &said); err != nil {
		return nil, fmt.Errorf("read the mutants of %s: %w", folder, err)
	}
	var list []mutant
	for _, f := range said.Files {
		if filepath.Dir(f.Name) != below {
			continue
		}
		for _, m := range f.Mutations {
			m.Package, m.File, m.Status = folder, filepath.Base(f.Name), ""
			list = append(list, m)
		}
	}
	return list, nil
}
