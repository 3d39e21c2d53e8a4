package suites

import "assay/expectations"

// gxSchema is the schema of suites of Great Expectations, 1.x and 0.18.
func gxSchema(c *expectations.Catalogue) object {
	properties := object{}
	for _, key := range gxKeys {
		properties[key] = object{}
	}
	properties["data"] = object{"$ref": "#/$defs/data"}
	properties["allow_empty"] = object{"type": "boolean"}
	properties["expectations"] = object{"type": "array", "items": gxEntrySchema(c)}
	return object{
		"type": "object", "description": "a suite of Great Expectations",
		"properties": properties, "additionalProperties": false, "required": []string{"expectations"},
		"anyOf": []object{{"required": []string{"name"}}, {"required": []string{"expectation_suite_name"}}},
	}
}

func gxEntrySchema(c *expectations.Catalogue) object {
	properties := object{}
	for _, key := range gxEntryKeys {
		properties[key] = object{}
	}
	properties["severity"] = optionSchemas()["severity"]
	properties["kwargs"] = object{"type": "object"}
	var names []object
	for _, d := range c.All() {
		for _, name := range []string{d.Name, d.Alias} {
			if name == "" {
				continue
			}
			kwargs := object{"$ref": "#/$defs/gxArguments/" + d.Name}
			for _, key := range []string{"type", "expectation_type"} {
				names = append(names, object{"required": []string{key}, "properties": object{key: object{"const": name}, "kwargs": kwargs}})
			}
		}
	}
	return object{"type": "object", "properties": properties, "additionalProperties": false, "anyOf": names}
}

// gxArguments are the names of each expectation's arguments.
func gxArguments(c *expectations.Catalogue) object {
	all := object{}
	for _, d := range c.All() {
		properties := object{"mostly": object{}}
		for key := range gxShared {
			properties[key] = object{}
		}
		for _, info := range d.Params() {
			properties[info.Name], properties[info.Alias] = object{"description": info.Doc}, object{"description": info.Doc}
		}
		all[d.Name] = object{"properties": properties, "additionalProperties": false}
	}
	return all
}
