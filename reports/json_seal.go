package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
)

// The json report ends with its own digest, which is the SHA-256 of the report
// with an empty one.
const (
	sealPrefix = `"digest": "`
	sealSuffix = "\"\n}\n"
	sealMethod = "sha256:"
	sealLength = len(sealMethod) + 2*sha256.Size
)

// seal fills in the digest of a report that was laid out without one.
func seal(raw []byte) []byte {
	body, empty := bytes.CutSuffix(raw, []byte(sealPrefix+sealSuffix))
	if !empty {
		return raw
	}
	return append(append(body[:len(body):len(body)], sealPrefix+sealOf(raw)...), sealSuffix...)
}

func sealOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return sealMethod + hex.EncodeToString(sum[:])
}

// ErrEdited is that of a json report which is not as it was written.
var ErrEdited = errors.New("it was changed after it was written: its own digest is not that of what it holds")

// CheckJSON demands that raw is a json report, byte for byte as it was written.
// It does not say by whom: whoever changes a report can compute its digest.
func CheckJSON(raw []byte) error {
	body, closed := bytes.CutSuffix(raw, []byte(sealSuffix))
	if !closed || len(body) < sealLength {
		return ErrEdited
	}
	digest := body[len(body)-sealLength:]
	body, named := bytes.CutSuffix(body[:len(body)-sealLength], []byte(sealPrefix))
	if !named || sealOf(append(body[:len(body):len(body)], sealPrefix+sealSuffix...)) != string(digest) {
		return ErrEdited
	}
	return nil
}
