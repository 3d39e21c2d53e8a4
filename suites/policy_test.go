package suites_test

import (
	"io/fs"
	"reflect"
	"strings"
	"testing"
	"time"

	"assay/engine"
	"assay/suites"
)

func loadPolicy(text string) (*suites.Policy, suites.Diagnostics) {
	loader := suites.Loader{ReadFile: func(path string) ([]byte, error) {
		if path != "gates/policy.yaml" {
			return nil, fs.ErrNotExist
		}
		return []byte(text), nil
	}}
	return loader.LoadPolicy("gates/policy.yaml")
}

func TestPolicy(t *testing.T) {
	digest := "sha256:" + strings.Repeat("0a", 32)
	got, mistakes := loadPolicy(`version: 1
policy: champions
suites:
  - orders
  - {name: users, digest: ` + digest + `}
max_age: 30d
fail_on: warning
evidence: pages
same_version: true
trust: [keys/ci.pem, /etc/assay/root.pem]
metrics:
  - {name: accuracy, min: 0.9}
  - {name: rmse, max: 3, min: -1}
approvers: [ann, bob]
audit: audit.jsonl
`)
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	number := func(f float64) *float64 { return &f }
	want := &suites.Policy{
		Path: "gates/policy.yaml", Digest: got.Digest, Name: "champions",
		Suites: []suites.RequiredSuite{{Name: "orders"}, {Name: "users", Digest: digest}},
		MaxAge: 30 * 24 * time.Hour, FailOn: engine.FailOnWarning, Pages: true, SameVersion: true,
		Trust:     []string{"gates/keys/ci.pem", "/etc/assay/root.pem"},
		Metrics:   []suites.RequiredMetric{{Name: "accuracy", Min: number(0.9)}, {Name: "rmse", Min: number(-1), Max: number(3)}},
		Approvers: []string{"ann", "bob"}, Audit: "gates/audit.jsonl",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
	if len(got.Digest) != len(digest) {
		t.Errorf("the digest is %q", got.Digest)
	}
}

func TestPolicyMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"":                                                 "the file is empty",
		"suites: [a]":                                      "1:1: the policy does not say its version",
		"version: 2":                                       "1:10: the version of policies is 1",
		"[]":                                               "1:1: a policy is a list, not a mapping",
		"version: 1\nmax_ages: 3d":                         `2:1: a policy has no key "max_ages"`,
		"version: 1\nmax_age: 3":                           `2:10: max_age cannot be "3"`,
		"version: 1\nmax_age: -3d":                         `2:10: max_age cannot be "-3d"`,
		"version: 1\nmax_age: [3d]":                        "2:10: max_age is a list, not a text",
		"version: 1\nfail_on: never":                       `2:10: fail_on cannot be "never": it is one of critical, warning, info`,
		"version: 1\nevidence: page":                       `2:11: evidence cannot be "page"`,
		"version: 1\nsame_version: yes":                    "2:15: same_version is \"yes\", not true or false",
		"version: 1\nsuites: orders":                       `2:9: suites is "orders", not a list`,
		"version: 1\nsuites: [{}]":                         "2:10: this names no suite",
		"version: 1\nsuites: [{digest: abc}]":              `2:19: "abc" is no digest of a suite`,
		"version: 1\nsuites: [{nam: a}]":                   `a suite of a policy has no key "nam"`,
		"version: 1\nmetrics: [{min: 1}]":                  "2:11: the metric has no name",
		"version: 1\nmetrics: [{name: a}]":                 "2:11: nothing is demanded of the metric a",
		"version: 1\nmetrics: [accuracy]":                  `2:11: a metric is "accuracy", not a mapping`,
		"version: 1\nmetrics: [{name: a, min: x}]":         `2:26: min is "x", not a number`,
		"version: 1\nmetrics: [{name: a, min: 2, max: 1}]": "min is above max of the metric a",
		"version: 1\napprovers: []":                        "2:12: approvers lists nobody",
		"version: 1\napprovers: {}":                        "2:12: approvers is a mapping",
	} {
		policy, mistakes := loadPolicy(text)
		if policy != nil || !strings.Contains(mistakes.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, mistakes, want)
		}
	}
}
