package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

const variantPackage = "assay/integrations/mutation/variant"

// A changed package is one whose source holds all changes that can be put into
// one program.
type changed struct {
	folder  string
	mutants []mutant
	ids     []int        // of each mutant; none is for those that cannot be in the program
	dropped map[int]bool // changes that do not compile there
	overlay string       // for the go command

	files  *token.FileSet
	parsed []*ast.File
	pkg    *types.Package
	info   *types.Info
	dir    string // of the sources with changes
}

const none = -1

// goPackage is what the go command says of a package.
type goPackage struct {
	ImportPath, Dir string
	GoFiles         []string
	Export          string // the file with what others may use of it
}

// listPackages are a folder's package, which is last, and all that it imports.
func listPackages(folder string) ([]goPackage, error) {
	listed, err := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Dir,GoFiles,Export", "./"+folder).Output()
	if err != nil {
		return nil, fmt.Errorf("go list %s: %w", folder, err)
	}
	var list []goPackage
	for d := json.NewDecoder(bytes.NewReader(listed)); ; {
		var p goPackage
		if err := d.Decode(&p); err == io.EOF {
			return list, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list %s: %w", folder, err)
		}
		list = append(list, p)
	}
}

// load parses and checks a folder's package. Mutants of files that are for other
// platforms are left out.
func load(folder string, mutants []mutant, scratch string) (*changed, error) {
	c := &changed{
		folder: folder, dropped: make(map[int]bool), dir: filepath.Join(scratch, "source"),
		files: token.NewFileSet(), info: &types.Info{Types: make(map[ast.Expr]types.TypeAndValue)},
	}
	packages, err := listPackages(folder)
	if err != nil {
		return nil, err
	}
	exports := make(map[string]string)
	for _, p := range packages {
		exports[p.ImportPath] = p.Export
	}
	own := packages[len(packages)-1]
	for _, name := range own.GoFiles {
		f, err := parser.ParseFile(c.files, filepath.Join(own.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		c.parsed = append(c.parsed, f)
	}
	c.mutants = slices.DeleteFunc(mutants, func(m mutant) bool { return !slices.Contains(own.GoFiles, m.File) })
	lookup := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	conf := types.Config{Importer: importer.ForCompiler(c.files, "gc", lookup)}
	c.pkg, err = conf.Check(own.ImportPath, c.files, c.parsed, c.info)
	return c, err
}

// write writes the sources with all changes that are not dropped, and the
// overlay that puts them in place.
func (c *changed) write() error {
	sources := make(map[string][]byte)
	c.ids = slices.Repeat([]int{none}, len(c.mutants))
	next := 0
	for _, f := range c.parsed {
		path := c.files.Position(f.Package).Filename
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		r := rewriter{files: c.files, pkg: c.pkg, info: c.info, text: string(text), sites: c.sitesOf(f, filepath.Base(path), &next)}
		if len(r.sites) > 0 {
			sources[path] = []byte(r.source(f))
		}
	}
	var err error
	c.overlay, err = c.writeOverlay("all", sources)
	return err
}

// sitesOf numbers the changes of a file.
func (c *changed) sitesOf(f *ast.File, name string, next *int) []site {
	at := make(map[place][]int)
	for i, m := range c.mutants {
		if m.File == name {
			at[m.place()] = append(at[m.place()], i)
		}
	}
	var sites []site
	ast.Inspect(f, func(n ast.Node) bool {
		op, pos := operator(n)
		if op == token.ILLEGAL {
			return true
		}
		p := c.files.Position(pos)
		s := site{node: n, from: op, changes: make(map[token.Token]int)}
		for _, i := range at[place{name, p.Line, p.Column}] {
			to, ok := becomes[c.mutants[i].Type][op]
			if !ok {
				continue
			}
			id, known := s.changes[to]
			if !known {
				id = *next
				*next++
				s.changes[to] = id
			}
			c.ids[i] = id
		}
		if len(s.changes) > 0 && !c.drops(s) {
			sites = append(sites, s)
		}
		return true
	})
	return sites
}

// drops reports whether a place must stay as it is.
func (c *changed) drops(s site) bool {
	for _, id := range s.changes {
		if c.dropped[id] {
			return true
		}
	}
	return false
}

func operator(n ast.Node) (token.Token, token.Pos) {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		return n.Op, n.OpPos
	case *ast.UnaryExpr:
		return n.Op, n.OpPos
	case *ast.IncDecStmt:
		return n.Tok, n.TokPos
	}
	return token.ILLEGAL, token.NoPos
}
