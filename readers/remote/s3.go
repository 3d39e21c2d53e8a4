package remote

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/minio/minio-go/v7"
)

// s3 is a bucket of Amazon S3, or of what speaks its protocol.
// https://docs.aws.amazon.com/AmazonS3/latest/API
type s3 struct {
	core      minio.Core
	transport *countedTransport
	bucket    string
	host      string
	signed    func() bool // there are credentials
}

func newS3(bucket string, opt Options) (store, error) {
	c, err := findAWSConfig(opt)
	if err != nil {
		return nil, err
	}
	endpoint, err := parseEndpoint(c.endpoint)
	if err != nil {
		return nil, err
	}
	if opt.CAFile == "" {
		opt.CAFile = c.caFile
	}
	t, err := opt.Session.transport(opt)
	if err != nil {
		return nil, err
	}
	creds := c.credentials(opt)
	lookup := minio.BucketLookupAuto
	if opt.PathStyle {
		lookup = minio.BucketLookupPath
	}
	core, err := minio.NewCore(endpoint.Host, &minio.Options{
		Creds: creds, Secure: endpoint.Scheme == "https", Transport: t, Region: c.region, BucketLookup: lookup,
		MaxRetries: 1, // trying again is done here, for all stores alike
	})
	if err != nil {
		return nil, fmt.Errorf("the address of the storage, %s, cannot be used: %w", c.endpoint, err)
	}
	s := &s3{core: *core, transport: t, bucket: bucket, host: endpoint.Host}
	s.signed = func() bool {
		v, err := creds.GetWithContext(nil)
		return err == nil && v.AccessKeyID != ""
	}
	return s, nil
}

// parseEndpoint reads the URL of a service.
func parseEndpoint(text string) (*url.URL, error) {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("the endpoint is no URL of a server; it is like http://127.0.0.1:9000")
	}
	return u, nil
}

func (s *s3) close() error {
	s.transport.close()
	return nil
}

func (s *s3) get(ctx context.Context, key string, off, n int64, of version) (*reply, error) {
	var opt minio.GetObjectOptions
	if err := opt.SetRange(off, off+n-1); err != nil {
		return nil, lasting("the range cannot be asked for: %v", err)
	}
	if strongTag(of.tag) {
		opt.Set("If-Match", of.tag)
	}
	opt.Set("Accept-Encoding", "identity")
	body, _, header, err := s.core.GetObject(ctx, s.bucket, key, opt)
	if err != nil {
		return nil, s.fault(ctx, err)
	}
	res := &http.Response{StatusCode: http.StatusOK, Header: header, Body: body, ContentLength: contentLength(header)}
	if header.Get("Content-Range") != "" {
		res.StatusCode = http.StatusPartialContent
	}
	r, err := readReply(res, off, n)
	if err != nil {
		body.Close()
		return nil, err
	}
	return r, nil
}

func (s *s3) list(ctx context.Context, prefix string, yield func(Entry) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for o := range s.core.Client.ListObjects(ctx, s.bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true}) {
		if o.Err != nil {
			return s.fault(ctx, o.Err)
		}
		if err := yield(Entry{Key: o.Key, Size: o.Size}); err != nil {
			return err
		}
	}
	return nil
}

// fault says why S3 refused.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
func (s *s3) fault(ctx context.Context, err error) *fault {
	var no minio.ErrorResponse
	if !errors.As(err, &no) || no.StatusCode == 0 {
		return connectionFault(ctx, s.host, err)
	}
	switch no.Code {
	case "NoSuchKey":
		f := lasting("there is no such object in the bucket %q (404); check the key", s.bucket)
		f.missing = true
		return f
	case "NoSuchBucket":
		f := lasting("there is no bucket %q at %s (404); check the address, and the endpoint where it is not Amazon's", s.bucket, s.host)
		f.missing = true
		return f
	case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired":
		return lasting("the credentials for S3 have expired (%s); log in again, or renew AWS_SESSION_TOKEN", no.Code)
	case "InvalidAccessKeyId", "InvalidToken", "InvalidClientTokenId", "UnrecognizedClientException":
		return lasting("S3 at %s does not know the access key (%s); check AWS_ACCESS_KEY_ID or the profile", s.host, no.Code)
	case "SignatureDoesNotMatch":
		return lasting("the secret key does not fit the access key (%s); check AWS_SECRET_ACCESS_KEY or the profile", no.Code)
	case "RequestTimeTooSkewed":
		return lasting("the clocks of this machine and of the storage differ too much (%s); set this one's", no.Code)
	case "AuthorizationHeaderMalformed", "PermanentRedirect", "IllegalLocationConstraintException":
		where := ""
		if no.Region != "" {
			where = ", perhaps to " + no.Region
		}
		return lasting("the bucket %q is in another region (%s); set AWS_REGION%s", s.bucket, no.Code, where)
	case "SlowDown", "RequestTimeout", "InternalError", "ServiceUnavailable":
		return &fault{msg: fmt.Sprintf("the storage at %s is overloaded or fails (%s)", s.host, no.Code), passing: true}
	}
	return s.statusFault(no)
}

// statusFault goes by the status, where the code is not known.
func (s *s3) statusFault(no minio.ErrorResponse) *fault {
	switch no.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		if !s.signed() {
			return lasting("access to the bucket %q is refused (%d), and no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE", s.bucket, no.StatusCode)
		}
		return lasting("access to the object in the bucket %q is refused (%d %s); check that these credentials may read it", s.bucket, no.StatusCode, no.Code)
	case http.StatusNotFound:
		return lasting("the storage at %s answers 404 %s; check the address and the credentials", s.host, no.Code)
	}
	res := &http.Response{StatusCode: no.StatusCode, Header: http.Header{}}
	if f := statusFault(res); f != nil {
		return f
	}
	return lasting("the storage at %s gives an answer that is none of S3's; check the endpoint", s.host)
}
