package mlflow

import (
	"encoding/json"
	"strconv"
)

// params are what the check was told. Those that a joined run has already, with
// another value, cannot be changed there and get other names.
func (r *Record) params(have map[string]string) []keyValue {
	suite := r.Result.Suite
	wanted := []keyValue{
		{"assay.suite", suite.Name}, {"assay.suite.path", suite.Path},
		{"assay.fail_on", r.Result.FailOn.String()}, {"assay.version", r.Result.Version},
	}
	var values map[string]json.RawMessage
	_ = json.Unmarshal(r.Verdict.Suite.Params, &values) // it was encoded by us
	var each names
	for _, p := range suite.Params {
		wanted = append(wanted, keyValue{each.of("assay.param."+p.Name, 0), unquoted(values[p.Name])})
	}
	var list []keyValue
	for _, p := range wanted {
		p.Value = cut(p.Value, maxParamValue)
		key := p.Key
		old, taken := have[key]
		for i := 2; taken && old != p.Value; i++ {
			key = p.Key + "_" + strconv.Itoa(i)
			old, taken = have[key]
		}
		if !taken {
			list = append(list, keyValue{key, p.Value})
		}
	}
	return list
}

// unquoted is a JSON value as a text.
func unquoted(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}
