//go:build unix

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// scale prints how assay's own cost grows: with rows, columns, expectations and
// distinct values.
func (c *config) scale(ctx context.Context) error {
	fmt.Printf("%s rows unless said otherwise, %d rounds, %s\n\n", group(c.rows), c.rounds, machine())
	fmt.Println("| format | what grows | how much | median s | peak MB |")
	fmt.Println("|---|---|---|---|---|")
	for _, format := range c.formats {
		for _, rows := range []int{c.rows / 100, c.rows / 10, c.rows} {
			sized := *c
			sized.rows = max(rows, 1000)
			if err := sized.scaled(ctx, format, "rows, s20", group(sized.rows), ""); err != nil {
				return err
			}
		}
		for _, n := range []int{1, 4, 8, len(columns)} {
			suite := "version: 1\nexpectations:\n  - not-null: {column: [" + strings.Join(columns[:n], ", ") + "]}\n    mostly: 0.5\n"
			if err := c.scaled(ctx, format, "columns read", group(n), suite); err != nil {
				return err
			}
		}
		for _, n := range []int{1, 10, 100, 500} {
			var suite strings.Builder
			suite.WriteString("version: 1\nexpectations:\n")
			for i := range n {
				fmt.Fprintf(&suite, "  - between: {column: price, min: %d, max: 1000000}\n    mostly: 0.5\n", -i)
			}
			if err := c.scaled(ctx, format, "expectations on a column", group(n), suite.String()); err != nil {
				return err
			}
		}
		for _, column := range []string{"status", "country", "birth_date", "email"} {
			suite := fmt.Sprintf("version: 1\nexpectations:\n  - distinct-count-between: {column: %s, min: 1}\n", column)
			if err := c.scaled(ctx, format, "distinct values", "those of "+column, suite); err != nil {
				return err
			}
		}
	}
	return nil
}

// scaled measures one suite; "" is s20.
func (c *config) scaled(ctx context.Context, format, what, much, suite string) error {
	data, err := c.data(ctx, format, false)
	if err != nil {
		return err
	}
	path := filepath.Join("bench", "suites", "s20.yaml")
	if suite != "" {
		path = filepath.Join(c.dir, "scaling.yaml")
		if err := os.WriteFile(path, []byte(suite), 0o644); err != nil {
			return err
		}
	}
	p := c.ours(data, "s20")
	p.args[4] = path
	rounds, err := c.takeTurns(ctx, []contender{p})
	if err != nil {
		return fmt.Errorf("%s, %s: %w", what, much, err)
	}
	s := summarise(rounds[0])
	fmt.Printf("| %s | %s | %s | %.3f | %d |\n", format, what, much, s.median, s.peak/1_000_000)
	return nil
}
