package readers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"assay/engine"
	"assay/readers/parquet"
)

// parquet learns the columns of a Parquet file.
func (o *opener) parquet(ctx context.Context, l location) error {
	f := &parquetFile{opener: o, location: l}
	src, err := f.open(ctx, false)
	if err != nil {
		return errors.Join(err, f.close())
	}
	defer src.Close()
	o.probes = append(o.probes, nil)
	p := part{location: l, bytes: src.Files()[0].Bytes, fields: src.Schema().Fields(), open: f.scan, close: f.close}
	if known, ok := src.(engine.StatisticsSource); ok {
		p.statistics = known.Statistics()
	}
	o.parts = append(o.parts, p)
	return nil
}

// parquetFile opens a file as often as it is scanned. A Parquet file is read at
// its end first, so what is no regular file is copied to one.
type parquetFile struct {
	opener   *opener
	location location
	copied   *os.File
	size     int64 // of copied
}

func (p *parquetFile) scan(ctx context.Context) (engine.Source, error) { return p.open(ctx, true) }

func (p *parquetFile) open(ctx context.Context, scanning bool) (engine.Source, error) {
	in, err := p.input(ctx, scanning)
	if err != nil {
		return nil, err
	}
	// Where there are many files, there are splits enough.
	opt := p.opener.req.Parquet
	opt.Splits = max(parquet.DefaultSplits/p.opener.files, 1)
	if p.location.object != nil {
		// Pieces of a row group would each fetch what is before them.
		opt.Splits = 1
	}
	src, err := parquet.Open(ctx, in, opt)
	if err != nil && in.Closer != nil {
		in.Closer.Close()
	}
	return src, err
}

func (p *parquetFile) input(ctx context.Context, scanning bool) (parquet.Input, error) {
	if p.copied != nil {
		return parquet.Input{Name: p.location.path, ReaderAt: p.copied, Size: p.size}, nil
	}
	s, err := p.opener.storage(ctx, p.location, scanning)
	if err != nil {
		return parquet.Input{}, err
	}
	if s.at == nil {
		defer s.Close()
		return p.keep(ctx, s.once)
	}
	return parquet.Input{Name: p.location.path, ReaderAt: s.at, Size: s.size, Closer: s, Ahead: s.ahead}, nil
}

// keep copies what can be read only once.
func (p *parquetFile) keep(ctx context.Context, r io.Reader) (parquet.Input, error) {
	f, err := p.opener.req.tempFile()
	if err != nil {
		return parquet.Input{}, fmt.Errorf("keep %s in a file: %w", p.location.path, err)
	}
	p.copied = f
	from := &failing{r: r}
	n, err := io.Copy(f, from)
	switch {
	case from.failed != nil && ctx.Err() != nil:
		return parquet.Input{}, ctx.Err()
	case from.failed != nil:
		return parquet.Input{}, unreadable(p.location.path, from.failed)
	case err != nil:
		return parquet.Input{}, fmt.Errorf("keep %s in a file: %w", p.location.path, err)
	}
	p.size = n
	return parquet.Input{Name: p.location.path, ReaderAt: f, Size: n}, nil
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
