package suites

import (
	"encoding/json"
	"fmt"
	"reflect"

	"assay/engine/vector"
	"assay/expectations"
)

// object is a JSON object; encoding/json writes its keys sorted.
type object map[string]any

// JSONSchema is the JSON Schema (draft 2020-12) of suites over a catalogue, so
// that editors complete and check them. What only assay knows (that min is not
// above max, that a regular expression compiles) is left to lint.
func JSONSchema(c *expectations.Catalogue) ([]byte, error) {
	schema := object{
		"$schema":     "https://json-schema.org/draft/2020-12/schema",
		"title":       "assay suite",
		"description": "A suite of expectations about data.",
		"if":          object{"required": []string{"version"}},
		"then":        object{"$ref": "#/$defs/native"},
		"else":        object{"$ref": "#/$defs/gx"},
		"$defs": object{
			"native":      nativeSchema(),
			"gx":          gxSchema(c),
			"gxArguments": gxArguments(c),
			"reference":   object{"type": "string", "pattern": `\$\{[^}]+\}`, "description": "a parameter, ${name}, or a variable of the environment, ${env:NAME}"},
			"expectation": expectationSchema(c),
			"data":        dataSchema(),
		},
	}
	text, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the JSON Schema: %w", err)
	}
	return append(text, '\n'), nil
}

func nativeSchema() object {
	return object{
		"type":       "object",
		"required":   []string{"version"},
		"properties": suiteProperties(),
		"patternProperties": object{
			"^x-": object{"description": "For anchors and for other tools; not read."},
		},
		"additionalProperties": false,
	}
}

func suiteProperties() object {
	return object{
		"version":      object{"const": 1, "description": "version of the suite language"},
		"suite":        described("string", "the suite's name; the file's name where left out"),
		"description":  described("string", "what the suite is for"),
		"params":       described("object", "parameters and their values: ${name} in the suite, --param name=value on the command line"),
		"extends":      oneOrMore("suites whose expectations come first; paths are relative to this file"),
		"data":         object{"$ref": "#/$defs/data"},
		"allow_empty":  orReference(described("boolean", "whether data without rows is accepted")),
		"expectations": object{"type": "array", "items": object{"$ref": "#/$defs/expectation"}},
	}
}

func described(kind, doc string) object { return object{"type": kind, "description": doc} }

func oneOrMore(doc string) object {
	return object{"description": doc, "anyOf": []object{{"type": "string"}, {"type": "array", "items": object{"type": "string"}}}}
}

// orReference lets a parameter stand for what the schema asks.
func orReference(schema object) object {
	out := object{"anyOf": []object{schema, {"$ref": "#/$defs/reference"}}}
	if doc, ok := schema["description"]; ok {
		out["description"] = doc
		delete(schema, "description")
	}
	return out
}

func dataSchema() object {
	csv, parquet := object{}, object{}
	for _, k := range parquetKeys {
		parquet[k.name] = sizeSchema()
	}
	for _, k := range csvKeys {
		csv[k.name] = csvSchema(k.name)
	}
	return object{
		"type": "object", "additionalProperties": false, "description": "how to read the data",
		"properties": object{
			"csv":          object{"type": "object", "additionalProperties": false, "properties": csv, "description": "how CSV files are written"},
			"parquet":      object{"type": "object", "additionalProperties": false, "properties": parquet, "description": "how Parquet files are read"},
			"types":        object{"type": "object", "additionalProperties": object{"type": "string", "examples": vector.TypeNames()}, "description": "types of columns in CSV"},
			"timezone":     described("string", "what times without a zone mean when they meet times with one: a name of the IANA database"),
			"union":        described("boolean", "whether files with different columns are read as one table"),
			"sensitive":    object{"type": []string{"array", "string"}, "items": object{"type": "string"}, "description": "columns whose values no report shows"},
			"input_format": object{"enum": inputFormats, "description": "layout of standard input and of files with odd names"},
		},
	}
}

// csvSchema is the schema of an option of data.csv.
func csvSchema(name string) object {
	char := object{"type": "string", "minLength": 1, "maxLength": 3}
	switch name {
	case "skip_rows":
		return object{"type": "integer", "minimum": 0}
	case "header":
		return object{"anyOf": []object{{"type": "boolean"}, {"type": "array", "items": object{"type": "string"}, "minItems": 1}}}
	case "null_values", "true_values", "false_values", "date_formats":
		return object{"anyOf": []object{{"type": "string"}, {"type": "array", "items": object{"type": []string{"string", "number", "boolean"}}}}}
	case "read_as":
		return object{"enum": []ReadAs{ReadAsAssay, ReadAsPandas}}
	case "trim":
		return object{"type": "boolean"}
	case "encoding", "timezone":
		return object{"type": "string"}
	case "max_record":
		return sizeSchema()
	case "blank_lines":
		return object{"enum": []BlankLines{BlankSkip, BlankNull}}
	}
	return char
}

