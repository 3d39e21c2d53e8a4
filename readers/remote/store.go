package remote

import (
	"context"
	"io"
)

// store is a bucket, a container or a server.
type store interface {
	// get asks for n bytes of an object from off on, n being 1 at least. Where
	// of is not zero, the object must still be that version. The error is
	// a *fault.
	get(ctx context.Context, key string, off, n int64, of version) (*reply, error)
	// list calls yield with the objects whose keys begin with prefix, in any
	// order, and stops at its first error. Its own are *faults.
	list(ctx context.Context, prefix string, yield func(Entry) error) error
	close() error
}

// version tells one state of an object from the next. Not every server gives
// all of it.
type version struct {
	size     int64 // -1 where unknown
	tag      string
	modified string
}

// same reports whether two answers are about the same bytes, as far as the
// server tells.
func (v version) same(w version) bool {
	switch {
	case v.size >= 0 && w.size >= 0 && v.size != w.size:
		return false
	case v.tag != "" && w.tag != "":
		return v.tag == w.tag
	case v.modified != "" && w.modified != "":
		return v.modified == w.modified
	}
	// A server that told the version once and does not any more may be
	// another one.
	return v.tag == "" && v.modified == ""
}

// reply is an answer to get: the bytes asked for, as far as the object has them.
type reply struct {
	body    io.ReadCloser
	n       int64 // bytes that body was promised to have; -1 where unknown
	version version
	// whole says that the server ignored the range: body is all of the
	// object.
	whole bool
}
