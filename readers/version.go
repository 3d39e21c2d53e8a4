package readers

import (
	"strings"

	"assay/engine"
	"assay/readers/dvc"
)

// version takes in the files of data that DVC or git versions.
func (l *lister) version(a dvc.Address, err error) error {
	if err != nil {
		return err
	}
	files, err := dvc.Locate(l.ctx, a, dvc.Options{
		Remote: l.req.Remote, Session: l.req.Access.Session, TempFile: l.req.tempFile, Wanted: l.isData,
	})
	if err != nil {
		return err
	}
	for _, f := range files {
		var partitions []partition
		steps := strings.Split(f.Within, "/")
		for _, folder := range steps[:len(steps)-1] {
			partitions = withPartition(partitions, folder)
		}
		if !l.seen[f.Name] {
			l.seen[f.Name] = true
			l.found = append(l.found, location{path: f.Name, partitions: partitions, version: &f})
		}
	}
	if len(files) == 0 {
		return &engine.DataError{Path: a.Shown, Offset: -1, Msg: "no data file is in it"}
	}
	return nil
}

// isData recognises the files of a folder that are data, by their paths below
// it, as a walk through a folder does.
func (l *lister) isData(path string) bool {
	for step := range strings.SplitSeq(path, "/") {
		if leftOut(step) {
			return false
		}
	}
	_, known := formatOf(path)
	return known || l.anyName
}
