package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// module is a module that is part of the program.
type module struct {
	path, version, sum string
	licences           []string // SPDX identifiers
	text               string   // of its licence files
}

// permissive are the licences that a dependency may have.
var permissive = []string{"Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib", "0BSD", "Unlicense", "BSL-1.0", "CC0-1.0"}

// recognised is how much of a module's licence text must be known, in percent.
const recognised = 75

// modulesOf finds the modules that a program was built of, the standard library
// among them, and their licences.
func modulesOf(ctx context.Context, info *debug.BuildInfo) ([]module, error) {
	var list []module
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		list = append(list, module{path: m.Path, version: m.Version, sum: m.Sum})
	}
	if err := findLicences(ctx, list); err != nil {
		return nil, err
	}
	root, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	std := module{path: "std", version: strings.TrimPrefix(info.GoVersion, "go")}
	if err := std.readLicence(strings.TrimSpace(string(root))); err != nil {
		return nil, err
	}
	return append(list, std), nil
}

// findLicences reads the licence files of modules, which are downloaded where
// they are not at hand.
func findLicences(ctx context.Context, list []module) error {
	args := []string{"mod", "download", "-json"}
	for _, m := range list {
		args = append(args, m.path+"@"+m.version)
	}
	out, err := exec.CommandContext(ctx, "go", args...).Output()
	if err != nil {
		return fmt.Errorf("find the modules: %w", err)
	}
	dirs := make(map[string]string)
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var m struct{ Path, Version, Dir string }
		if err := dec.Decode(&m); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		dirs[m.Path+"@"+m.Version] = m.Dir
	}
	var errs []error
	for i := range list {
		errs = append(errs, list[i].readLicence(dirs[list[i].path+"@"+list[i].version]))
	}
	return errors.Join(errs...)
}

// readLicence reads the licence files in a module's folder. It refuses one that
// is not recognised, or not permissive.
func (m *module) readLicence(dir string) error {
	paths, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		return err
	}
	for _, path := range paths {
		if info, err := os.Stat(path); err != nil || info.IsDir() || !isLicence(filepath.Base(path)) {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		m.text += string(text)
		if strings.HasPrefix(strings.ToUpper(filepath.Base(path)), "NOTICE") {
			continue // says who, not what may be done
		}
		if err := m.recognise(text); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	if len(m.licences) == 0 {
		return fmt.Errorf("the module %s has no licence that is recognised", m.path)
	}
	return nil
}

// isLicence goes by a file's name: LICENSE, LICENSE.txt, COPYING.md, LICENSE-MIT.
func isLicence(name string) bool {
	name = strings.ToUpper(name)
	text := slices.Contains([]string{"", ".TXT", ".MD"}, filepath.Ext(name))
	return text && slices.ContainsFunc([]string{"LICENSE", "LICENCE", "COPYING", "NOTICE"}, func(word string) bool { return strings.HasPrefix(name, word) })
}

// recognise notes the licences that a text is of.
func (m *module) recognise(text []byte) error {
	found := licensecheck.Scan(text)
	if found.Percent < recognised {
		return fmt.Errorf("only %.0f%% of the text are of a licence that is known", found.Percent)
	}
	for _, match := range found.Match {
		if match.IsURL || slices.Contains(m.licences, match.ID) {
			continue
		}
		if !slices.Contains(permissive, match.ID) {
			return fmt.Errorf("the licence %s is not among %s", match.ID, strings.Join(permissive, ", "))
		}
		m.licences = append(m.licences, match.ID)
	}
	return nil
}

// thirdParty are the licences of all modules, as their authors ask to have them
// passed on.
func thirdParty(modules []module) []byte {
	var b bytes.Buffer
	rule := strings.Repeat("=", 80)
	for _, m := range modules {
		fmt.Fprintf(&b, "%s\n%s %s (%s)\n%s\n\n%s\n", rule, m.path, m.version, strings.Join(m.licences, ", "), rule, m.text)
	}
	return b.Bytes()
}
