package dvc

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"os"
	"strings"
)

// A legacy MD5, of DVC 2, is that of a text with LF for CRLF. What is a text is
// seen in the first bytes, of the file or of each piece that is read of it: DVC
// did the one and then the other. CRLF that pieces divide stays.
const (
	legacyPiece = 1 << 20
	legacyLook  = 512
)

// sum computes the MD5s that an object may go by.
type sum struct {
	all     []hash.Hash // one, or plain text and pieces
	legacy  bool
	isText  bool // the file's first bytes are
	started bool
	size    int64
}

func newSum(legacy bool) *sum {
	s := &sum{all: []hash.Hash{md5.New()}, legacy: legacy}
	if legacy {
		s.all = append(s.all, md5.New())
	}
	return s
}

// write takes in the next piece: all but the last have legacyPiece bytes.
func (s *sum) write(piece []byte) {
	s.size += int64(len(piece))
	if !s.legacy {
		s.all[0].Write(piece)
		return
	}
	pieceIsText := isText(piece[:min(len(piece), legacyLook)])
	if !s.started {
		s.started, s.isText = true, pieceIsText
	}
	for i, text := range []bool{s.isText, pieceIsText} {
		if text {
			s.all[i].Write(bytes.ReplaceAll(piece, []byte("\r\n"), []byte("\n")))
		} else {
			s.all[i].Write(piece)
		}
	}
}

// isText is DVC's guess: no NUL, and at most 30 % of other than printable ASCII
// and white space.
func isText(block []byte) bool {
	other := 0
	for _, b := range block {
		switch {
		case b == 0:
			return false
		case b >= ' ' && b < 127, b == '\n', b == '\r', b == '\t', b == '\f', b == '\b':
		default:
			other++
		}
	}
	return other*10 <= len(block)*3
}

// check demands the object's MD5. The error goes on from "the object …".
func (s *sum) check(x object) error {
	want := strings.TrimSuffix(x.md5, dirSuffix)
	var got string
	for _, h := range s.all {
		if got = hex.EncodeToString(h.Sum(nil)); got == want {
			return nil
		}
	}
	if x.size >= 0 && x.size != s.size {
		return fmt.Errorf("is damaged: it has %d bytes, and the pointer says %d", s.size, x.size)
	}
	return fmt.Errorf("is damaged: its MD5 is %s", got)
}

// verifyFile demands that a file is the object.
func verifyFile(ctx context.Context, path string, x object) error {
	f, err := os.Open(path)
	if err != nil {
		return unreadable(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("is no regular file")
	}
	s := newSum(x.legacy)
	if err := copyPieces(ctx, f, s.write); err != nil {
		return unreadable(err)
	}
	return s.check(x)
}

// copyPieces reads all of r in pieces of the size that legacy MD5s need.
func copyPieces(ctx context.Context, r io.Reader, take func(piece []byte)) error {
	piece := make([]byte, legacyPiece)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := io.ReadFull(r, piece)
		take(piece[:n])
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return nil
		default:
			return err
		}
	}
}

// unreadable goes on from "the object …".
func unreadable(err error) error {
	if err = plain(err); os.IsNotExist(err) {
		return err
	}
	return fmt.Errorf("cannot be read: %w", err)
}
