// Command mutation changes the code of packages in all the places that gremlins
// would, one at a time, and says which changes no test notices.
//
// Gremlins itself compiles the tests anew for each change, which takes ten
// seconds and more for those that look at the engine from outside, and has only
// a package's own tests run. This compiles all changes of a package into the
// tests once, where a variable of the environment makes one of them, and runs
// those that reach it.
//
//	go run ./integrations/mutation -out FOLDER engine expectations
//
// It is run in the module's folder. FOLDER gets a file for each package with a
// line of JSON for each mutant; mutants that stand in it already are not tried
// again. Standard output gets the mutants that lived and a table.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

func main() {
	out := flag.String("out", "dist/mutation", "the `folder` of results")
	except := flag.String("except", "^$", "leave out files that match this `pattern`")
	flag.Parse()
	pattern, err := regexp.Compile(*except)
	if err == nil {
		err = run(*out, pattern, flag.Args())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutation:", err)
		os.Exit(1)
	}
}

func run(out string, except *regexp.Regexp, folders []string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	var all [][]mutant
	for _, folder := range folders {
		list, err := mutate(filepath.Clean(folder), out, except)
		if err != nil {
			return err
		}
		all = append(all, list)
	}
	return writeTable(os.Stdout, all)
}

// mutate tries all mutants of one package.
func mutate(folder, out string, except *regexp.Regexp) ([]mutant, error) {
	scratch, err := os.MkdirTemp("", "mutation")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(scratch)
	list, err := listMutants(folder, out)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("gremlins finds nothing to change in the folder %s", folder)
	}
	known, err := openResults(out, folder)
	if err != nil {
		return nil, err
	}
	defer known.Close()
	if list = known.missing(list, except); len(list) == 0 {
		return known.mutants, nil
	}
	c, err := load(folder, list, scratch)
	if err != nil {
		return nil, err
	}
	if err := c.compile(); err != nil {
		return nil, err
	}
	programs, err := c.programs(outside, scratch)
	if err != nil {
		return nil, err
	}
	err = c.tryAll(programs, known)
	return known.mutants, err
}
