package readers

import (
	"context"
	"io"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/readers/csv"
)

// csv learns the columns of a CSV file.
func (o *opener) csv(ctx context.Context, l location) error {
	opt := o.req.CSV
	if opt.Delimiter == 0 && l.format.tabs {
		opt.Delimiter = '\t'
	}
	in, bytes, err := o.csvInput(ctx, l, false)
	if err != nil {
		return err
	}
	probe, err := csv.NewProbe(ctx, in, opt)
	if in.Close != nil {
		if cerr := in.Close(); err == nil {
			err = cerr
		}
	}
	if err != nil {
		return err
	}
	o.probes = append(o.probes, probe)
	o.parts = append(o.parts, part{location: l, bytes: bytes, once: in.Once, readAs: opt.ReadAs.String(), close: probe.Close})
	return nil
}

// setTypes makes a part of what was learnt of a CSV file.
func (o *opener) setTypes(p *part, probe *csv.Probe, types csv.Types) {
	for _, n := range probe.Names() {
		p.fields = append(p.fields, arrow.Field{Name: n, Type: types[n], Nullable: true})
	}
	layout := probe.Layout()
	l := p.location
	p.text = &layout
	p.open = func(ctx context.Context) (engine.Source, error) {
		return probe.Reopen(func() (csv.Input, error) {
			in, _, err := o.csvInput(ctx, l, true)
			return in, err
		}, types)
	}
}

// csvInput opens the bytes of a CSV file, and tells how many there are in
// storage, -1 where that is unknown.
func (o *opener) csvInput(ctx context.Context, l location, scanning bool) (csv.Input, int64, error) {
	in := csv.Input{Name: l.path, Size: -1, Spool: o.req.tempFile}
	s, err := o.storage(ctx, l, scanning)
	switch {
	case err != nil:
		return in, 0, err
	case s.at == nil:
		// A pipe or device has no places to read at.
		in.Once = true
		in.Open = func() (io.ReadCloser, error) { return decompress(stream{s.once, s}, l) }
	case l.format.compression == "":
		in.At, in.Size, in.Close = s.at, s.size, s.Close
	default:
		in.Close = s.Close
		in.Open = func() (io.ReadCloser, error) {
			return decompress(io.NopCloser(io.NewSectionReader(s.at, 0, s.size)), l)
		}
	}
	return in, s.size, nil
}

// stream is read, and closed by something else.
type stream struct {
	io.Reader
	io.Closer
}
