package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// sorted are files in the order in which an archive holds them.
func sorted(files []file) []file {
	return slices.SortedFunc(slices.Values(files), func(a, b file) int { return strings.Compare(a.name, b.name) })
}

// tarGzip writes an archive whose files are all from the commit's time and
// nobody's.
func (b *builder) tarGzip(files []file) func(io.Writer) error {
	return func(w io.Writer) error {
		z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
		if err != nil {
			return err
		}
		t := tar.NewWriter(z)
		for _, f := range sorted(files) {
			header := &tar.Header{Name: f.name, Mode: f.mode, Size: int64(len(f.data)), ModTime: b.moment, Format: tar.FormatUSTAR}
			if err := t.WriteHeader(header); err != nil {
				return err
			}
			if _, err := t.Write(f.data); err != nil {
				return err
			}
		}
		if err := t.Close(); err != nil {
			return err
		}
		return z.Close()
	}
}

// zip is tarGzip for Windows.
func (b *builder) zip(files []file) func(io.Writer) error {
	return func(w io.Writer) error {
		z := zip.NewWriter(w)
		for _, f := range sorted(files) {
			header := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: b.moment}
			header.SetMode(os.FileMode(f.mode))
			to, err := z.CreateHeader(header)
			if err != nil {
				return err
			}
			if _, err := to.Write(f.data); err != nil {
				return err
			}
		}
		return z.Close()
	}
}

func writeArchive(path string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return writeFile(path, b.Bytes())
}

// checksums is the name of the file of checksums.
const checksums = "SHA256SUMS"

// writeChecksums lists the SHA-256 of every file in dir, as sha256sum -c reads
// them.
func writeChecksums(dir string) error {
	entries, err := os.ReadDir(dir) // sorted by name
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(data), e.Name())
	}
	return writeFile(filepath.Join(dir, checksums), []byte(b.String()))
}
