package reports

import "assay/engine"

type segmentsJSON struct {
	Columns      []string      `json:"columns"`
	MinGroupSize int64         `json:"min_group_size"`
	Groups       int           `json:"groups"`
	Small        int           `json:"small"`
	Failed       int           `json:"failed"`
	Errors       int           `json:"errors"`
	Worst        []segmentJSON `json:"worst"`
}

type segmentJSON struct {
	Values   []any       `json:"values"`
	Rows     int64       `json:"rows"`
	Status   string      `json:"status"`
	Counts   *countsJSON `json:"counts"`
	Observed any         `json:"observed"`
	Error    *errorJSON  `json:"error"`
}

func newSegments(s *engine.Segments) *segmentsJSON {
	if s == nil {
		return nil
	}
	j := &segmentsJSON{
		Columns: s.Columns, MinGroupSize: s.MinGroupSize, Groups: s.Groups, Small: s.Small,
		Failed: s.Failed, Errors: s.Errors, Worst: make([]segmentJSON, len(s.Worst)),
	}
	for i, g := range s.Worst {
		j.Worst[i] = segmentJSON{
			Values: make([]any, len(g.Values)), Rows: g.Rows, Status: g.Status.String(),
			Counts: newCounts(g.Counts), Observed: plain(g.Observed),
		}
		for k, v := range g.Values {
			j.Worst[i].Values[k] = plain(v)
		}
		if g.Err != nil {
			j.Worst[i].Error = &errorJSON{Code: g.Err.Code, Message: g.Err.Msg, Hint: g.Err.Hint}
		}
	}
	return j
}
