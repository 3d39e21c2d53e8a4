package suites

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
)

// Merge makes one suite of several, for data that must meet them all. A name
// that occurs in two suites gets its suite's in front. What the suites say
// about reading must agree; where two configure the same built-in finding, the
// higher severity counts; no rows are allowed where all allow them.
func Merge(list []*Suite) (*Suite, Diagnostics) {
	if len(list) == 1 {
		return list[0], nil
	}
	m := &merger{out: &Suite{AllowEmpty: true}}
	m.collisions(list)
	var names, paths, digests []string
	for _, s := range list {
		names, paths, digests = append(names, s.Name), append(paths, s.Path), append(digests, s.Digest)
		m.data(s)
		m.items(s)
		m.out.Params = withParams(m.out.Params, s.Params)
		m.out.Environment = withParams(m.out.Environment, s.Environment)
		m.out.Warnings = append(m.out.Warnings, s.Warnings...)
		m.out.AllowEmpty = m.out.AllowEmpty && s.AllowEmpty
	}
	m.out.Digest = strings.Join(digests, ", ")
	m.out.Name, m.out.Path = strings.Join(names, ", "), strings.Join(paths, ", ")
	if len(m.diags) > 0 {
		return nil, m.diags.tidied()
	}
	return m.out, nil
}

type merger struct {
	out   *Suite
	diags Diagnostics
	twice map[string]bool // ids that occur in two suites
}

// key is what an item's id begins with, as far as it is known without data.
func (it *Item) key() string {
	if it.Options.Name != "" {
		return it.Options.Name
	}
	key := it.Declaration.Name
	if it.columns != nil {
		for _, t := range it.columns.terms {
			key += "." + t.String()
		}
		return key
	}
	return key + "." + strings.Join(domainColumns(it), ",")
}

func (m *merger) collisions(list []*Suite) {
	first := make(map[string]int)
	m.twice = make(map[string]bool)
	for i, s := range list {
		for j := range s.Items {
			key := s.Items[j].key()
			if at, seen := first[key]; seen && at != i {
				m.twice[key] = true
			} else if !seen {
				first[key] = i
			}
		}
	}
}

func (m *merger) items(s *Suite) {
	for _, it := range s.Items {
		if isFinding(it.Declaration) {
			if m.finding(it) {
				continue
			}
		} else if m.twice[it.key()] {
			it.prefix = s.Name + "/"
		}
		m.out.Items = append(m.out.Items, it)
	}
}

// finding keeps the severer of two configurations of a finding.
func (m *merger) finding(it Item) (done bool) {
	i := slices.IndexFunc(m.out.Items, func(have Item) bool { return have.Declaration.Name == it.Declaration.Name })
	if i < 0 {
		return false
	}
	if it.Options.Severity > m.out.Items[i].Options.Severity {
		m.out.Items[i] = it
	}
	return true
}

// withParams adds parameters whose names are not in a list.
func withParams(list, more []engine.Param) []engine.Param {
	for _, p := range more {
		same := func(have engine.Param) bool { return have.Name == p.Name }
		if !slices.ContainsFunc(list, same) {
			list = append(list, p)
		}
	}
	return list
}

// data merges what the suites say about reading.
func (m *merger) data(s *Suite) {
	d, add := &m.out.Data, s.Data
	m.agree(s, "csv", reflect.ValueOf(&d.CSV).Elem(), reflect.ValueOf(add.CSV))
	m.agree(s, "parquet", reflect.ValueOf(&d.Parquet).Elem(), reflect.ValueOf(add.Parquet))
	m.agree(s, "timezone", reflect.ValueOf(&d.Timezone).Elem(), reflect.ValueOf(add.Timezone))
	m.agree(s, "input_format", reflect.ValueOf(&d.InputFormat).Elem(), reflect.ValueOf(add.InputFormat))
	d.Union = d.Union || add.Union
	d.Sensitive = union(d.Sensitive, add.Sensitive)
	for _, column := range add.Declared {
		have := d.Types[column]
		switch {
		case have == nil:
			if d.Types == nil {
				d.Types = make(map[string]arrow.DataType)
			}
			d.Types[column] = add.Types[column]
			d.Declared = append(d.Declared, column)
		case have.String() != add.Types[column].String():
			m.conflict(s, fmt.Sprintf("types.%s: it is %s elsewhere and %s here", column, have, add.Types[column]))
		}
	}
}

// agree takes over what have does not say yet, and reports what it says
// otherwise.
func (m *merger) agree(s *Suite, name string, have, add reflect.Value) {
	switch {
	case add.IsZero():
	case have.IsZero():
		have.Set(add)
	case !reflect.DeepEqual(have.Interface(), add.Interface()):
		m.conflict(s, name)
	}
}

func (m *merger) conflict(s *Suite, what string) {
	m.diags = append(m.diags, Diagnostic{
		Code: "conflicting-data", Msg: "suites that are checked together must read the data in one way; they differ in data." + what,
		Hint: "check them one after the other", At: Span{File: s.Path},
	})
}
