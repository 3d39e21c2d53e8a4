package engine

// Progress is how far a run has come.
type Progress struct {
	Pass  int   // over the data, from 1
	Rows  int64 // merged in this pass
	Bytes int64 // read from storage for them
	// TotalRows and TotalBytes are the whole dataset's; -1 where they are
	// not known before the end.
	TotalRows, TotalBytes int64
}

// totals are what is known of a dataset's size before it is read.
func (p *Progress) totals(src Source) {
	p.TotalRows, p.TotalBytes = -1, 0
	if s, ok := src.(StatisticsSource); ok {
		if known := s.Statistics(); known != nil {
			p.TotalRows = known.Rows
		}
	}
	for _, f := range src.Files() {
		if f.Bytes < 0 {
			p.TotalBytes = -1
			return
		}
		p.TotalBytes += f.Bytes
	}
}
