package verdict

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"

	"assay/reports"
)

// Signature says who vouches for a verdict.
type Signature struct {
	// Key names the public key: "sha256:" and the SHA-256, in hexadecimal, of
	// its SubjectPublicKeyInfo in DER.
	Key string `json:"key"`
	// Ed25519 is the signature of signed, in base64.
	Ed25519 string `json:"ed25519"`
}

// Encode is the verdict as a file: the same bytes for the same verdict.
func (v *Verdict) Encode() ([]byte, error) { return reports.LaidOut(v) }

// seal fills in the digest.
func (v *Verdict) seal() error {
	digest, err := v.ownDigest()
	v.Digest = digest
	return err
}

// ownDigest is what Digest must be.
func (v *Verdict) ownDigest() (string, error) {
	bare := *v
	bare.Digest, bare.Signature = "", nil
	raw, err := bare.Encode()
	if err != nil {
		return "", fmt.Errorf("encode the verdict: %w", err)
	}
	return sha256Of(raw), nil
}

func sha256Of(raw []byte) string {
	sum := sha256.Sum256(raw)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// signed is what a signature is of: the digest, and what it is a digest of, so
// that no signature of anything else can stand in its place.
func (v *Verdict) signed() []byte {
	return fmt.Appendf(nil, "assay verdict %d\n%s\n", v.Format, v.Digest)
}

// Sign signs a sealed verdict.
func (v *Verdict) Sign(key ed25519.PrivateKey) error {
	public, _ := key.Public().(ed25519.PublicKey)
	name, err := keyName(public)
	if err != nil {
		return err
	}
	v.Signature = &Signature{Key: name, Ed25519: base64.StdEncoding.EncodeToString(ed25519.Sign(key, v.signed()))}
	return nil
}

func keyName(key ed25519.PublicKey) (string, error) {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return "", fmt.Errorf("the public key: %w", err)
	}
	return sha256Of(der), nil
}

// signedBy reports whether key made the signature.
func (v *Verdict) signedBy(key ed25519.PublicKey) bool {
	signature, err := base64.StdEncoding.DecodeString(v.Signature.Ed25519)
	return err == nil && ed25519.Verify(key, v.signed(), signature)
}

var (
	errNoPrivateKey = errors.New("it holds no ed25519 private key in PEM; make one with openssl genpkey -algorithm ed25519")
	errNoPublicKey  = errors.New("it holds no ed25519 public key in PEM; make one with openssl pkey -pubout")
)

// PrivateKey reads a key in PKCS #8 and PEM, as
// openssl genpkey -algorithm ed25519 writes it. Errors say nothing of the key.
func PrivateKey(text []byte) (ed25519.PrivateKey, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errNoPrivateKey
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if private, ok := key.(ed25519.PrivateKey); ok && err == nil {
		return private, nil
	}
	return nil, errNoPrivateKey
}

// PublicKey reads a key as openssl pkey -pubout writes it.
func PublicKey(text []byte) (ed25519.PublicKey, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errNoPublicKey
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if public, ok := key.(ed25519.PublicKey); ok && err == nil {
		return public, nil
	}
	return nil, errNoPublicKey
}
