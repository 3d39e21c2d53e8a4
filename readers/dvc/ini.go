package dvc

import (
	"fmt"
	"strings"
)

// sections are what a configuration file says, by section and key, both in
// lower case as DVC has them.
type sections map[string]map[string]string

// parseINI reads a configuration file as ConfigObj writes it:
// https://configobj.readthedocs.io. Sections within sections are left out.
func parseINI(text string) (sections, error) {
	all := make(sections)
	section := ""
	number := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		number++
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "[["):
			section = ""
		case line[0] == '[':
			name, ok := sectionName(line)
			if !ok {
				return nil, fmt.Errorf("line %d is no section: it lacks its bracket", number)
			}
			section = name
		default:
			key, value, ok := strings.Cut(line, "=")
			if !ok {
				return nil, fmt.Errorf("line %d is neither a section nor KEY = VALUE", number)
			}
			all.set(section, strings.ToLower(unquote(strings.TrimSpace(key))), iniValue(strings.TrimSpace(value)))
		}
	}
	return all, nil
}

// sectionName is the inside of [core] or ['remote "name"'].
func sectionName(line string) (string, bool) {
	end := strings.LastIndexByte(line, ']')
	if end < 0 {
		return "", false
	}
	return strings.ToLower(strings.Join(strings.Fields(unquote(strings.TrimSpace(line[1:end]))), " ")), true
}

// iniValue is a value without quotes, or without the comment behind it.
func iniValue(text string) string {
	for _, q := range []string{`"""`, "'''", `"`, "'"} {
		if rest, ok := strings.CutPrefix(text, q); ok {
			if value, _, ok := strings.Cut(rest, q); ok {
				return value
			}
		}
	}
	value, _, _ := strings.Cut(text, "#")
	return strings.TrimSpace(value)
}

func unquote(text string) string {
	if n := len(text); n >= 2 && text[0] == text[n-1] && (text[0] == '"' || text[0] == '\'') {
		return text[1 : n-1]
	}
	return text
}

func (s sections) set(section, key, value string) {
	if s[section] == nil {
		s[section] = make(map[string]string)
	}
	s[section][key] = value
}
