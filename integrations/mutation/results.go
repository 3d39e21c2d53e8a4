package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// results are the mutants of one package of which it is known what became of
// them, and the file that holds them.
type results struct {
	*os.File
	mutants []mutant
}

func openResults(out, folder string) (*results, error) {
	path := filepath.Join(out, strings.ReplaceAll(folder, "/", "-")+".json")
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	r := &results{File: f}
	for d := json.NewDecoder(f); ; {
		var m mutant
		if err := d.Decode(&m); err == io.EOF {
			return r, nil
		} else if err != nil {
			f.Close()
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
		r.mutants = append(r.mutants, m)
	}
}

// missing are those of a list that nothing is known of, in the order of the
// source.
func (r *results) missing(list []mutant, except *regexp.Regexp) []mutant {
	known := make(map[string]bool)
	for _, m := range r.mutants {
		known[m.String()] = true
	}
	list = slices.DeleteFunc(list, func(m mutant) bool { return known[m.String()] || except.MatchString(m.File) })
	slices.SortFunc(list, func(a, b mutant) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Type, b.Type))
	})
	return list
}

// add writes down what became of a mutant.
func (r *results) add(m mutant) error {
	r.mutants = append(r.mutants, m)
	text, err := json.Marshal(m)
	if err == nil {
		_, err = r.Write(append(text, '\n'))
	}
	return err
}

// tryAll makes one change after the other.
func (c *changed) tryAll(programs []*program, known *results) error {
	done := make(map[int]mutant)
	for i, m := range c.mutants {
		if i%100 == 99 {
			log.Printf("%s: %d of %d", c.folder, i+1, len(c.mutants))
		}
		same, again := done[c.ids[i]]
		m.Status, m.By = same.Status, same.By
		var err error
		switch id := c.ids[i]; {
		case c.isAlone(i):
			m.Status, m.By, err = c.tryAlone(programs, i)
		case !again:
			m.Status, m.By, err = try(programs, id, func(_ *program, t test) bool { return t.reaches[id] })
			done[id] = m
		}
		if err != nil {
			return fmt.Errorf("%s: %w", m, err)
		}
		if err := known.add(m); err != nil {
			return err
		}
	}
	return nil
}

// writeTable writes the mutants that nothing noticed, and how many there were of
// each package and what became of them.
func writeTable(w io.Writer, packages [][]mutant) error {
	var b strings.Builder
	for _, m := range slices.Concat(packages...) {
		if m.Status == lived || m.Status == notCovered {
			fmt.Fprintf(&b, "%s %s\n", m.Status, m)
		}
	}
	b.WriteString("\n| package | mutants | killed | timed out | lived | not covered | not viable | efficacy |\n|---|---|---|---|---|---|---|---|\n")
	for _, list := range packages {
		if len(list) == 0 {
			continue // all its files are left out
		}
		n := make(map[status]int)
		for _, m := range list {
			n[m.Status]++
		}
		noticed := n[killed] + n[timedOut]
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %d | %d | %.1f %% |\n", list[0].Package, len(list),
			n[killed], n[timedOut], n[lived], n[notCovered], n[notViable], 100*float64(noticed)/float64(max(1, noticed+n[lived])))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
