package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

var (
	complaint = regexp.MustCompile(`(?m)^(\S+\.go):(\d+):\d+: `)
	number    = regexp.MustCompile(`variant\.[A-Z][a-z]+(?:\[[^\]]*\])?\((\d+)`)
)

// compile writes the sources such that the package compiles: what the compiler
// complains about, such as the difference of two texts, is left out.
func (c *changed) compile() error {
	for {
		if err := c.write(); err != nil {
			return err
		}
		out, err := exec.Command("go", "build", "-gcflags=-e", "-overlay", c.overlay, "./"+c.folder).CombinedOutput()
		if err == nil {
			return nil
		}
		more, readErr := c.dropWhere(string(out))
		if readErr != nil || !more {
			return fmt.Errorf("compile %s: %w\n%s", c.folder, err, out)
		}
	}
}

// dropWhere leaves out the changes on the lines that a compiler complains about.
func (c *changed) dropWhere(complaints string) (more bool, err error) {
	for _, at := range complaint.FindAllStringSubmatch(complaints, -1) {
		text, err := os.ReadFile(filepath.Join(filepath.Dir(c.overlay), filepath.Base(at[1])))
		if err != nil {
			return false, err
		}
		line, err := strconv.Atoi(at[2])
		if err != nil {
			return false, err
		}
		for _, id := range number.FindAllStringSubmatch(strings.Split(string(text), "\n")[line-1], -1) {
			n, err := strconv.Atoi(id[1])
			if err != nil {
				return false, err
			}
			more = more || !c.dropped[n]
			c.dropped[n] = true
		}
	}
	return more, nil
}
