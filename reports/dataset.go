package reports

import (
	"strings"

	"assay/engine"
)

// datasetName is what to call the data: the path of the only file, or the
// folder that all files share.
func datasetName(r *engine.Result) string {
	switch len(r.Files) {
	case 0:
		return "no files"
	case 1:
		return r.Files[0].Path
	}
	shared := r.Files[0].Path
	for _, f := range r.Files[1:] {
		for !strings.HasPrefix(f.Path, shared) {
			shared = shared[:len(shared)-1]
		}
	}
	if i := strings.LastIndexAny(shared, `/\`); i >= 0 {
		return shared[:i+1]
	}
	return r.Files[0].Path + ", …"
}

// totalBytes is the size of the dataset on disk, or false where a part of it
// is unknown.
func totalBytes(r *engine.Result) (int64, bool) {
	var n int64
	for _, f := range r.Files {
		if f.Bytes < 0 {
			return 0, false
		}
		n += f.Bytes
	}
	return n, true
}
