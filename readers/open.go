// Package readers opens datasets: files, globs, folders and standard input, CSV
// and Parquet, compressed or not, as one engine.Source.
package readers

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/klauspost/compress/zstd"

	"assay/engine"
	"assay/readers/csv"
	"assay/readers/parquet"
)

// Request says what to read, and how.
type Request struct {
	// Paths are files, globs, directories, or "-" for Stdin.
	Paths []string
	Stdin io.Reader
	// InputFormat is one of Formats; "" goes by the files' names.
	InputFormat string
	CSV         csv.Options
	// Types are the declared types of columns. Parquet files say themselves
	// what their columns are.
	Types map[string]arrow.DataType
	// Union reads files whose columns differ as one table.
	Union bool
	// Hint says, when the columns' names are known, what the suite asks an
	// undeclared column to be; nil asks nothing.
	Hint func(columns []string) func(column string) engine.Hint
	// TempFile makes the file in which standard input is kept for a second
	// pass.
	TempFile func() (*os.File, error)
}

// Open finds the files of a request and learns their columns. The error is an
// *engine.DataError where data cannot be read, and another where the request
// is wrong.
func Open(ctx context.Context, req Request) (engine.Source, error) {
	locations, err := list(req.Paths, req.InputFormat)
	if err != nil {
		return nil, err
	}
	if len(locations) == 0 {
		return nil, errors.New("no data is named")
	}
	o := &opener{req: req}
	for _, l := range locations {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p, err := o.inspect(ctx, l)
		if err != nil {
			return nil, err
		}
		o.parts = append(o.parts, p)
	}
	o.chooseTypes(req.Types)
	return assemble(o.parts, req.Union)
}

// opener turns locations into parts.
type opener struct {
	req    Request
	parts  []part
	probes []*csv.Probe // of CSV parts, nil for others
	stdin  *os.File     // standard input, kept
}

// inspect learns the columns of a file.
func (o *opener) inspect(ctx context.Context, l location) (part, error) {
	if l.format.name == "parquet" {
		o.probes = append(o.probes, nil)
		return o.parquet(ctx, l)
	}
	opt := o.req.CSV
	if opt.Delimiter == 0 && l.format.tabs {
		opt.Delimiter = '\t'
	}
	in, err := o.csvInput(ctx, l)
	if err != nil {
		return part{}, err
	}
	probe, err := csv.NewProbe(ctx, in, opt)
	if err == nil && in.Close != nil {
		err = in.Close()
	}
	if err != nil {
		return part{}, err
	}
	o.probes = append(o.probes, probe)
	return part{location: l, bytes: in.Size}, nil
}

// chooseTypes gives the CSV columns of all files the same types.
func (o *opener) chooseTypes(declared csv.Types) {
	var probes []*csv.Probe
	var names []string
	seen := make(map[string]bool)
	for _, p := range o.probes {
		if p == nil {
			continue
		}
		probes = append(probes, p)
		for _, n := range p.Names() {
			if !seen[n] {
				seen[n] = true
				names = append(names, n)
			}
		}
	}
	hint := func(string) engine.Hint { return engine.NoHint }
	if o.req.Hint != nil {
		hint = o.req.Hint(names)
	}
	types := csv.Infer(probes, declared, hint)
	for i, p := range o.probes {
		if p == nil {
			continue
		}
		part := &o.parts[i]
		for _, n := range p.Names() {
			part.fields = append(part.fields, arrow.Field{Name: n, Type: types[n], Nullable: true})
		}
		part.open = func(ctx context.Context) (engine.Source, error) {
			return p.Reopen(func() (csv.Input, error) { return o.csvInput(ctx, part.location) }, types)
		}
		part.close = p.Close
	}
}

