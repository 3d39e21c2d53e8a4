package dvc

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"assay/engine/lazyregexp"
)

// config is DVC's configuration of a repository: what the system's, the user's,
// the repository's and its local file say, the later over the earlier.
// https://dvc.org/doc/user-guide/project-structure/configuration
type config struct{ sections }

// pathKeys are the values that are paths, relative to their file's folder.
var pathKeys = map[string]bool{"url": true, "dir": true, "credentialpath": true, "configpath": true, "keyfile": true, "cert_path": true, "key_path": true}

// loadConfig reads the configuration of the repository whose .dvc folder is dir.
// Where the work tree has none, it is that of the revision.
func loadConfig(ctx context.Context, dir string, t tree) (config, error) {
	c := config{make(sections)}
	files := []string{filepath.Join(systemConfigDir(), "config"), filepath.Join(userConfigDir(), "config"), filepath.Join(dir, "config"), filepath.Join(dir, "config.local")}
	for i, path := range files {
		text, err := workTree{}.read(ctx, path)
		if os.IsNotExist(err) && i == 2 {
			text, err = t.read(ctx, path)
		}
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return c, fmt.Errorf("DVC's configuration %s: %w", path, err)
		}
		if err := c.merge(string(text), filepath.Dir(path)); err != nil {
			return c, fmt.Errorf("DVC's configuration %s: %w", path, err)
		}
	}
	return c, nil
}

// merge lays a file's text over what was read before.
func (c config) merge(text, dir string) error {
	read, err := parseINI(text)
	if err != nil {
		return err
	}
	for name, section := range read {
		for key, value := range section {
			if pathKeys[key] && (name == "cache" || strings.HasPrefix(name, "remote")) {
				value = resolvePath(dir, value)
			}
			c.set(name, key, value)
		}
	}
	return nil
}

var hasScheme = lazyregexp.New(`^\w+://`)

// resolvePath is a path of a configuration file in dir; addresses stay.
func resolvePath(dir, path string) string {
	if hasScheme().MatchString(path) || path == "" {
		return path
	}
	path = filepath.FromSlash(path)
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

func systemConfigDir() string {
	if dir := os.Getenv("DVC_SYSTEM_CONFIG_DIR"); dir != "" {
		return dir
	}
	switch runtime.GOOS {
	case "darwin":
		return "/Library/Application Support/dvc"
	case "windows":
		return filepath.Join(os.Getenv("PROGRAMDATA"), "iterative", "dvc")
	}
	first, _, _ := strings.Cut(os.Getenv("XDG_CONFIG_DIRS"), string(os.PathListSeparator))
	return filepath.Join(cmp.Or(first, "/etc/xdg"), "dvc")
}

func userConfigDir() string {
	if dir := os.Getenv("DVC_GLOBAL_CONFIG_DIR"); dir != "" {
		return dir
	}
	if runtime.GOOS == "windows" {
		return filepath.Join(os.Getenv("LOCALAPPDATA"), "iterative", "dvc")
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return filepath.Join(os.TempDir(), "no-home", "dvc")
	}
	return filepath.Join(dir, "dvc")
}

const remotePrefix = `remote "`

// remoteNamed finds a remote; "" is the default one. ok is false where none is
// configured.
func (c config) remoteNamed(name string) (p place, ok bool, err error) {
	if name = strings.ToLower(cmp.Or(name, c.sections["core"]["remote"])); name == "" {
		return p, false, nil
	}
	settings := c.sections[remotePrefix+name+`"`]
	if settings == nil {
		return p, false, fmt.Errorf("DVC's configuration has no remote %q%s", name, c.known())
	}
	p = place{name: name, url: settings["url"], settings: settings}
	if base, rest, ok := p.based(); ok {
		on := c.sections[remotePrefix+base+`"`]
		if on["url"] == "" || strings.HasPrefix(on["url"], "remote://") {
			return p, false, fmt.Errorf("the DVC remote %q is based on %q, which has no url", name, base)
		}
		p.url = strings.TrimRight(on["url"], "/") + "/" + rest
		p.settings = maps.Clone(on)
		maps.Copy(p.settings, settings)
	}
	if p.url == "" {
		return p, false, fmt.Errorf("the DVC remote %q has no url", name)
	}
	return p, true, nil
}

// based takes remote://base/rest apart.
func (p place) based() (base, rest string, ok bool) {
	path, ok := strings.CutPrefix(p.url, "remote://")
	base, rest, _ = strings.Cut(path, "/")
	return strings.ToLower(base), rest, ok
}

// known lists the remotes for an error.
func (c config) known() string {
	var names []string
	for section := range c.sections {
		if name, ok := strings.CutPrefix(section, remotePrefix); ok {
			names = append(names, strings.TrimSuffix(name, `"`))
		}
	}
	if len(names) == 0 {
		return ""
	}
	slices.Sort(names)
	return "; it has " + strings.Join(names, ", ")
}
