package readers

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/arrow/scalar"

	"assay/engine"
)

// partition is a column whose value stands in the path: country=FR.
type partition struct {
	key, value string
	null       bool
}

// hiveNull is how Hive and Spark write the folder of null keys.
const hiveNull = "__HIVE_DEFAULT_PARTITION__"

// partitionsOf finds the key=value folders of a path.
func partitionsOf(dir string) []partition {
	var parts []partition
	for name := range strings.SplitSeq(filepath.ToSlash(dir), "/") {
		key, value, ok := strings.Cut(name, "=")
		if !ok || key == "" {
			continue
		}
		p := partition{key: unescape(key), value: unescape(value)}
		p.null = value == hiveNull
		parts = append(parts, p)
	}
	return parts
}

// unescape undoes Hive's percent escapes; what is none stays as it is.
func unescape(s string) string {
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}

// partitionFields are the columns that the folders of all locations give: each
// an int64, a date or a string, by what all its values are.
func partitionFields(files []location) ([]arrow.Field, error) {
	var fields []arrow.Field
	for i, p := range files[0].partitions {
		dt := arrow.DataType(nil)
		for _, f := range files {
			if len(f.partitions) <= i || f.partitions[i].key != p.key {
				return nil, &engine.DataError{Path: f.path, Offset: -1, Msg: fmt.Sprintf("its folders name other columns than those of %s; read them apart, or lay them out alike", files[0].path)}
			}
			dt = widenPartition(dt, f.partitions[i])
		}
		if dt == nil {
			dt = arrow.BinaryTypes.String
		}
		fields = append(fields, arrow.Field{Name: p.key, Type: dt, Nullable: true})
	}
	for _, f := range files {
		if len(f.partitions) != len(fields) {
			return nil, &engine.DataError{Path: f.path, Offset: -1, Msg: fmt.Sprintf("its folders name other columns than those of %s; read them apart, or lay them out alike", files[0].path)}
		}
	}
	return fields, nil
}

// widenPartition is the narrowest type of have and p's value.
func widenPartition(have arrow.DataType, p partition) arrow.DataType {
	if p.null {
		return have
	}
	var dt arrow.DataType = arrow.BinaryTypes.String
	if n, err := strconv.ParseInt(p.value, 10, 64); err == nil && strconv.FormatInt(n, 10) == p.value {
		dt = arrow.PrimitiveTypes.Int64
	} else if _, err := time.Parse(time.DateOnly, p.value); err == nil {
		dt = arrow.FixedWidthTypes.Date32
	}
	if have == nil || arrow.TypeEqual(have, dt) {
		return dt
	}
	return arrow.BinaryTypes.String
}

// column makes n rows of the partition's value.
func (p partition) column(dt arrow.DataType, n int) (arrow.Array, error) {
	if p.null {
		return array.MakeArrayOfNull(memory.DefaultAllocator, dt, n), nil
	}
	var s scalar.Scalar
	switch dt.ID() {
	case arrow.INT64:
		v, err := strconv.ParseInt(p.value, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("folder %s=%s: %w", p.key, p.value, err)
		}
		s = scalar.NewInt64Scalar(v)
	case arrow.DATE32:
		t, err := time.Parse(time.DateOnly, p.value)
		if err != nil {
			return nil, fmt.Errorf("folder %s=%s: %w", p.key, p.value, err)
		}
		s = scalar.NewDate32Scalar(arrow.Date32FromTime(t))
	default:
		s = scalar.NewStringScalar(p.value)
	}
	arr, err := scalar.MakeArrayFromScalar(s, n, memory.DefaultAllocator)
	if err != nil {
		return nil, fmt.Errorf("folder %s=%s: %w", p.key, p.value, err)
	}
	return arr, nil
}
