package readers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"assay/engine"
	"assay/readers/parquet"
	"assay/readers/remote"
)

// parquet learns the columns of a Parquet file.
func (o *opener) parquet(ctx context.Context, l location) error {
	f := &parquetFile{opener: o, path: l.path, object: l.object}
	src, err := f.open(ctx)
	if err != nil {
		return errors.Join(err, f.close())
	}
	defer src.Close()
	o.probes = append(o.probes, nil)
	p := part{location: l, bytes: src.Files()[0].Bytes, fields: src.Schema().Fields(), open: f.open, close: f.close}
	if known, ok := src.(engine.StatisticsSource); ok {
		p.statistics = known.Statistics()
	}
	o.parts = append(o.parts, p)
	return nil
}

// parquetFile opens a file as often as it is scanned. A Parquet file is read at
// its end first, so what is no regular file is copied to one.
type parquetFile struct {
	opener *opener
	path   string
	object *remote.Object // of a remote file
	copied *os.File
	size   int64 // of copied
}

func (p *parquetFile) open(ctx context.Context) (engine.Source, error) {
	in, err := p.input(ctx)
	if err != nil {
		return nil, err
	}
	// Where there are many files, there are splits enough.
	opt := parquet.Options{Splits: max(parquet.DefaultSplits/p.opener.files, 1)}
	if in.Ahead != nil {
		// Pieces of a row group would each fetch what is before them.
		opt.Splits = 1
	}
	src, err := parquet.Open(ctx, in, opt)
	if err != nil && in.Closer != nil {
		in.Closer.Close()
	}
	return src, err
}

func (p *parquetFile) input(ctx context.Context) (parquet.Input, error) {
	if p.copied != nil {
		return parquet.Input{Name: p.path, ReaderAt: p.copied, Size: p.size}, nil
	}
	if p.path == stdin {
		if p.opener.req.Stdin == nil {
			return parquet.Input{}, errNoStdin
		}
		return p.keep(ctx, p.opener.req.Stdin)
	}
	if p.object != nil {
		return p.remote(ctx)
	}
	f, size, err := openFile(ctx, p.path)
	if err != nil {
		return parquet.Input{}, err
	}
	if size < 0 {
		defer f.Close()
		return p.keep(ctx, f)
	}
	return parquet.Input{Name: p.path, ReaderAt: f, Size: size, Closer: f}, nil
}

// remote reads a remote object by its column chunks, several at a time. Where its
// server knows no ranges, it is copied.
func (p *parquetFile) remote(ctx context.Context) (parquet.Input, error) {
	if !p.object.Ranges() {
		r, err := p.object.Stream(ctx, 0)
		if err != nil {
			return parquet.Input{}, err
		}
		defer r.Close()
		return p.keep(ctx, r)
	}
	share := p.opener.req.Remote.Session.ReadAhead() / int64(cmp.Or(p.opener.req.Workers, runtime.GOMAXPROCS(0)))
	return parquet.Input{
		Name: p.path, ReaderAt: p.object.At(ctx), Size: p.object.Size(),
		Ahead: func(start, end int64, columns int) parquet.ChunkReader {
			a := p.object.Ahead(ctx, start, end, share/int64(columns), false)
			a.Prefetch()
			return a
		},
	}, nil
}

// keep copies what can be read only once.
func (p *parquetFile) keep(ctx context.Context, r io.Reader) (parquet.Input, error) {
	f, err := p.opener.tempFile()
	if err != nil {
		return parquet.Input{}, fmt.Errorf("keep %s in a file: %w", p.path, err)
	}
	p.copied = f
	from := &failing{r: newInterruptible(ctx, r)}
	n, err := io.Copy(f, from)
	switch {
	case from.failed != nil && ctx.Err() != nil:
		return parquet.Input{}, ctx.Err()
	case from.failed != nil:
		return parquet.Input{}, unreadable(p.path, from.failed)
	case err != nil:
		return parquet.Input{}, fmt.Errorf("keep %s in a file: %w", p.path, err)
	}
	p.size = n
	return parquet.Input{Name: p.path, ReaderAt: f, Size: n}, nil
}

func (p *parquetFile) close() error {
	if p.copied == nil {
		return nil
	}
	return p.copied.Close()
}

// failing is a reader that remembers why it failed.
type failing struct {
	r      io.Reader
	failed error
}

func (f *failing) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != io.EOF {
		f.failed = err
	}
	return n, err
}
