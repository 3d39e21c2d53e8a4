package site

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"
	"time"
)

// timeLayout is the time in the name of a run: names sort by it.
const timeLayout = "20060102T150405.000Z"

// folderName is the folder of a dataset: what is readable of its name, and a
// digest of all of it. It is a name on every file system, and never one of
// another folder.
func folderName(dataset string) string {
	const longest = 60
	var b strings.Builder
	for _, r := range strings.ToLower(dataset) {
		switch {
		case b.Len() == longest:
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(strings.Trim(b.String(), "-")+"-"+digest([]byte(dataset))[:8], "-")
}

// runName is the name of a run's files, without an extension.
func runName(at time.Time, raw []byte) string {
	return at.UTC().Format(timeLayout) + "-" + digest(raw)
}

// runTime reads the time from the name of a result's file.
func runTime(file string) (time.Time, error) {
	text, _, _ := strings.Cut(filepath.Base(file), "-")
	at, err := time.Parse(timeLayout, text)
	if err != nil {
		return at, fmt.Errorf("%s: its name does not begin with the time of a run, as %s: remove it, and add it with assay site DIR FILE", file, timeLayout)
	}
	return at, nil
}

// digest identifies content.
func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:8])
}
