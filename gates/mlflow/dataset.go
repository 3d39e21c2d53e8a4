package mlflow

import (
	"encoding/json"
	"path"
	"path/filepath"
	"strings"
)

// dataset is the data as an input of the run.
type dataset struct {
	Name       string `json:"name"`
	Digest     string `json:"digest"`
	SourceType string `json:"source_type"`
	Source     string `json:"source"`
	Schema     string `json:"schema,omitempty"`
	Profile    string `json:"profile,omitempty"`
}

func (r *Record) dataset() dataset {
	var files []string
	for _, f := range r.Result.Files {
		files = append(files, f.Path)
	}
	d := dataset{Digest: r.Verdict.Data.MD5, Name: "data"}
	if len(files) > 0 {
		d.Name = path.Base(filepath.ToSlash(files[0]))
		d.SourceType, d.Source = source(files[0])
	}
	if len(files) > 1 {
		d.Name = path.Base(path.Dir(filepath.ToSlash(files[0])))
		d.SourceType, d.Source = source(filepath.ToSlash(filepath.Dir(files[0])))
	}
	d.Name = cut(d.Name, maxDataset)
	d.Schema = r.schema()
	profile, _ := json.Marshal(map[string]int64{"num_rows": r.Result.Rows})
	d.Profile = string(profile)
	return d
}

// source says where data are, in the words of mlflow.data.
func source(place string) (kind, text string) {
	key := "uri"
	switch scheme, _, remote := strings.Cut(place, "://"); {
	case !remote:
		kind = "local"
	case scheme == "http" || scheme == "https":
		kind, key = "http", "url"
	default:
		kind = scheme
	}
	raw, err := json.Marshal(map[string]string{key: place})
	if err != nil || len(raw) > maxSource {
		return "local", "{}"
	}
	return kind, string(raw)
}

// schema are the columns in the words of MLflow; "" where they are too many.
func (r *Record) schema() string {
	type column struct {
		Type     string `json:"type"`
		Name     string `json:"name"`
		Required bool   `json:"required"`
	}
	columns := make([]column, len(r.Result.Columns))
	for i, c := range r.Result.Columns {
		columns[i] = column{Type: columnType(c.Type), Name: c.Name}
	}
	raw, err := json.Marshal(map[string]any{"mlflow_colspec": columns})
	if err != nil || len(raw) > maxSchema {
		return ""
	}
	return string(raw)
}

// columnType is Arrow's type in the words of MLflow
// (https://mlflow.org/docs/latest/python_api/mlflow.types.html).
func columnType(arrow string) string {
	switch arrow {
	case "bool":
		return "boolean"
	case "int8", "int16", "int32", "uint8", "uint16":
		return "integer"
	case "int64", "uint32", "uint64":
		return "long"
	case "float16", "float32":
		return "float"
	case "float64":
		return "double"
	case "binary", "large_binary":
		return "binary"
	}
	if strings.HasPrefix(arrow, "timestamp") || strings.HasPrefix(arrow, "date") {
		return "datetime"
	}
	return "string"
}
