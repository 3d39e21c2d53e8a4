package remote

import (
	"bufio"
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"
)

// sshConfig is what ~/.ssh/config says of a host: values by keyword in lower case,
// in their order.
type sshConfig map[string][]string

// first is the value that counts, of keywords that have one.
func (c sshConfig) first(keyword string) string {
	if len(c[keyword]) == 0 {
		return ""
	}
	return c[keyword][0]
}

// readSSHConfig reads the blocks that are about a host. Match and Include are
// passed over. https://man.openbsd.org/ssh_config
func readSSHConfig(file, host string) (sshConfig, error) {
	said := make(sshConfig)
	f, err := os.Open(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return said, nil
	case err != nil:
		return nil, &fault{msg: "the configuration of SSH cannot be read", cause: err}
	}
	defer f.Close()
	here := true
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		words := strings.Fields(strings.Replace(lines.Text(), "=", " ", 1))
		if len(words) < 2 || strings.HasPrefix(words[0], "#") {
			continue
		}
		for i := range words {
			words[i] = strings.Trim(words[i], `"`)
		}
		switch keyword := strings.ToLower(words[0]); keyword {
		case "host":
			here = isAbout(words[1:], host)
		case "match":
			here = false
		case "userknownhostsfile":
			if here && said[keyword] == nil {
				said[keyword] = words[1:]
			}
		default:
			if here {
				said[keyword] = append(said[keyword], strings.Join(words[1:], " "))
			}
		}
	}
	if err := lines.Err(); err != nil {
		return nil, &fault{msg: "the configuration of SSH cannot be read", cause: err}
	}
	return said, nil
}

// isAbout reports whether patterns, some of them with a ! to except what they
// match, are about a host.
func isAbout(patterns []string, host string) bool {
	about := false
	for _, p := range patterns {
		p, except := strings.CutPrefix(p, "!")
		if ok, err := path.Match(p, host); err != nil || !ok {
			continue
		}
		if except {
			return false
		}
		about = true
	}
	return about
}
