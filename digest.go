package assay

import (
	"context"
	"errors"

	"assay/engine"
	"assay/engine/spill"
	"assay/readers"
)

// Digest hashes the files of d, found as a check by s finds them, without a look
// at what is in them. digests, which must be new, may be given to a Bind of the
// same data afterwards: they are not hashed again. Errors are those that
// ExitCodeOf knows.
func Digest(ctx context.Context, s *Suite, d Data, digests *readers.Digests) (readers.DataDigest, error) {
	if d.Source != nil {
		return readers.DataDigest{}, &RequestError{errors.New("data that are no files have no digest")}
	}
	temp, err := spill.NewDir("")
	if err != nil {
		return readers.DataDigest{}, err
	}
	sums, err := digests.Read(ctx, (&opener{suite: s, tempFile: temp.Create}).request(d))
	if err != nil {
		return sums, errors.Join(asRequest(err), temp.Close())
	}
	return sums, temp.Close()
}

// reference is other data that expectations compare with.
type reference struct {
	path    string
	digests *readers.Digests
}

// reference are the digests of other data, the same for all who open them; nil
// where they are not asked for.
func (b *Bound) reference(path string) *readers.Digests {
	if b.digests == nil {
		return nil
	}
	for _, r := range b.references {
		if r.path == path {
			return r.digests
		}
	}
	b.references = append(b.references, reference{path, new(readers.Digests)})
	return b.references[len(b.references)-1].digests
}

// DigestReference hashes other data that a suite compares with, as a check
// finds them at path.
func DigestReference(ctx context.Context, path string) (engine.Reference, error) {
	data, err := new(readers.Digests).Read(ctx, readers.Request{Paths: []string{path}})
	if err != nil {
		return engine.Reference{}, asRequest(err)
	}
	return referenceOf(path, data), nil
}

func referenceOf(path string, data readers.DataDigest) engine.Reference {
	r := engine.Reference{Path: path, MD5: data.MD5}
	for _, f := range data.Files {
		r.Files = append(r.Files, engine.FileResult{Path: f.Path, Bytes: f.Bytes, MD5: f.MD5, SHA256: f.SHA256})
	}
	return r
}
