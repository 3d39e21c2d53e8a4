package expectations

import (
	"errors"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/nearest"
	"assay/engine/vector"
)

// otherKeys are the parameters of expectations that look keys up in other data.
type otherKeys struct {
	In           DataPath `param:"in,required" doc:"the other data: a file, a glob or a folder; relative to the suite's file"`
	OtherColumns []string `param:"other_columns" doc:"the columns' names there, in the same order, where they differ"`
}

// open opens the other data and finds the key's columns there.
func (o otherKeys) open(columns []arrow.Field, env *engine.Env) (engine.Source, []engine.Input, error) {
	names := make([]string, len(columns))
	for i, f := range columns {
		names[i] = f.Name
		if len(o.OtherColumns) > 0 {
			names[i] = o.OtherColumns[i]
		}
	}
	src, err := openOther(o.In, likeColumns(names, columns), env)
	if err != nil {
		return nil, nil, err
	}
	inputs := make([]engine.Input, len(names))
	for i, name := range names {
		inputs[i] = engine.Input{Column: name}
		there, err := otherField(src, o.In, name)
		if err != nil {
			return nil, nil, err
		}
		if !vector.SameKeys(columns[i].Type, there.Type) {
			return nil, nil, &engine.CheckError{
				Code: "wrong-type",
				Msg:  fmt.Sprintf("%s is %s, and %s in %s is %s, so that their values cannot be told equal", columns[i].Name, columns[i].Type, name, o.In, there.Type),
			}
		}
	}
	return src, inputs, nil
}

// likeColumns are the types by which columns of the given names are to be read
// there, so that they are what columns are here.
func likeColumns(names []string, columns []arrow.Field) map[string]arrow.DataType {
	like := make(map[string]arrow.DataType)
	for i, f := range columns {
		if dt := vector.DeclarableType(f.Type); dt != nil {
			like[names[i]] = dt
		}
	}
	return like
}

// validate reports lists of columns that do not fit each other.
func (o otherKeys) validate(columns int) []Problem {
	if n := len(o.OtherColumns); n > 0 && columns > 0 && n != columns {
		return []Problem{{Param: "other_columns", Code: "bad-value", Msg: fmt.Sprintf("other_columns names %d columns, and there are %d", n, columns)}}
	}
	return nil
}

// openOther opens other data. That they cannot be read is the check's error.
func openOther(path DataPath, like map[string]arrow.DataType, env *engine.Env) (engine.Source, error) {
	if env.Open == nil {
		return nil, &engine.CheckError{Code: "no-other-data", Msg: "other data cannot be read here"}
	}
	src, err := env.Open(string(path), like)
	var data *engine.DataError
	switch {
	case errors.As(err, &data):
		return nil, &engine.CheckError{Code: "other-data", Msg: fmt.Sprintf("%s: %s", path, data.Msg)}
	case err != nil:
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return src, nil
}

// otherField finds a column in other data.
func otherField(src engine.Source, path DataPath, name string) (arrow.Field, error) {
	if at := src.Schema().FieldIndices(name); len(at) > 0 {
		return src.Schema().Field(at[0]), nil
	}
	return arrow.Field{}, &engine.CheckError{
		Code: "missing-column", Msg: fmt.Sprintf("%s has no column %q", path, name),
		Hint: nearest.DidYouMean(name, columnNames(src.Schema())),
	}
}
