package site

import (
	"context"
	"errors"
	"os"
	"time"

	"assay/engine/filelock"
)

// lock waits until no other process holds the lock on a file. The system gives
// a lock up when its process ends, however that happens, so none goes stale;
// the file stays.
func lock(ctx context.Context, path string) (unlock func() error, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	const patience = 20 * time.Millisecond
	for {
		switch err := filelock.Try(f); {
		case err == nil:
			return f.Close, nil
		case !errors.Is(err, filelock.ErrLocked):
			return nil, errors.Join(err, f.Close())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), f.Close())
		case <-time.After(patience):
		}
	}
}
