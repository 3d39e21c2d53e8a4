package main

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"assay/engine"
	"assay/gates"
	"assay/reports"
)

// notifyFormats says which report each service of --notify is sent.
var notifyFormats = map[string]string{"slack": "slack", "teams": "teams", "webhook": "json"}

// openLineagePath is where OpenLineage's services listen.
const openLineagePath = "/api/v1/lineage"

// delivery is a report that goes to a web address.
type delivery struct {
	spec     reports.Spec
	task     string // what fails where it fails: "notify slack"
	url      string
	token    string
	always   bool // also of data that --notify-on is silent about
	required bool
}

// deliveries are those that the flags ask for, which were validated. An
// OpenLineage event is posted with the settings of the report of that name, if
// there is one.
func (p *publisher) deliveries(specs []reports.Spec) []delivery {
	var list []delivery
	for _, text := range p.flags.notify {
		service, address, _ := strings.Cut(text, "=")
		list = append(list, delivery{
			spec: specOf(notifyFormats[service]), task: "notify " + service, url: address, required: p.flags.notifyRequired,
		})
	}
	if p.flags.openLineageURL != "" {
		spec := specOf("openlineage")
		if i := slices.IndexFunc(specs, func(s reports.Spec) bool { return s.Format == spec.Format }); i >= 0 {
			spec.Settings = specs[i].Settings
		}
		list = append(list, delivery{
			spec: spec, task: "post the OpenLineage event", url: lineageURL(p.flags.openLineageURL),
			token: p.getenv("OPENLINEAGE_API_KEY"), always: true, required: true,
		})
	}
	return list
}

// wanted are all reports that must be rendered of a result, wherever they go.
func (p *publisher) wanted(specs []reports.Spec) []reports.Spec {
	all := slices.Clone(specs)
	for _, d := range p.deliveries(specs) {
		all = append(all, d.spec)
	}
	return all
}

// specOf is a report of a format that there is.
func specOf(format string) reports.Spec {
	f, _ := reports.Lookup(format)
	return reports.Spec{Format: f, Path: reports.Stdout}
}

// lineageURL adds the usual path to an address that has none.
func lineageURL(text string) string {
	if u, err := url.Parse(text); err == nil && strings.Trim(u.Path, "/") == "" {
		u.Path = openLineagePath
		return u.String()
	}
	return text
}

// deliver renders and posts a report.
func (p *publisher) deliver(ctx context.Context, d delivery, r *engine.Result) error {
	if !d.always && !p.flags.notifyOn.wants(r) {
		return nil
	}
	var body bytes.Buffer
	if err := d.spec.Write(&body, p.seen(d.spec, r), p.options()); err != nil {
		return err
	}
	if err := p.sender.Send(ctx, gates.Message{URL: d.url, Token: d.token, Body: body.Bytes()}); err != nil {
		return fmt.Errorf("cannot %s: %w", d.task, err)
	}
	return nil
}
