package remote

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// netrcUser finds the credentials of a host in the file that NETRC names, or in
// ~/.netrc; nil where there are none.
// https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html
func netrcUser(host string) (*url.Userinfo, error) {
	path := os.Getenv("NETRC")
	if path == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil, nil
		}
		path = filepath.Join(home, map[bool]string{true: "_netrc", false: ".netrc"}[runtime.GOOS == "windows"])
	}
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("the credentials of servers cannot be read: %w", err)
	}
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return findMachine(strings.Fields(string(text)), host), nil
}

// findMachine finds the login of a machine, or that of the default entry.
func findMachine(words []string, host string) *url.Userinfo {
	var login, password string
	here := false
	for i := 0; i < len(words); i++ {
		value := ""
		if i+1 < len(words) {
			value = words[i+1]
		}
		switch words[i] {
		case "machine", "default":
			if here && login != "" {
				return url.UserPassword(login, password)
			}
			here = words[i] == "default" || value == host
			login, password = "", ""
		case "login":
			login = value
		case "password":
			password = value
		}
		if words[i] != "default" {
			i++
		}
	}
	if here && login != "" {
		return url.UserPassword(login, password)
	}
	return nil
}