// csvInput opens the bytes of a CSV file.
func (o *opener) csvInput(ctx context.Context, l location) (csv.Input, error) {
	in := csv.Input{Name: l.path, Size: -1}
	switch {
	case l.path == "-":
		in.Once = true
		in.Open = func() (io.ReadCloser, error) { return decompress(io.NopCloser(newInterruptible(ctx, o.req.Stdin)), l) }
		in.Spool = o.req.TempFile
		return in, nil
	case l.format.compression != "":
		in.Open = func() (io.ReadCloser, error) {
			f, err := os.Open(l.path)
			if err != nil {
				return nil, unreadable(l.path, err)
			}
			return decompress(f, l)
		}
		return in, nil
	}
	f, size, err := openFile(ctx, l.path)
	if err != nil {
		return in, err
	}
	if size < 0 {
		// A pipe or device has no places to read at.
		in.Once, in.Spool = true, o.req.TempFile
		in.Open = func() (io.ReadCloser, error) {
			return struct {
				io.Reader
				io.Closer
			}{newInterruptible(ctx, f), f}, nil
		}
		return in, nil
	}
	in.At, in.Size, in.Close = f, size, f.Close
	return in, nil
}

// openFile opens a regular file and tells its size, -1 for what is none.
func openFile(ctx context.Context, path string) (*os.File, int64, error) {
	f, err := openWaiting(ctx, path)
	if err != nil && ctx.Err() != nil {
		return nil, 0, ctx.Err()
	}
	if err != nil {
		return nil, 0, unreadable(path, err)
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, 0, unreadable(path, err)
	}
	if !info.Mode().IsRegular() {
		return f, -1, nil
	}
	return f, info.Size(), nil
}

// decompress reads through the compression that a file's name tells.
func decompress(r io.ReadCloser, l location) (io.ReadCloser, error) {
	var inner io.Reader
	var err error
	done := func() {}
	switch l.format.compression {
	case "":
		return r, nil
	case "gz":
		inner, err = gzip.NewReader(r)
	case "zst":
		var z *zstd.Decoder
		z, err = zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
		if err == nil {
			inner, done = z, z.Close
		}
	}
	if err != nil {
		r.Close()
		return nil, &engine.DataError{Path: l.path, Offset: 0, Msg: fmt.Sprintf("is not %s data", l.format.compression), Err: err}
	}
	return &decompressed{Reader: inner, file: r, done: done}, nil
}

type decompressed struct {
	io.Reader
	file io.Closer
	done func()
}

func (d *decompressed) Close() error {
	d.done()
	return d.file.Close()
}

// parquet learns the columns of a Parquet file.
func (o *opener) parquet(ctx context.Context, l location) (part, error) {
	p := part{location: l}
	var size int64
	p.open = func(ctx context.Context) (engine.Source, error) {
		if l.path == "-" {
			return o.parquetStdin(ctx)
		}
		f, n, err := openFile(ctx, l.path)
		if err != nil {
			return nil, err
		}
		if n < 0 {
			f.Close()
			return nil, &engine.DataError{Path: l.path, Offset: -1, Msg: "a Parquet file is read at its end first, which a pipe does not allow; write it to a file"}
		}
		size = n
		src, err := parquet.Open(ctx, parquet.Input{Name: l.path, ReaderAt: f, Size: n, Closer: f}, parquet.Options{})
		if err != nil {
			f.Close()
		}
		return src, err
	}
	src, err := p.open(ctx)
	if err != nil {
		return p, err
	}
	defer src.Close()
	p.fields = src.Schema().Fields()
	if known, ok := src.(engine.StatisticsSource); ok {
		p.statistics = known.Statistics()
	}
	p.bytes = size
	return p, nil
}

// parquetStdin reads a Parquet file from standard input, which is copied to a
// file first.
func (o *opener) parquetStdin(ctx context.Context) (engine.Source, error) {
	if o.stdin == nil {
		if o.req.TempFile == nil {
			return nil, errors.New("standard input cannot be kept in a file")
		}
		f, err := o.req.TempFile()
		if err != nil {
			return nil, fmt.Errorf("keep standard input: %w", err)
		}
		if _, err := io.Copy(f, newInterruptible(ctx, o.req.Stdin)); err != nil {
			return nil, fmt.Errorf("keep standard input: %w", err)
		}
		o.stdin = f
	}
	size, err := o.stdin.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, fmt.Errorf("keep standard input: %w", err)
	}
	return parquet.Open(ctx, parquet.Input{Name: "-", ReaderAt: o.stdin, Size: size}, parquet.Options{})
}
