package expectations

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"assay/engine"
	"assay/engine/jsontext"
	"assay/engine/vector"
)

type matchesJSONSchemaParams struct {
	oneColumn
	Schema any `param:"schema,required" gx:"json_schema" doc:"the JSON Schema, as a mapping"`
}

var _ = register(Def[matchesJSONSchemaParams]{
	Name:  "matches-json-schema",
	Alias: "expect_column_values_to_match_json_schema",
	Group: "text",
	Title: "Every value is JSON that meets a schema",
	Doc: `A value is unexpected where its text is no JSON, or JSON that the schema refuses. Missing values are passed over.

Schemas are those of JSON Schema, draft 2020-12 unless $schema names an earlier one. format is a remark, not a condition, and patterns are those of matches-regex, with its time limit. A $ref stays within the schema: no file or address is read. In CSV a column that no other expectation asks to be something else is read as text.`,
	Example: `- matches-json-schema:
    column: payload
    schema: {type: object, required: [id], properties: {id: {type: integer, minimum: 1}}}`,
	Since:   "0.1",
	Domain:  SingleColumn,
	RowWise: true,
	Accepts: Strings,
	Validate: func(p *matchesJSONSchemaParams) []Problem {
		if _, err := compileSchema(p.Schema); err != nil {
			return []Problem{{Param: "schema", Code: "bad-schema", Msg: "the schema cannot be used: " + err.Error()}}
		}
		return nil
	},
	Hint:   func(*matchesJSONSchemaParams) engine.Hint { return engine.HintText },
	Expect: func(*matchesJSONSchemaParams) string { return "JSON that meets the schema" },
	Build: func(p *matchesJSONSchemaParams, _ []arrow.Field, _ *engine.Env) (engine.Kind, error) {
		if _, err := compileSchema(p.Schema); err != nil {
			return nil, &engine.CheckError{Code: "bad-schema", Msg: err.Error()}
		}
		return engine.Rows{
			Inputs: []engine.Input{p.input()},
			New: func() engine.Predicate {
				s, _ := compileSchema(p.Schema) // it worked above
				return s
			},
		}, nil
	},
})

// jsonSchema is one worker's schema.
type jsonSchema struct {
	schema   *jsonschema.Schema
	patterns *schemaPatterns
}

// Eval marks the values of one column of text.
func (s *jsonSchema) Eval(in []*vector.Vector, rows int, out *engine.Marks) error {
	v := in[0]
	if v.Lane != vector.Bytes {
		return nil
	}
	for row := range rows {
		if !v.IsValid(row) || out.Ignored.Get(row) {
			continue
		}
		value, err := jsontext.Parse(v.BytesAt(row))
		if err != nil || s.schema.Validate(value) != nil {
			out.Unexpected.Set(row)
		}
		if fault := s.patterns.fault; fault != nil {
			return &engine.RowError{Row: row, Err: fault}
		}
	}
	return nil
}

// schemaURL names the schema among those it refers to. What a relative reference
// names is another document.
const schemaURL = "suite:///schema"

func compileSchema(schema any) (*jsonSchema, error) {
	document, err := jsonDocument(schema)
	if err != nil {
		return nil, err
	}
	patterns := &schemaPatterns{}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.UseLoader(noLoader{})
	c.UseRegexpEngine(patterns.compile)
	for _, format := range checkedFormats {
		c.RegisterFormat(&jsonschema.Format{Name: format, Validate: func(any) error { return nil }})
	}
	if err := c.AddResource(schemaURL, document); err != nil {
		return nil, err
	}
	compiled, err := c.Compile(schemaURL)
	if err != nil {
		return nil, err
	}
	return &jsonSchema{compiled, patterns}, nil
}

// checkedFormats are those that the validator checks in schemas of early drafts
// unless it is told otherwise.
var checkedFormats = []string{
	"json-pointer", "relative-json-pointer", "uuid", "duration", "period", "ipv4", "ipv6", "hostname", "email",
	"date", "time", "date-time", "uri", "iri", "uri-reference", "iri-reference", "uri-template", "semver",
}

// noLoader refuses to fetch schemas.
type noLoader struct{}

// Load is part of jsonschema.URLLoader.
func (noLoader) Load(url string) (any, error) {
	return nil, fmt.Errorf("%s is another document; write what it holds under $defs", url)
}
