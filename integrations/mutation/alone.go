package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
)

// isAlone reports whether the program with all changes does not hold a mutant.
func (c *changed) isAlone(i int) bool { return c.ids[i] == none || c.dropped[c.ids[i]] }

// tryAlone compiles a change that the program with all of them cannot hold, as
// that of a constant, and runs the package's own tests, and others that reach
// something in its file.
func (c *changed) tryAlone(programs []*program, i int) (status, string, error) {
	overlay, err := c.overlayOf(c.mutants[i])
	if err != nil {
		return "", "", err
	}
	if exec.Command("go", "build", "-overlay", overlay, "./"+c.folder).Run() != nil {
		return notViable, "", nil
	}
	var own []*program
	for _, p := range programs {
		p = &program{folder: p.folder, path: p.path + ".alone", tests: p.tests}
		if err := p.compile(overlay); err != nil {
			return "", "", err
		}
		own = append(own, p)
	}
	return try(own, none, func(p *program, t test) bool {
		if p.folder == c.folder {
			return true
		}
		for k, id := range c.ids {
			if c.mutants[k].File == c.mutants[i].File && t.reaches[id] {
				return true
			}
		}
		return false
	})
}

// overlayOf puts the source of one mutant in place.
func (c *changed) overlayOf(m mutant) (string, error) {
	for _, f := range c.parsed {
		path := c.files.Position(f.Package).Filename
		if filepath.Base(path) != m.File {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		op, at := c.operatorAt(f, m.place())
		to := becomes[m.Type][op]
		text = fmt.Appendf(text[:at:at], "%s%s", to, text[at+len(op.String()):])
		return c.writeOverlay("alone", map[string][]byte{path: text})
	}
	return "", fmt.Errorf("%s: no such file", m)
}

// operatorAt finds the operator at a place, and its offset.
func (c *changed) operatorAt(f *ast.File, at place) (op token.Token, offset int) {
	ast.Inspect(f, func(n ast.Node) bool {
		tok, pos := operator(n)
		if tok == token.ILLEGAL {
			return true
		}
		if p := c.files.Position(pos); p.Line == at.line && p.Column == at.column {
			op, offset = tok, p.Offset
		}
		return true
	})
	return op, offset
}

// writeOverlay writes sources, and what puts them in place of others.
func (c *changed) writeOverlay(name string, sources map[string][]byte) (string, error) {
	replace := make(map[string]string)
	dir := filepath.Join(c.dir, name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	for path, text := range sources {
		replace[path] = filepath.Join(dir, filepath.Base(path))
		if err := os.WriteFile(replace[path], text, 0o600); err != nil {
			return "", err
		}
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "overlay.json")
	return path, os.WriteFile(path, text, 0o600)
}
