package readers

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"assay/engine"
)

// partition is a column whose value stands in the path: country=FR.
type partition struct {
	key, value string
	null       bool
}

// hiveNull is how Hive and Spark write the folder of null and empty keys.
const hiveNull = "__HIVE_DEFAULT_PARTITION__"

// withPartition adds the column that a folder's name gives, if it gives one.
func withPartition(above []partition, folder string) []partition {
	key, value, ok := strings.Cut(folder, "=")
	if !ok || key == "" {
		return above
	}
	p := partition{key: unescape(key), value: unescape(value)}
	p.null = value == "" || value == hiveNull
	return append(slices.Clip(above), p)
}

// unescape undoes Hive's percent escapes; what is none stays as it is.
func unescape(s string) string {
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}

// partitionKeys are the columns that the folders of all locations give.
func partitionKeys(files []location) ([]string, error) {
	var keys []string
	for _, p := range files[0].partitions {
		if slices.Contains(keys, p.key) {
			return nil, &engine.DataError{Path: files[0].path, Offset: -1, Msg: fmt.Sprintf("two of its folders give the column %q; rename one of them", p.key)}
		}
		keys = append(keys, p.key)
	}
	for _, f := range files[1:] {
		if !slices.EqualFunc(f.partitions, keys, func(p partition, key string) bool { return p.key == key }) {
			return nil, &engine.DataError{Path: f.path, Offset: -1, Msg: fmt.Sprintf("its folders name other columns than those of %s; read them apart, or lay them out alike", files[0].path)}
		}
	}
	return keys, nil
}
