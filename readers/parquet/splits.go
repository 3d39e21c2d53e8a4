package parquet

// span is the rows of a split: some of a row group.
type span struct {
	group int
	from  int64
	rows  int64
	last  bool // of its row group
}

// spans cuts row groups into splits. Each is one, unless they are so few and so
// long that workers would have to wait for each other. A dictionary is decoded
// anew for each piece, and so is a page that two of them share.
func spans(groups []rowGroup, opt Options) []span {
	total := int64(0)
	for _, g := range groups {
		total += g.rows
	}
	target := max(total/int64(opt.Splits), int64(opt.SplitRows))
	var out []span
	for i, g := range groups {
		pieces := int64(1)
		if len(groups) < opt.Splits {
			pieces = max((g.rows+target/2)/target, 1)
		}
		length := (g.rows + pieces - 1) / pieces
		for from := int64(0); ; from += length {
			s := span{group: i, from: from, rows: min(length, g.rows-from)}
			s.last = from+s.rows == g.rows
			out = append(out, s)
			if s.last {
				break
			}
		}
	}
	return out
}
