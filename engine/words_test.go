package engine_test

import (
	"errors"
	"testing"

	"assay/engine"
)

// words checks that a value has the name and is found by it, and that no other
// word is taken for one.
func words[T interface {
	comparable
	String() string
}](t *testing.T, parse func(string) (T, bool), names map[string]T) {
	t.Helper()
	for name, want := range names {
		if got, ok := parse(name); !ok || got != want || want.String() != name {
			t.Errorf("%s is %v, %v; want %v", name, got, ok, want)
		}
	}
	for _, other := range []string{"", "Error", "none"} {
		if got, ok := parse(other); ok {
			t.Errorf("%q is taken for %v", other, got)
		}
	}
}

func TestWords(t *testing.T) {
	words(t, engine.ParseSeverity, map[string]engine.Severity{"info": engine.Info, "warning": engine.Warning, "critical": engine.Critical})
	words(t, engine.ParseStatus, map[string]engine.Status{"pass": engine.Pass, "fail": engine.Fail, "error": engine.Error})
	words(t, engine.ParseThreshold, map[string]engine.Threshold{
		"critical": engine.FailOnCritical, "warning": engine.FailOnWarning, "info": engine.FailOnInfo, "never": engine.FailOnNever,
	})
}

// TestThresholds tries every status and severity. An error rejects as if the
// check were critical.
func TestThresholds(t *testing.T) {
	severities := []engine.Severity{engine.Info, engine.Warning, engine.Critical}
	for threshold, least := range map[engine.Threshold]engine.Severity{
		engine.FailOnCritical: engine.Critical, engine.FailOnWarning: engine.Warning, engine.FailOnInfo: engine.Info,
		engine.FailOnNever: engine.Critical + 1,
	} {
		for _, severity := range severities {
			for status, want := range map[engine.Status]bool{
				engine.Pass: false, engine.Fail: severity >= least, engine.Error: threshold != engine.FailOnNever,
			} {
				if got := threshold.Rejects(status, severity); got != want {
					t.Errorf("fail on %v: a check of severity %v with status %v rejects: %v", threshold, severity, status, got)
				}
			}
		}
	}
}

func TestDataErrorsSayWhere(t *testing.T) {
	cause := errors.New("the cause")
	for want, err := range map[string]*engine.DataError{
		"a.csv: what":              {Path: "a.csv", Msg: "what"},
		"a.csv:7: what":            {Path: "a.csv", Line: 7, Msg: "what"},
		"a.csv:1: what: the cause": {Path: "a.csv", Line: 1, Msg: "what", Err: cause},
	} {
		if err.Error() != want || errors.Is(err, cause) != (err.Err != nil) {
			t.Errorf("got %q, want %q", err, want)
		}
	}
}

func TestLimitsAreWrittenAsPeopleDo(t *testing.T) {
	for want, l := range map[string]engine.Limit{
		"5%": {Share: true, Value: 0.05}, "100%": {Share: true, Value: 1}, "100": {Value: 100}, "0": {},
	} {
		if l.String() != want {
			t.Errorf("got %s, want %s", l.String(), want)
		}
	}
}
