package readers

import (
	"cmp"
	"context"
	"crypto/md5"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"assay/readers/digest"
)

// datasetMD5 is the digest of what the paths name, of which files were read. A
// folder's is that of everything below it, also of what is no data, for that is
// what DVC versions.
func (d *Digests) datasetMD5(ctx context.Context, files []FileDigest) (string, error) {
	if len(d.paths) == 1 && len(files) == 1 && d.files[0].isWhole(d.paths[0]) {
		return files[0].MD5, nil
	}
	if len(d.paths) == 1 {
		if v := d.files[0].version; v != nil && v.Directory != "" {
			return v.Directory, nil
		}
		if info, err := os.Stat(d.paths[0]); err == nil && info.IsDir() {
			return folderMD5(ctx, d.paths[0], files)
		}
	}
	list := make([]entry, len(files))
	for i, f := range files {
		list[i] = entry{filepath.ToSlash(filepath.Clean(f.Path)), f.MD5}
	}
	return listMD5(list), nil
}

// entry is a file of a folder.
type entry struct{ path, md5 string }

// unversioned are the folders that DVC leaves out wherever they are.
var unversioned = []string{".git", ".hg", ".dvc"}

// folderMD5 is what DVC calls a folder by.
func folderMD5(ctx context.Context, root string, known []FileDigest) (string, error) {
	sums := make(map[string]string, len(known))
	for _, f := range known {
		sums[f.Path] = f.MD5
	}
	var list []entry
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return unreadable(path, err)
		case e.IsDir() && slices.Contains(unversioned, e.Name()):
			return fs.SkipDir
		case e.IsDir():
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		sum, ok := sums[path]
		if !ok {
			d, err := digestFile(ctx, path)
			if err != nil {
				return err
			}
			sum = d.MD5
		}
		list = append(list, entry{filepath.ToSlash(rel), sum})
		return nil
	})
	return listMD5(list), err
}

// digestFile hashes a file.
func digestFile(ctx context.Context, path string) (digest.Sum, error) {
	f, size, err := openFile(ctx, location{path: path})
	if err != nil {
		return digest.Sum{}, err
	}
	defer f.Close()
	var file digest.File
	sum, err := file.Finish(ctx, f, max(size, 0))
	if err != nil && ctx.Err() == nil {
		err = unreadable(path, err)
	}
	return sum, err
}

// listMD5 is the digest of a list of files, as DVC computes it: that of the
// JSON that Python's json.dumps writes of it, with the keys sorted.
func listMD5(list []entry) string {
	slices.SortFunc(list, func(a, b entry) int { return cmp.Compare(a.path, b.path) })
	hash := md5.New()
	separator := "["
	for _, e := range list {
		fmt.Fprintf(hash, `%s{"md5": "%s", "relpath": "%s"}`, separator, e.md5, pythonText(e.path))
		separator = ", "
	}
	if len(list) == 0 {
		hash.Write([]byte(separator))
	}
	hash.Write([]byte("]"))
	return fmt.Sprintf("%x.dir", hash.Sum(nil))
}

// pythonText is the inside of a string as Python's json.dumps writes it: in
// ASCII. Bytes that are no UTF-8 are what os.fsdecode makes of them.
func pythonText(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\udc%02x`, s[i])
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r >= 0x10000:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		case strings.ContainsRune("\b\f\n\r\t", r):
			b.WriteString(`\` + string("bfnrt"[strings.IndexRune("\b\f\n\r\t", r)]))
		case r < ' ' || r > '~' && r != 0x7f:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
		i += n
	}
	return b.String()
}
