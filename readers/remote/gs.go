package remote

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/google"
)

// gs is a bucket of Google Cloud Storage.
// https://cloud.google.com/storage/docs/json_api/v1
type gs struct {
	client    *http.Client
	transport *countedTransport
	base      string // URL of the bucket
	bucket    string
	host      string
	signed    bool // there are credentials
}

// gsScope allows reading, and nothing else.
const gsScope = "https://www.googleapis.com/auth/devstorage.read_only"

func newGS(ctx context.Context, bucket string, opt Options) (store, error) {
	emulator := os.Getenv("STORAGE_EMULATOR_HOST")
	endpoint := cmp.Or(opt.Endpoint, emulator, "https://storage.googleapis.com")
	if !strings.Contains(endpoint, "://") {
		endpoint = "http://" + endpoint
	}
	u, err := parseEndpoint(endpoint)
	if err != nil {
		return nil, err
	}
	t, err := opt.Session.transport(opt)
	if err != nil {
		return nil, err
	}
	g := &gs{transport: t, bucket: bucket, host: u.Host, client: &http.Client{Transport: t, CheckRedirect: checkRedirect}}
	g.base = u.Scheme + "://" + u.Host + "/storage/v1/b/" + url.PathEscape(bucket) + "/o"
	if opt.Anonymous || opt.Endpoint == "" && emulator != "" {
		return g, nil
	}
	tokens, err := googleTokens(ctx, opt)
	if err != nil || tokens == nil {
		return g, err
	}
	g.signed = true
	g.client.Transport = &oauth2.Transport{Source: tokens, Base: t}
	return g, nil
}

// googleTokens finds credentials where Google's tools do; nil where there are
// none. They are kept beyond ctx.
// https://cloud.google.com/docs/authentication/application-default-credentials
func googleTokens(ctx context.Context, opt Options) (oauth2.TokenSource, error) {
	ctx = context.WithValue(context.WithoutCancel(ctx), oauth2.HTTPClient, &http.Client{Timeout: tokenLimit})
	if opt.CredentialsFile != "" {
		text, err := os.ReadFile(opt.CredentialsFile)
		if err != nil {
			return nil, &fault{msg: "the file with the credentials for Google Cloud cannot be read", cause: err}
		}
		//lint:ignore SA1019 the file is the user's own, of whatever type
		c, err := google.CredentialsFromJSON(ctx, text, gsScope)
		if err != nil {
			return nil, lasting("the file %s holds no credentials for Google Cloud", opt.CredentialsFile)
		}
		return c.TokenSource, nil
	}
	c, err := google.FindDefaultCredentials(ctx, gsScope)
	switch {
	case err == nil:
		return c.TokenSource, nil
	case os.Getenv("GOOGLE_APPLICATION_CREDENTIALS") != "":
		return nil, lasting("the file that GOOGLE_APPLICATION_CREDENTIALS names holds no credentials for Google Cloud that can be read")
	}
	return nil, nil
}

// tokenLimit bounds a request for a token.
const tokenLimit = 10 * time.Second

func (g *gs) close() error {
	g.transport.close()
	return nil
}

func (g *gs) get(ctx context.Context, key string, off, n int64, of version) (*reply, error) {
	address := g.base + "/" + url.PathEscape(key) + "?alt=media"
	generation := of.tag
	if generation != "" && !strings.HasPrefix(generation, `"`) {
		address += "&ifGenerationMatch=" + url.QueryEscape(generation)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, lasting("the address cannot be asked for")
	}
	// What is stored compressed is wanted as it is stored: otherwise ranges
	// would not be given.
	req.Header.Set("Accept-Encoding", "gzip")
	demand(req, off, n, version{})
	r, err := ask(g.client, req, g.host, off, n, func(res *http.Response) *fault {
		if generation := res.Header.Get("X-Goog-Generation"); generation != "" {
			res.Header.Set("ETag", generation)
		}
		return g.refusal(res)
	})
	return r, g.tokenFault(err)
}

func (g *gs) list(ctx context.Context, prefix string, yield func(Entry) error) error {
	query := url.Values{"prefix": {prefix}, "fields": {"items(name,size),nextPageToken"}}
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, g.base+"?"+query.Encode(), nil)
		if err != nil {
			return lasting("the address cannot be asked for")
		}
		var page struct {
			Items []struct {
				Name string
				Size string
			}
			NextPageToken string
		}
		decode := func(r io.Reader) error { return json.NewDecoder(r).Decode(&page) }
		if err := askList(g.client, req, g.host, g.refusal, decode); err != nil {
			return g.tokenFault(err)
		}
		for _, o := range page.Items {
			size, _ := strconv.ParseInt(o.Size, 10, 64)
			if err := yield(Entry{Key: o.Name, Size: size}); err != nil {
				return err
			}
		}
		if page.NextPageToken == "" {
			return nil
		}
		query.Set("pageToken", page.NextPageToken)
	}
}

func (g *gs) refusal(res *http.Response) *fault {
	switch res.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		if !g.signed {
			return lasting("access to the bucket %q is refused (%d), and no credentials were found; run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS", g.bucket, res.StatusCode)
		}
		return lasting("access to the object in the bucket %q is refused (%d); check that these credentials may read it and have not expired", g.bucket, res.StatusCode)
	case http.StatusNotFound:
		f := lasting("there is no such object, or no bucket %q (404); check the address", g.bucket)
		f.missing = true
		return f
	}
	return statusFault(res)
}

// tokenFault tells credentials that are not accepted from a storage that fails.
func (g *gs) tokenFault(err error) error {
	var no *oauth2.RetrieveError
	if !errors.As(err, &no) {
		return err
	}
	return lasting("Google does not accept the credentials (%s); run gcloud auth application-default login again, or renew the key file", cmp.Or(no.ErrorCode, "refused"))
}
