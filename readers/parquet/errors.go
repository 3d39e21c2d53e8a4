package parquet

import (
	"errors"
	"fmt"
	"io"

	"assay/engine"
)

// wayOut ends the message of every error about damaged bytes.
const wayOut = "write the file again or restore an intact copy"

// internalError begins the message of a panic that was caught. Everything read
// from a file is checked before it is used, so that there should be none; if
// there is, it is an error of this file and not the end of the process.
const internalError = "reading failed inside assay"

// caught turns a panic into an error. It is to be deferred.
func (in Input) caught(err *error) {
	if p := recover(); p != nil {
		*err = in.fileError(-1, nil, "%s: %v; please report this with the file", internalError, p)
	}
}

// fileError is a DataError about the file as a whole. An offset of -1 means
// that no position matters.
func (in Input) fileError(offset int64, cause error, format string, args ...any) error {
	var data *engine.DataError
	if errors.As(cause, &data) {
		return data // storage that says itself what is wrong
	}
	return &engine.DataError{Path: in.Name, Offset: offset, Msg: fmt.Sprintf(format, args...), Err: cause}
}

// place is where in a file a column is being read.
type place struct {
	path     string
	column   string
	rowGroup int
}

// damaged is a DataError for bytes that contradict the format or each other.
func (p place) damaged(offset int64, cause error) error {
	if errors.Is(cause, io.EOF) || errors.Is(cause, io.ErrUnexpectedEOF) {
		cause = errors.New("the data ends too early")
	}
	return &engine.DataError{
		Path: p.path, Offset: offset,
		Msg: fmt.Sprintf("column %q, row group %d, byte %d: %v; %s", p.column, p.rowGroup, offset, cause, wayOut),
	}
}

// unreadable is a DataError for a storage failure.
func (p place) unreadable(offset int64, cause error) error {
	if errors.Is(cause, io.EOF) || errors.Is(cause, io.ErrUnexpectedEOF) {
		return p.damaged(offset, errors.New("the file ends before the column does; it was cut short"))
	}
	return &engine.DataError{
		Path: p.path, Offset: offset, Err: cause,
		Msg: fmt.Sprintf("column %q, row group %d: reading at byte %d", p.column, p.rowGroup, offset),
	}
}

// unsupported is a DataError for what the format allows and assay cannot read.
func (p place) unsupported(offset int64, format string, args ...any) error {
	return &engine.DataError{
		Path: p.path, Offset: offset,
		Msg: fmt.Sprintf("column %q, row group %d, byte %d: %s", p.column, p.rowGroup, offset, fmt.Sprintf(format, args...)),
	}
}
