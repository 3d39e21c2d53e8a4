package reports

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"assay/engine"
	"assay/engine/filelock"
)

// Needs is what the report must find in the result. It fails where a setting
// has a value that the format does not know.
func (s Spec) Needs(o Options) (Needs, error) {
	o.Settings = s.Settings
	return s.Format.Needs(o)
}

// Write renders r as spec asks: to stdout where that is the path, else to a
// file that is there whole or not at all.
func (s Spec) Write(stdout io.Writer, r *engine.Result, o Options) error {
	o.Settings = s.Settings
	render := func(w io.Writer) error { return s.Format.Render(w, r, o) }
	if s.Path == Stdout {
		if err := buffered(stdout, render); err != nil {
			return fmt.Errorf("cannot write the %s report to standard output: %w", s.Format.Name, err)
		}
		return nil
	}
	if err := WriteFile(s.Path, render); err != nil {
		return fmt.Errorf("cannot write the %s report: %w", s.Format.Name, err)
	}
	return nil
}

// WriteFile writes path by way of a temporary file in the same folder that
// takes its place at the end; where anything fails, what was there stays. A
// symbolic link keeps pointing where it does. Devices and pipes, which cannot
// be replaced, are written to directly.
func WriteFile(path string, render func(io.Writer) error) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return replaceFile(path, 0o666, render)
	case err != nil:
		return err
	case info.Mode().IsRegular():
		return replaceFile(path, info.Mode().Perm(), render)
	case info.IsDir():
		return fmt.Errorf("%s is a directory", path)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(buffered(f, render), f.Close())
}

func replaceFile(path string, perm fs.FileMode, render func(io.Writer) error) error {
	f, err := CreateBeside(path, perm)
	if err != nil {
		var pe *fs.PathError
		if errors.As(err, &pe) {
			pe.Path = path // the temporary name means nothing to the reader
		}
		return err
	}
	if err = buffered(f, render); err == nil {
		err = filelock.Rename(f, path)
	} else {
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

func buffered(w io.Writer, render func(io.Writer) error) error {
	b := bufio.NewWriterSize(w, 64<<10)
	if err := render(b); err != nil {
		return err
	}
	return b.Flush()
}
