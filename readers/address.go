package readers

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"assay/engine"
	"assay/readers/parquet"
	"assay/readers/remote"
)

// address takes in what a remote address stands for: an object, those below a
// prefix, or those that match a pattern.
func (l *lister) address(text string) error {
	shown := remote.Shown(text)
	_, known := formatOf(shown)
	whole := strings.HasSuffix(shown, "/")
	switch {
	case !whole && !remote.HasPattern(text) && (known || l.anyName):
		l.addRemote(text, nil)
		return nil
	case remote.HasPattern(text):
		return l.objects(text, shown, "no object matches the pattern")
	}
	return l.objects(remote.Folder(text), shown, fmt.Sprintf("no data below this prefix (looked for names ending in %s)", strings.Join(Formats(), ", ")))
}

// objects takes in the objects of a listing, as the files of a folder: names that
// start with "_" or "." are left out unless the address has them, and folders
// may give columns.
func (l *lister) objects(text, shown, none string) error {
	found, err := remote.List(l.ctx, text, l.req.Access)
	if err != nil {
		return err
	}
	taken := 0
	for _, e := range found {
		names, said := e.Steps()
		if objectLeftOut(names, said) {
			continue
		}
		if _, known := formatOf(e.Key); !known && !l.anyName {
			continue
		}
		var partitions []partition
		for _, name := range names[:len(names)-1] {
			partitions = withPartition(partitions, name)
		}
		taken++
		l.addRemote(e.Address, partitions)
	}
	if taken == 0 {
		return &engine.DataError{Path: shown, Offset: -1, Msg: none}
	}
	return nil
}

// objectLeftOut reports whether one of the names that an address does not say is
// that of something other than data. Those that it says by a pattern begin as
// the pattern does.
func objectLeftOut(names, said []string) bool {
	for i, name := range names {
		if leftOut(name) && (i >= len(said) || said[i][0] != name[0]) {
			return true
		}
	}
	return false
}

// addRemote takes a remote object in, once.
func (l *lister) addRemote(text string, partitions []partition) {
	if !l.seen[text] {
		l.seen[text] = true
		l.found = append(l.found, location{path: remote.Shown(text), address: text, partitions: partitions})
	}
}

// remote opens a remote object. Where the server knows no ranges, it passes by,
// and so does a Parquet file whose digest is asked for: all of it is needed.
func (o *opener) remote(ctx context.Context, w *watched, l location, scanning bool) (storage, error) {
	if err := w.sameObject(l.object); err != nil {
		return storage{}, err
	}
	if parquet := l.format.name == "parquet"; !l.object.Ranges() || parquet && !w.bare {
		r, err := l.object.Stream(ctx, 0)
		if err != nil {
			return storage{}, err
		}
		return w.passing(r, r), nil
	} else if parquet {
		return storage{at: l.object.At(ctx), size: l.object.Size(), ahead: o.chunks(ctx, l), Closer: io.NopCloser(nil)}, nil
	}
	w.seekable = true
	if !scanning && l.format.compression == "" {
		return storage{at: l.object.At(ctx), size: l.object.Size(), Closer: io.NopCloser(nil)}, nil
	}
	// Splits of two files may be under way at once.
	memory := o.req.Access.Session.ReadAhead() / 2
	if !scanning {
		memory = probeBytes
	}
	a := l.object.Ahead(ctx, 0, l.object.Size(), memory, true)
	if w.bare || !scanning {
		return storage{at: a, size: l.object.Size(), Closer: a}, nil
	}
	v := w.hash.View(a)
	return storage{at: v, size: l.object.Size(), Closer: closers{v, a}}, nil
}

// probeBytes is the memory for a look at a compressed object.
const probeBytes = 1 << 20

// chunks reads column chunks ahead, within the share of a worker.
func (o *opener) chunks(ctx context.Context, l location) func(start, end int64, columns int) parquet.ChunkReader {
	share := o.req.Access.Session.ReadAhead() / int64(cmp.Or(o.req.Workers, runtime.GOMAXPROCS(0)))
	return func(start, end int64, columns int) parquet.ChunkReader {
		a := l.object.Ahead(ctx, start, end, share/int64(columns), false)
		a.Prefetch()
		return a
	}
}

// openedAtOnce is how many remote objects are opened side by side.
const openedAtOnce = 8

// openObjects opens the remote objects among the locations.
func openObjects(ctx context.Context, locations []location, opt remote.Options) error {
	var failed atomic.Bool
	errs := make([]error, len(locations))
	var group errgroup.Group
	group.SetLimit(openedAtOnce)
	for i := range locations {
		l := &locations[i]
		if l.address == "" {
			continue
		}
		group.Go(func() error {
			if failed.Load() {
				return nil
			}
			if l.object, errs[i] = remote.Open(ctx, l.address, opt); errs[i] != nil {
				failed.Store(true)
			}
			return nil
		})
	}
	_ = group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
