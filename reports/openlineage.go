package reports

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"assay/engine"
)

// The versions of OpenLineage's schemas that the event follows.
const (
	openLineageEvent      = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
	openLineageAssertions = "https://openlineage.io/spec/facets/1-1-0/DataQualityAssertionsDatasetFacet.json#/$defs/DataQualityAssertionsDatasetFacet"
	openLineageMetrics    = "https://openlineage.io/spec/facets/1-0-3/DataQualityMetricsInputDatasetFacet.json#/$defs/DataQualityMetricsInputDatasetFacet"
	openLineageOutput     = "https://openlineage.io/spec/facets/1-0-2/OutputStatisticsOutputDatasetFacet.json#/$defs/OutputStatisticsOutputDatasetFacet"
	openLineageProducer   = "urn:assay:"
)

var (
	openLineageNamespace = Setting{Name: "namespace", Default: "default", Doc: "the namespace of the job"}
	openLineageJob       = Setting{Name: "job", Default: "assay.SUITE", Doc: "the name of the job"}
)

var errNoTime = errors.New("the time of the run: check the data with --timing")

var _ = register(Format{
	Name:     "openlineage",
	Title:    "an OpenLineage RunEvent with the data quality of its input",
	Settings: []Setting{openLineageNamespace, openLineageJob},
	Needs:    func(Options) (Needs, error) { return Needs{Timing: true}, nil },
	Render: func(w io.Writer, r *engine.Result, o Options) error {
		event, err := newOpenLineage(r, o)
		if err != nil {
			return err
		}
		return writeLaidOut(w, event)
	},
})

type lineageEvent struct {
	EventType string           `json:"eventType"`
	EventTime string           `json:"eventTime"`
	Run       lineageRun       `json:"run"`
	Job       lineageName      `json:"job"`
	Inputs    []lineageDataset `json:"inputs"`
	Outputs   []lineageOutput  `json:"outputs"`
	Producer  string           `json:"producer"`
	SchemaURL string           `json:"schemaURL"`
}

type lineageRun struct {
	RunID string `json:"runId"`
}

type lineageName struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
}

type lineageDataset struct {
	lineageName
	InputFacets members `json:"inputFacets"`
}

// lineageOutput is a file that rows were written to.
type lineageOutput struct {
	lineageName
	OutputFacets members `json:"outputFacets"`
}

// newOpenLineage is the event of a run that came to its end. That is COMPLETE
// also where the data are rejected: the run did what it was meant to, and its
// assertions say what it found.
func newOpenLineage(r *engine.Result, o Options) (lineageEvent, error) {
	if r.Timing == nil {
		return lineageEvent{}, fmt.Errorf("the result lacks %w", errNoTime)
	}
	namespace, err := o.setting(openLineageNamespace)
	if err != nil {
		return lineageEvent{}, err
	}
	job, err := o.setting(openLineageJob)
	if err != nil {
		return lineageEvent{}, err
	}
	if job == openLineageJob.Default {
		job = "assay." + r.Suite.Name
	}
	id, err := lineageRunID(r)
	return lineageEvent{
		EventType: "COMPLETE",
		EventTime: r.Timing.Started.Add(r.Timing.Elapsed).UTC().Format(time.RFC3339Nano),
		Run:       lineageRun{RunID: id},
		Job:       lineageName{namespace, job},
		Inputs:    []lineageDataset{{lineageDatasetName(datasetName(r)), lineageFacets(r)}},
		Outputs:   lineageOutputs(r),
		Producer:  openLineageProducer + r.Version,
		SchemaURL: openLineageEvent,
	}, err
}

// lineageRunID is a UUID of version 7: the time at which the run began and, in
// the place of chance, a digest of its result, so that rendering it again names
// the same run.
func lineageRunID(r *engine.Result) (string, error) {
	document, err := marshal(newDocument(r, 0))
	if err != nil {
		return "", err
	}
	digest := sha256.Sum256(document)
	var id [16]byte
	binary.BigEndian.PutUint64(id[:], uint64(r.Timing.Started.UnixMilli())<<16)
	copy(id[6:], digest[:])
	id[6] = 0x70 | id[6]&0x0f
	id[8] = 0x80 | id[8]&0x3f
	h := hex.EncodeToString(id[:])
	return strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-"), nil
}

// lineageDatasetName follows OpenLineage's naming: object stores and web
// addresses are split into where and what, local files stand in "file".
func lineageDatasetName(name string) lineageName {
	if u, err := url.Parse(name); err == nil && u.Scheme != "" && u.Host != "" {
		return lineageName{u.Scheme + "://" + u.Host, strings.Trim(u.Path, "/")}
	}
	return lineageName{"file", slashPath(name)}
}
