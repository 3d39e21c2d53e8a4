//go:build unix

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// compareNames prints what assay takes of a folder in which the table stands
// under so many names: of as many rows more, without the space for them.
func (c *config) compareNames(ctx context.Context) error {
	fmt.Printf("%s rows, %d names of %s, %d rounds, %s\n\n", group(c.names*c.rows), c.names, group(c.rows), c.rounds, machine())
	fmt.Println("| suite, format | median s | spread s | peak MB |")
	fmt.Println("|---|---|---|---|")
	for _, format := range c.formats {
		table, err := c.data(ctx, format, false)
		if err != nil {
			return err
		}
		folder, err := c.link(table, format)
		if err != nil {
			return err
		}
		for _, suite := range c.suites {
			p := c.ours(folder, suite)
			p.files = []string{table, c.assay}
			rounds, err := c.takeTurns(ctx, []contender{p})
			if err != nil {
				return fmt.Errorf("%s on %s: %w", suite, format, err)
			}
			s := summarise(rounds[0])
			fmt.Printf("| %s, %s | %.3f | %.3f–%.3f | %d |\n", suite, format, s.median, s.least, s.most, s.peak/1_000_000)
		}
	}
	return nil
}

// link gives a file as many names as are asked for, in a folder of its own.
func (c *config) link(table, format string) (folder string, err error) {
	folder = fmt.Sprintf("%s-%d-names", table, c.names)
	if err := os.RemoveAll(folder); err != nil {
		return "", err
	}
	if err := os.Mkdir(folder, 0o755); err != nil {
		return "", err
	}
	for i := range c.names {
		if err := os.Link(table, filepath.Join(folder, fmt.Sprintf("part-%03d.%s", i, format))); err != nil {
			return "", err
		}
	}
	return folder, nil
}
