package suites

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"assay/engine"
)

// options reads what stands beside an expectation.
func (r itemReader) options(it *Item, n *node) {
	it.Options.Severity = engine.Critical
	for _, e := range n.entries {
		r.option(it, e.key, e.value)
	}
	if n := it.nodes["min_group_size"]; n != nil && it.nodes["segments"] == nil {
		r.report(n.at, "missing-option", "min_group_size needs segments", "")
	}
	warn, fail := it.Options.WarnAt, it.Options.FailAt
	if warn != nil && fail != nil && warn.Share == fail.Share && warn.Value > fail.Value {
		r.report(it.nodes["warn_at"].at, "bad-range", fmt.Sprintf("warn_at, %s, is above fail_at, %s", warn, fail), "")
	}
}

// option reads one option; other keys are passed over.
func (r itemReader) option(it *Item, key, value *node) {
	o := &it.Options
	switch key.text {
	case "name":
		if text, ok := r.text(value, "name"); ok {
			if o.Name = strings.TrimSpace(text); o.Name == "" {
				r.report(value.at, "bad-value", "name is empty", "leave it out: the outcome's id is then made of the expectation and its columns")
			}
		}
	case "severity":
		names := []string{engine.Critical.String(), engine.Warning.String(), engine.Info.String()}
		if text, ok := r.enum(value, "severity", names); ok {
			o.Severity, _ = engine.ParseSeverity(text)
		}
	case "where":
		r.where(it, key, value)
	case "segments":
		r.segments(it, key, value)
	case "min_group_size":
		if i, ok := r.integer(value, "min_group_size"); ok {
			if o.MinGroupSize = i; i < 1 {
				r.report(value.at, "out-of-range", "min_group_size is below 1", "")
			}
		}
	case "notes":
		o.Notes, _ = r.texts(value, "notes")
	case "meta":
		if value.kind != mapNode {
			r.wrong(value, "meta", "a mapping", "")
			return
		}
		o.Meta, _ = plainValue(value).(map[string]any)
	case "result_format":
		o.ResultFormat = r.resultFormat(value)
	case "mostly":
		if f, ok := r.float(value, "mostly"); ok && r.rowWise(it, key) {
			if f < 0 || f > 1 {
				r.report(value.at, "out-of-range", fmt.Sprintf("mostly is %s; it is a share between 0 and 1", value.text), percentHint(f))
				return
			}
			o.Mostly = &f
		}
	case "max_unexpected":
		if i, ok := r.integer(value, "max_unexpected"); ok && r.rowWise(it, key) {
			if i < 0 {
				r.report(value.at, "out-of-range", "max_unexpected is below 0", "")
				return
			}
			o.MaxUnexpected = &i
		}
	case "warn_at":
		r.limit(&o.WarnAt, it, key, value)
	case "fail_at":
		r.limit(&o.FailAt, it, key, value)
	default:
		return
	}
	it.nodes[key.text] = value
}

func percentHint(f float64) string {
	if f > 1 && f <= 100 {
		return fmt.Sprintf("%g %% is %g", f, f/100)
	}
	return ""
}

// rowWise reports a tolerance beside an expectation that judges no rows.
func (r itemReader) rowWise(it *Item, key *node) bool {
	if it.Declaration.RowWise {
		return true
	}
	r.report(key.at, "not-row-wise", fmt.Sprintf("%s takes no %s: it does not judge row by row", it.Declaration.Name, key.text), "")
	return false
}

func (r itemReader) where(it *Item, key, value *node) {
	if value.isNull() {
		return
	}
	if it.Declaration.NoWhere {
		r.report(key.at, "no-condition", fmt.Sprintf("%s takes no row condition: it is about the data as a whole", it.Declaration.Name), "")
		return
	}
	if it.where = r.expression(value, "where"); it.where != nil {
		it.Options.Where = value.text
	}
}

// limit reads a share below 1, a percentage, or a number of rows.
func (r itemReader) limit(into **engine.Limit, it *Item, key, value *node) {
	if !r.rowWise(it, key) {
		return
	}
	if digits, ok := strings.CutSuffix(value.text, "%"); ok && value.kind == scalarNode {
		percent, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
		if err != nil || !(percent > 0 && percent <= 100) {
			r.report(value.at, "out-of-range", fmt.Sprintf("%s is %s; a percentage is above 0 and at most 100", key.text, value.describe()), "")
			return
		}
		*into = &engine.Limit{Share: true, Value: percent / 100}
		return
	}
	f, ok := r.float(value, key.text)
	switch {
	case !ok:
	case f > 0 && f < 1:
		*into = &engine.Limit{Share: true, Value: f}
	case f >= 1 && f == math.Trunc(f) && f < 1<<53:
		*into = &engine.Limit{Value: f}
	default:
		r.report(value.at, "out-of-range", fmt.Sprintf("%s is %s; it is a share such as 0.05 or 5%%, or a whole number of rows", key.text, value.text), "")
	}
}

// segments reads the columns by which rows are grouped.
func (r itemReader) segments(it *Item, key, value *node) {
	if it.Declaration.NoWhere {
		r.report(key.at, "no-condition", fmt.Sprintf("%s takes no segments: it is about the data as a whole", it.Declaration.Name), "")
		return
	}
	columns, ok := r.texts(value, "segments")
	if !ok {
		return
	}
	for i, name := range columns {
		if name == "" || slices.Contains(columns[:i], name) {
			r.report(value.at, "bad-value", fmt.Sprintf("segments names the column %q twice, or not at all", name), "")
			return
		}
	}
	if it.Options.Segments = columns; len(columns) == 0 {
		r.report(value.at, "bad-value", "segments is a list without columns", "")
	}
}
