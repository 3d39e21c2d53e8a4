package readers

import (
	"context"
	"errors"
	"io"
	"os"

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
	l := p.location
	p.open = func(ctx context.Context) (engine.Source, error) {
		return probe.Reopen(func() (csv.Input, error) {
			in, _, err := o.csvInput(ctx, l, true)
			return in, err
		}, types)
	}
}

// csvInput opens the bytes of a CSV file, to read all of it or to look at some
// places, and tells how many there are in storage, -1 where that is unknown.
func (o *opener) csvInput(ctx context.Context, l location, all bool) (csv.Input, int64, error) {
	in := csv.Input{Name: l.path, Size: -1, Spool: o.tempFile}
	if l.object != nil {
		return o.remoteCSV(ctx, l, all, in), l.object.Size(), nil
	}
	if l.path == stdin {
		if o.req.Stdin == nil {
			return in, 0, errNoStdin
		}
		in.Once = true
		in.Open = func() (io.ReadCloser, error) { return decompress(io.NopCloser(newInterruptible(ctx, o.req.Stdin)), l) }
		return in, -1, nil
	}
	f, size, err := openFile(ctx, l.path)
	switch {
	case err != nil:
		return in, 0, err
	case size < 0:
		// A pipe or device has no places to read at.
		in.Once = true
		in.Open = func() (io.ReadCloser, error) {
			return decompress(waitingFile{newInterruptible(ctx, f), f}, l)
		}
	case l.format.compression == "":
		in.At, in.Size, in.Close = f, size, f.Close
	default:
		in.Close = f.Close
		in.Open = func() (io.ReadCloser, error) {
			return decompress(io.NopCloser(io.NewSectionReader(f, 0, size)), l)
		}
	}
	return in, size, nil
}

// remoteCSV reads a remote object: anywhere, or as a stream where it is compressed
// or its server knows no ranges.
func (o *opener) remoteCSV(ctx context.Context, l location, all bool, in csv.Input) csv.Input {
	switch {
	case l.format.compression != "" || !l.object.Ranges():
		in.Open = func() (io.ReadCloser, error) {
			r, err := l.object.Stream(ctx, 0)
			if err != nil {
				return nil, err
			}
			return decompress(r, l)
		}
	case all:
		// Splits of two files may be under way at once.
		ahead := l.object.Ahead(ctx, 0, l.object.Size(), o.req.Remote.Session.ReadAhead()/2, true)
		in.At, in.Size = ahead, l.object.Size()
		in.Close = func() error {
			ahead.Close()
			return nil
		}
	default:
		in.At, in.Size = l.object.At(ctx), l.object.Size()
	}
	return in
}

var (
	errNoStdin    = errors.New("there is no standard input to read")
	errNoTempFile = errors.New("there is no place for temporary files")
)

// tempFile makes a file for what cannot be read twice.
func (o *opener) tempFile() (*os.File, error) {
	if o.req.TempFile == nil {
		return nil, errNoTempFile
	}
	return o.req.TempFile()
}

// waitingFile is a file whose reads end with a context.
type waitingFile struct {
	io.Reader
	io.Closer
}

// openFile opens a file and tells its size, -1 for what is no regular one.
func openFile(ctx context.Context, path string) (*os.File, int64, error) {
	f, err := openWaiting(ctx, path)
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, 0, ctx.Err()
	case err != nil:
		return nil, 0, unreadable(path, err)
	}
	info, err := f.Stat()
	switch {
	case err != nil:
		f.Close()
		return nil, 0, unreadable(path, err)
	case !info.Mode().IsRegular():
		return f, -1, nil
	}
	return f, info.Size(), nil
}
