package remote

import (
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"
)

// azure is a container of Azure Blob Storage.
// https://learn.microsoft.com/rest/api/storageservices/blob-service-rest-api
type azure struct {
	client    *http.Client
	transport *countedTransport
	base      *url.URL // of the container
	container string
	access    azureAccess
}

// azureVersion is the version of the protocol that is spoken.
const azureVersion = "2021-08-06"

func newAzure(container string, opt Options) (store, error) {
	access, err := findAzureAccess(opt)
	if err != nil {
		return nil, err
	}
	base, err := parseEndpoint(access.endpoint)
	if err != nil {
		return nil, err
	}
	t, err := opt.Session.transport(opt)
	if err != nil {
		return nil, err
	}
	a := &azure{transport: t, container: container, access: access, client: &http.Client{Transport: t, CheckRedirect: checkRedirect}}
	a.base = base.JoinPath(container)
	if access.tokens != nil {
		a.client.Transport = &oauth2.Transport{Source: access.tokens, Base: t}
	}
	return a, nil
}

func (a *azure) close() error {
	a.transport.close()
	return nil
}

// request prepares a GET of a blob, or of the container where key is "".
func (a *azure) request(ctx context.Context, key string, query url.Values) (*http.Request, error) {
	u := *a.base
	if key != "" {
		u.Path, u.RawPath = u.Path+"/"+key, u.EscapedPath()+"/"+strings.ReplaceAll(url.PathEscape(key), "%2F", "/")
	}
	for name, values := range a.access.sas {
		query[name] = values
	}
	u.RawQuery = query.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, lasting("the address cannot be asked for")
	}
	req.Header.Set("X-Ms-Version", azureVersion)
	return req, nil
}

func (a *azure) get(ctx context.Context, key string, off, n int64, of version) (*reply, error) {
	req, err := a.request(ctx, key, url.Values{})
	if err != nil {
		return nil, err
	}
	demand(req, off, n, of)
	a.access.sign(req)
	r, err := ask(a.client, req, a.base.Host, off, n, a.refusal)
	return r, azureTokenFault(err)
}

func (a *azure) list(ctx context.Context, prefix string, yield func(Entry) error) error {
	marker := ""
	for {
		query := url.Values{"restype": {"container"}, "comp": {"list"}, "prefix": {prefix}}
		if marker != "" {
			query.Set("marker", marker)
		}
		req, err := a.request(ctx, "", query)
		if err != nil {
			return err
		}
		a.access.sign(req)
		var page struct {
			Blobs []struct {
				Name string `xml:"Name"`
				Size int64  `xml:"Properties>Content-Length"`
			} `xml:"Blobs>Blob"`
			NextMarker string
		}
		decode := func(r io.Reader) error { return xml.NewDecoder(r).Decode(&page) }
		if err := askList(a.client, req, a.base.Host, a.refusal, decode); err != nil {
			return azureTokenFault(err)
		}
		for _, b := range page.Blobs {
			if err := yield(Entry{Key: b.Name, Size: b.Size}); err != nil {
				return err
			}
		}
		if marker = page.NextMarker; marker == "" {
			return nil
		}
	}
}

// refusal says why Azure refused.
// https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes
func (a *azure) refusal(res *http.Response) *fault {
	code := res.Header.Get("X-Ms-Error-Code")
	switch res.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusConflict:
		switch {
		case !a.access.known():
			return lasting("access to the container %q is refused (%d), and no credentials were found; set AZURE_STORAGE_CONNECTION_STRING, or AZURE_STORAGE_KEY", a.container, res.StatusCode)
		case code == "AuthenticationFailed" || code == "AuthorizationFailure":
			return lasting("Azure does not accept the credentials (%d %s): the key is wrong, or the token has expired or allows too little; renew AZURE_STORAGE_KEY, the connection string or the SAS token", res.StatusCode, code)
		}
		return lasting("access to the container %q is refused (%d %s); check that these credentials may read it", a.container, res.StatusCode, code)
	case http.StatusNotFound:
		f := lasting("there is no such blob in the container %q (404 %s); check the address", a.container, cmp.Or(code, "NotFound"))
		if code == "ContainerNotFound" {
			f = lasting("there is no container %q at %s (404); check the address and the account", a.container, a.base.Host)
		}
		f.missing = true
		return f
	}
	return statusFault(res)
}

// azureTokenFault tells credentials that are not accepted from a storage that
// fails.
func azureTokenFault(err error) error {
	var no *oauth2.RetrieveError
	if !errors.As(err, &no) {
		return err
	}
	return lasting("Azure does not accept the client's credentials (%s); check AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET", cmp.Or(no.ErrorCode, "refused"))
}
