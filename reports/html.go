package reports

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"io"
	"sync"

	"assay/engine"
)

// The limits of the HTML report: what a page shows does not grow with the
// number of failing rows.
const (
	htmlExamples     = 6   // of an outcome
	htmlExamplesAll  = 250 // of all outcomes together, but one of each
	htmlColumns      = 500
	htmlFiles        = 200
	htmlExpectLength = 600 // in characters
	htmlCellLength   = 160
)

var htmlProfile = Setting{
	Name: "profile", Values: []string{"on", "off"}, Default: "on",
	Doc: "a card with figures and a chart for each column",
}

var _ = register(Format{
	Name:     "html",
	Title:    "one page that needs no network: verdict, failures with examples, columns",
	Settings: []Setting{htmlProfile},
	Needs: func(o Options) (Needs, error) {
		profile, err := o.setting(htmlProfile)
		return Needs{Examples: o.examples(htmlExamples), Profile: profile == "on"}, err
	},
	Render: renderHTML,
})

//go:embed html
var htmlFS embed.FS

// htmlAssets are the parts of the page that are the same in every report.
type htmlAssets struct {
	page   *template.Template
	style  template.CSS
	script template.JS
	csp    string
}

// htmlParts parses the template once, when the first page is written.
var htmlParts = sync.OnceValues(func() (*htmlAssets, error) {
	page, err := template.ParseFS(htmlFS, "html/page.tmpl")
	if err != nil {
		return nil, err
	}
	style, err := htmlFS.ReadFile("html/style.css")
	if err != nil {
		return nil, err
	}
	script, err := htmlFS.ReadFile("html/script.js")
	if err != nil {
		return nil, err
	}
	return &htmlAssets{
		page: page, style: template.CSS(style), script: template.JS(script),
		// Nothing is loaded, and nothing runs but what stands here.
		csp: "default-src 'none'; style-src " + cspHash(style) + "; script-src " + cspHash(script) +
			"; base-uri 'none'; form-action 'none'",
	}, nil
})

func cspHash(content []byte) string {
	sum := sha256.Sum256(content)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func renderHTML(w io.Writer, r *engine.Result, o Options) error {
	parts, err := htmlParts()
	if err != nil {
		return err
	}
	profile, err := o.setting(htmlProfile)
	if err != nil {
		return err
	}
	p := newHTMLPage(r, o.examples(htmlExamples), profile == "on")
	p.CSP, p.Style, p.Script = parts.csp, parts.style, parts.script
	return parts.page.ExecuteTemplate(w, "page.tmpl", p)
}
