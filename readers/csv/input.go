package csv

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"

	"assay/engine"
)

// Input is where a file's bytes come from: a ReaderAt, or a stream.
type Input struct {
	Name string // as the user wrote it; names the file in errors
	// At reads anywhere in Size bytes. It is nil for streams.
	At   io.ReaderAt
	Size int64
	// Open starts the stream from its beginning, where At is nil. A stream
	// that can be had only once says so with Once, and is then kept in a
	// file from Spool if it must be read again.
	Open  func() (io.ReadCloser, error)
	Once  bool
	Spool func() (*os.File, error)
	// Close ends the use of At; nil where there is nothing to close.
	Close func() error
}

func (in Input) seekable() bool { return in.At != nil }

// fail is a *engine.DataError about the input.
func (in Input) fail(offset int64, msg string, cause error) *engine.DataError {
	return &engine.DataError{Path: in.Name, Offset: offset, Msg: msg, Err: cause}
}

// unreadable is the error of a read that failed: the input's fault, unless it
// says itself whose it is.
func (in Input) unreadable(offset int64, msg string, err error) error {
	var data *engine.DataError
	var keep *keepError
	if errors.As(err, &data) || errors.As(err, &keep) {
		return err
	}
	return in.fail(offset, msg, err)
}

// LookupEncoding returns the encoding that Options.Encoding names, nil for UTF-8.
func LookupEncoding(name string) (encoding.Encoding, error) {
	switch strings.ToLower(name) {
	case "", "utf-8", "utf8":
		return nil, nil
	case "utf-16":
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM), nil
	case "utf-32":
		return utf32.UTF32(utf32.LittleEndian, utf32.ExpectBOM), nil
	case "utf-32le":
		return utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), nil
	case "utf-32be":
		return utf32.UTF32(utf32.BigEndian, utf32.UseBOM), nil
	}
	e, err := htmlindex.Get(name)
	if err != nil {
		return nil, fmt.Errorf("there is no encoding %q; use an IANA name such as utf-8, windows-1252 or utf-16le", name)
	}
	return e, nil
}

// decoded is the input as UTF-8: a file in another encoding becomes a stream.
func (in Input) decoded(name string) (Input, error) {
	e, err := LookupEncoding(name)
	if e == nil || err != nil {
		return in, err
	}
	raw := in
	out := in
	out.At, out.Size = nil, -1
	out.Open = func() (io.ReadCloser, error) {
		r, err := raw.stream()
		if err != nil {
			return nil, err
		}
		return struct {
			io.Reader
			io.Closer
		}{transform.NewReader(r, e.NewDecoder()), r}, nil
	}
	return out, nil
}

// stream reads the input from its beginning.
func (in Input) stream() (io.ReadCloser, error) {
	if in.seekable() {
		return io.NopCloser(io.NewSectionReader(in.At, 0, in.Size)), nil
	}
	return in.Open()
}

// peek reads up to n bytes from the start.
func (in Input) peek(n int) ([]byte, error) {
	if in.seekable() {
		buf := make([]byte, min(int64(n), in.Size))
		_, err := in.At.ReadAt(buf, 0)
		if err == io.EOF {
			err = nil
		}
		return buf, err
	}
	r, err := in.stream()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	buf, err := io.ReadAll(io.LimitReader(r, int64(n)))
	return buf, err
}

// refuseForeign recognises formats and encodings that were not declared.
func refuseForeign(in Input, head []byte) error {
	formats := []struct{ bytes, is, name string }{
		{"\x1f\x8b", "gzip data", "csv.gz"}, {"\x28\xb5\x2f\xfd", "Zstandard data", "csv.zst"}, {"PAR1", "a Parquet file", "parquet"},
	}
	for _, f := range formats {
		if bytes.HasPrefix(head, []byte(f.bytes)) {
			return in.fail(0, fmt.Sprintf("this is %s and no CSV text; say --input-format %s", f.is, f.name), nil)
		}
	}
	marks := []struct{ bytes, name string }{
		{"\xff\xfe\x00\x00", "utf-32"}, {"\x00\x00\xfe\xff", "utf-32"},
		{"\xff\xfe", "utf-16le"}, {"\xfe\xff", "utf-16be"},
	}
	for _, m := range marks {
		if bytes.HasPrefix(head, []byte(m.bytes)) {
			return in.fail(0, fmt.Sprintf("the text is %s; say so with data.csv.encoding in the suite", m.name), nil)
		}
	}
	if name := wideEncoding(head); name != "" {
		return in.fail(0, fmt.Sprintf("so many bytes are NUL that the text is probably %s; say so with data.csv.encoding in the suite", name), nil)
	}
	return nil
}

// wideEncoding recognises characters of two or four bytes by the NUL bytes in
// them; "" where there are none. Most characters of tables are ASCII, whatever
// the language.
func wideEncoding(head []byte) string {
	sample := head[:min(len(head), 4096)&^3]
	if len(sample) < 8 {
		return ""
	}
	var nul [4]int // by place among four bytes
	for i, b := range sample {
		if b == 0 {
			nul[i%4]++
		}
	}
	often := func(i int) bool { return nul[i] > len(sample)/4*3/4 }
	seldom := func(i int) bool { return nul[i] <= len(sample)/4/4 }
	switch {
	case seldom(0) && often(1) && often(2) && often(3):
		return "utf-32le"
	case often(0) && often(1) && often(2) && seldom(3):
		return "utf-32be"
	case seldom(0) && often(1) && seldom(2) && often(3):
		return "utf-16le"
	case often(0) && seldom(1) && often(2) && seldom(3):
		return "utf-16be"
	}
	return ""
}
