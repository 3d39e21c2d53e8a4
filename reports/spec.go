package reports

import (
	"fmt"
	"slices"
	"strings"
)

// Stdout is the path that stands for standard output.
const Stdout = "-"

// Spec is one wanted report, as --report says it.
type Spec struct {
	Format   *Format
	Settings map[string]string
	Path     string // Stdout where none was given
}

// ParseSpec reads FORMAT[?SETTING=VALUE[&…]][=PATH]: `json`, `json=out.json`,
// `gx?result_format=COMPLETE=out.json`, `json=C:\out.json`. The path is all
// that follows its equals sign. Errors name what is known.
func ParseSpec(text string) (Spec, error) {
	name, rest := text, ""
	if i := strings.IndexAny(text, "?="); i >= 0 {
		name, rest = text[:i], text[i:]
	}
	format, ok := Lookup(name)
	if !ok {
		return Spec{}, fmt.Errorf("unknown report format %q: the formats are %s", name, strings.Join(Names(), ", "))
	}
	spec := Spec{Format: format, Path: Stdout}
	var err error
	if settings, ok := strings.CutPrefix(rest, "?"); ok {
		if rest, err = spec.parseSettings(settings); err != nil {
			return Spec{}, fmt.Errorf("report %q: %w", text, err)
		}
	}
	if path, ok := strings.CutPrefix(rest, "="); ok {
		if path == "" {
			return Spec{}, fmt.Errorf("report %q: a path must follow the equals sign (- is standard output)", text)
		}
		spec.Path = path
	}
	return spec, nil
}

// parseSettings reads SETTING=VALUE pairs and returns what is behind them:
// nothing, or "=PATH".
func (s *Spec) parseSettings(text string) (rest string, err error) {
	s.Settings = make(map[string]string)
	for {
		name, after, ok := strings.Cut(text, "=")
		if !ok {
			return "", fmt.Errorf("expected SETTING=VALUE after %q, found %q", "?", text)
		}
		if err := s.knows(name); err != nil {
			return "", err
		}
		if _, twice := s.Settings[name]; twice {
			return "", fmt.Errorf("%s is given twice", name)
		}
		end := strings.IndexAny(after, "&=")
		if end < 0 {
			s.Settings[name] = after
			return "", nil
		}
		s.Settings[name] = after[:end]
		if after[end] == '=' {
			return after[end:], nil
		}
		text = after[end+1:]
	}
}

func (s *Spec) knows(name string) error {
	var known []string
	for _, setting := range s.Format.Settings {
		known = append(known, setting.Name)
	}
	switch {
	case slices.Contains(known, name):
		return nil
	case len(known) == 0:
		return fmt.Errorf("the format %s has no settings", s.Format.Name)
	}
	return fmt.Errorf("unknown setting %q: %s has %s", name, s.Format.Name, strings.Join(known, ", "))
}
