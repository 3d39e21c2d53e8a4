package browser

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/reports"
	"assay/reports/site"
)

// siteOfRuns is a site of two runs of a suite and one of another, by the path of
// its index.
func siteOfRuns(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	s, err := site.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"airports.yaml:airports.csv", "airports.yaml:airports.csv", "penguins.yaml:penguins-raw.csv"} {
		file, data, _ := strings.Cut(name, ":")
		res := run(t, filepath.Join(public, file), filepath.Join(public, data))
		defer res.Close()
		res.Version = fmt.Sprint(i) // lest the same bytes count once
		format, _ := reports.Lookup("json")
		var raw bytes.Buffer
		if err := format.Render(&raw, res, reports.Options{}); err != nil {
			t.Fatal(err)
		}
		e := site.Entry{Raw: raw.Bytes(), Result: res, Time: time.Date(2024, 1, 1+i, 0, 0, 0, 0, time.UTC)}
		if n, err := s.Add(context.Background(), e); n != 1 || err != nil {
			t.Fatal(n, err)
		}
	}
	return filepath.Join(dir, "index.html")
}

// TestSite goes from the index to a dataset, to a report, without the network.
func TestSite(t *testing.T) {
	b := openBrowser(t)
	b.emulate(1200, 900, "light", "screen")
	b.open(siteOfRuns(t))
	b.clean(t)
	if n := b.number(`document.querySelectorAll("tbody tr").length`); n != 2 {
		t.Errorf("%v datasets, not 2", n)
	}
	b.open(b.linked("tbody a"))
	b.clean(t)
	if n := b.number(`document.querySelectorAll(".trend").length`); n != 10 {
		t.Errorf("%v trends, not 10", n)
	}
	if !b.is(`document.querySelector(".line circle").getBoundingClientRect().width > 2`) {
		t.Error("charts have no dots")
	}
	b.open(b.linked("main header a"))
	b.clean(t)
	if n := b.number(shown); n != 10 {
		t.Errorf("the last report has %v outcomes, not 10", n)
	}
}

// linked is the file to which a link leads.
func (b *browser) linked(selector string) string {
	b.t.Helper()
	return b.text(`decodeURIComponent(new URL(document.querySelector(` + quoted(selector) + `).href).pathname)`)
}

// TestSiteAccessible runs axe-core over the pages of a site.
func TestSiteAccessible(t *testing.T) {
	axe := axeCore(t)
	b := openBrowser(t)
	index := siteOfRuns(t)
	b.open(index)
	for _, path := range []string{index, b.linked("tbody a")} {
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int{1200, 400} {
				b.emulate(width, 900, scheme, "screen")
				b.open(path)
				b.eval(axe, nil)
				b.noViolations(t, fmt.Sprintf("%s, %s, %d wide", filepath.Base(path), scheme, width))
			}
		}
	}
}

// axeCore is the script of axe-core, whose place AXE_CORE names.
func axeCore(t *testing.T) string {
	t.Helper()
	axe, err := os.ReadFile(os.Getenv("AXE_CORE"))
	if err != nil {
		const how = "no axe-core: npm install axe-core, and name its axe.min.js in AXE_CORE"
		if os.Getenv("CI") != "" {
			t.Fatal(how)
		}
		t.Skip("ACCESSIBILITY WAS NOT CHECKED: " + how)
	}
	return string(axe)
}
