package assay

import (
	"context"
	"errors"

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
