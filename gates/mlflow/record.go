package mlflow

import (
	"strings"

	"assay/engine"
	"assay/gates/verdict"
)

// The tags of a run in which data were checked. In a run that several checks
// joined, digests are lists with commas between, and the status is
// verdict.Accepted only where that of all is.
const (
	TagStatus      = "assay.status"
	TagDataMD5     = "assay.data.md5"
	TagSuite       = "assay.suite"
	TagSuiteDigest = "assay.suite.digest"
	TagVersion     = "assay.version"
	TagRevision    = "assay.dvc.rev"
	tagCommit      = "mlflow.source.git.commit"
)

// Record is what is to be known of a check.
type Record struct {
	Result *engine.Result
	// Verdict is that of the result. It is kept as an artifact, too.
	Verdict *verdict.Verdict
	// Commit is that of the git work tree; "" where there is none.
	Commit string
	// Documents are kept as artifacts of the run.
	Documents []Document
}

// Document is a file.
type Document struct {
	Name string
	Body []byte
}

type keyValue struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// tags say what was checked and how it ended. They are what runs are searched
// by.
func (r *Record) tags(have map[string]string) []keyValue {
	list := []keyValue{
		{TagDataMD5, joined(have[TagDataMD5], r.Verdict.Data.MD5)},
		{TagSuite, joined(have[TagSuite], strings.ReplaceAll(r.Result.Suite.Name, ",", " "))},
		{TagSuiteDigest, joined(have[TagSuiteDigest], r.Result.Suite.Digest)},
		{TagVersion, r.Result.Version},
	}
	if r.Commit != "" && have[tagCommit] == "" {
		list = append(list, keyValue{tagCommit, r.Commit})
	}
	if files := r.Result.Files; len(files) > 0 && files[0].Revision != "" {
		list = append(list, keyValue{TagRevision, joined(have[TagRevision], files[0].Revision)})
	}
	status := r.Verdict.Verdict
	if have[TagStatus] == verdict.Rejected {
		status = verdict.Rejected
	}
	// The last one, so that no run is called accepted of which the rest is
	// missing.
	return append(list, keyValue{TagStatus, status})
}

// joined is a list with value in it.
func joined(list, value string) string {
	if list == "" {
		return cut(value, maxTagValue)
	}
	for have := range strings.SplitSeq(list, ",") {
		if have == value {
			return list
		}
	}
	return cut(list+","+value, maxTagValue)
}