// expectationSchema is the schema of one entry of expectations. Each name
// is a property; that just one of them is there is said once, for all.
func expectationSchema(c *expectations.Catalogue) object {
	properties := optionSchemas()
	var names []object
	for _, d := range c.All() {
		properties[d.Name] = paramsSchema(d)
		names = append(names, object{"required": []string{d.Name}})
		if d.Alias != "" {
			properties[d.Alias] = object{"$ref": "#/$defs/expectation/anyOf/1/properties/" + d.Name}
			names = append(names, object{"required": []string{d.Alias}})
		}
	}
	return object{"anyOf": []object{
		{"type": "string", "enum": c.Names()},
		{"type": "object", "properties": properties, "additionalProperties": false, "oneOf": names},
	}}
}

func optionSchemas() object {
	return object{
		"name":           described("string", "the outcome's id, instead of one made of expectation and columns"),
		"severity":       orReference(object{"enum": []string{"critical", "warning", "info"}, "description": "what a failure means; critical where left out"}),
		"where":          described("string", "row condition: only the rows for which it is true are judged"),
		"segments":       oneOrMore("columns: the expectation is evaluated for each group of rows that agree in them"),
		"min_group_size": orReference(object{"type": "integer", "minimum": 1, "description": "how many rows a group must have to be judged"}),
		"notes":          oneOrMore("for those who read the report"),
		"meta":           described("object", "anything, for programs that read the report"),
		"mostly":         orReference(object{"type": "number", "minimum": 0, "maximum": 1, "description": "the least share of rows that must be as expected"}),
		"result_format":  object{"description": "how reports in Great Expectations' format show the outcome", "anyOf": []object{{"enum": resultLevels}, {"type": "object"}}},
		"warn_at":        limitSchema("from how many unexpected rows on the check fails as a warning: 0.01, 1% or 100 rows"),
		"fail_at":        limitSchema("from how many unexpected rows on the check fails: 0.05, 5% or 500 rows"),
		"max_unexpected": orReference(object{"type": "integer", "minimum": 0, "description": "the greatest number of unexpected rows"}),
	}
}

func limitSchema(doc string) object {
	return object{"description": doc, "anyOf": []object{{"type": "number", "exclusiveMinimum": 0}, {"type": "string"}}}
}

// paramsSchema is the schema of an expectation's value: its parameters by name,
// in order, or the one that may stand alone.
func paramsSchema(d *expectations.Declaration) object {
	properties := object{}
	var required []object
	alternatives := []object{}
	for _, info := range d.Params() {
		schema := paramSchema(d, info)
		properties[info.Name], properties[info.Alias] = schema, schema
		if info.Bare {
			alternatives = append(alternatives, schema)
		}
		if info.Required {
			required = append(required, object{"anyOf": []object{{"required": []string{info.Name}}, {"required": []string{info.Alias}}}})
		}
	}
	if d.Domain == expectations.SingleColumn {
		properties["except"] = oneOrMore("columns that column does not mean")
	}
	if d.RowWise {
		properties["mostly"] = optionSchemas()["mostly"]
	}
	named := object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		named["allOf"] = required
	} else {
		alternatives = append(alternatives, object{"type": "null"})
	}
	alternatives = append(alternatives, named, object{"type": "array"})
	return object{"description": d.Title, "anyOf": alternatives}
}

func paramSchema(d *expectations.Declaration, info expectations.ParamInfo) object {
	schema := typeSchema(info)
	if d.Domain == expectations.SingleColumn && info.Name == "column" {
		schema = oneOrMore("")
	}
	schema["description"] = info.Doc
	return orReference(schema)
}

// typeSchema is the schema of a parameter's Go type.
func typeSchema(info expectations.ParamInfo) object {
	t := info.Type
	if t.Kind() == reflect.Pointer {
		inner := info
		inner.Type = t.Elem()
		return object{"anyOf": []object{typeSchema(inner), {"type": "null"}}}
	}
	scalar := object{"type": []string{"string", "number", "boolean"}}
	switch {
	case len(info.Enum) > 0:
		return object{"enum": enumValues(info.Enum)}
	case t == reflect.TypeFor[expectations.QuantileRanges](), t == reflect.TypeFor[expectations.Partition](), t == reflect.TypeFor[expectations.ShareRanges]():
		return object{"type": "object"}
	case t == reflect.TypeFor[expectations.Arguments]():
		return object{"type": []string{"object", "array"}}
	case t == reflect.TypeFor[[]float64]():
		return object{"type": "array", "items": object{"type": "number"}}
	case t == reflect.TypeFor[vector.Literal]():
		return scalar
	case t == reflect.TypeFor[[]vector.Literal]():
		return object{"type": "array", "items": object{"type": []string{"string", "number", "boolean", "null"}}}
	case t == reflect.TypeFor[[][]vector.Literal]():
		return object{"type": "array", "items": object{"type": "array", "items": object{"type": []string{"string", "number", "boolean", "null"}}}}
	case t.Kind() == reflect.Slice:
		return oneOrMore("")
	case t.Kind() == reflect.Bool:
		return object{"type": "boolean"}
	case t.Kind() == reflect.Int64:
		return object{"type": "integer"}
	case t.Kind() == reflect.Float64:
		return object{"type": "number"}
	case t.Kind() == reflect.String:
		return scalar
	}
	return object{}
}

// enumValues are the words of an enum. Where false is one it may stand without
// quotes.
func enumValues(words []string) []any {
	values := make([]any, 0, len(words)+1)
	for _, word := range words {
		values = append(values, word)
		if word == "false" {
			values = append(values, false)
		}
	}
	return values
}
