package expectations

import (
	"encoding/json"
	"fmt"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"assay/engine/regex"
	"assay/engine/vector"
)

// jsonDocument turns a YAML value of a suite into a JSON Schema.
func jsonDocument(schema any) (any, error) {
	switch schema.(type) {
	case map[string]any, bool:
		return jsonValue(schema)
	}
	return nil, fmt.Errorf("a schema is a mapping, true or false, not %v", schema)
}

// jsonValue turns the literals of a YAML value into JSON numbers.
func jsonValue(value any) (any, error) {
	switch v := value.(type) {
	case vector.Literal:
		var n json.Number
		if err := json.Unmarshal([]byte(v.Text), &n); err != nil {
			return nil, fmt.Errorf("%s is no number of JSON", v.Text)
		}
		return n, nil
	case []any:
		list := make([]any, len(v))
		for i := range v {
			item, err := jsonValue(v[i])
			if err != nil {
				return nil, err
			}
			list[i] = item
		}
		return list, nil
	case map[string]any:
		object := make(map[string]any, len(v))
		for key := range v {
			item, err := jsonValue(v[key])
			if err != nil {
				return nil, err
			}
			object[key] = item
		}
		return object, nil
	}
	return value, nil
}

// schemaPatterns are the regular expressions of one worker's schema, and the
// first error of a search, which the validator has no way to tell.
type schemaPatterns struct{ fault error }

func (s *schemaPatterns) compile(pattern string) (jsonschema.Regexp, error) {
	re, err := regex.CompilePython(pattern, regex.DefaultLimit)
	if err != nil {
		return nil, err
	}
	return &schemaPattern{text: pattern, searcher: re.NewSearcher(), in: s}, nil
}

type schemaPattern struct {
	text     string
	searcher regex.Searcher
	in       *schemaPatterns
}

// String is part of jsonschema.Regexp.
func (p *schemaPattern) String() string { return p.text }

// MatchString is part of jsonschema.Regexp.
func (p *schemaPattern) MatchString(text string) bool {
	found, err := p.searcher.Find([]byte(text))
	if err != nil {
		p.in.fault = err
	}
	return found
}
