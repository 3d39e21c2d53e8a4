package remote

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// azureAccess is where an account's blobs are, and how requests are signed.
type azureAccess struct {
	account  string
	endpoint string
	key      []byte
	sas      url.Values
	tokens   oauth2.TokenSource
}

// known reports whether there are credentials.
func (a azureAccess) known() bool { return a.key != nil || a.sas != nil || a.tokens != nil }

// The account of the storage emulator, which everybody knows.
// https://learn.microsoft.com/azure/storage/common/storage-use-azurite
const (
	emulatorAccount  = "devstoreaccount1"
	emulatorKey      = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
	emulatorEndpoint = "http://127.0.0.1:10000/" + emulatorAccount
)

// findAzureAccess looks at the options, then at the environment, for a connection
// string, an account with its key or a SAS token, and a client that Entra ID
// knows.
func findAzureAccess(opt Options) (azureAccess, error) {
	said := readConnection(cmp.Or(opt.ConnectionString, os.Getenv("AZURE_STORAGE_CONNECTION_STRING")))
	if said["usedevelopmentstorage"] == "true" {
		said = map[string]string{"accountname": emulatorAccount, "accountkey": emulatorKey, "blobendpoint": emulatorEndpoint}
	}
	a := azureAccess{account: cmp.Or(opt.Account, said["accountname"], os.Getenv("AZURE_STORAGE_ACCOUNT"), os.Getenv("AZURE_STORAGE_ACCOUNT_NAME"))}
	a.endpoint = cmp.Or(opt.Endpoint, said["blobendpoint"])
	if a.endpoint == "" && a.account == "" {
		return a, lasting("no storage account is named; set AZURE_STORAGE_ACCOUNT or AZURE_STORAGE_CONNECTION_STRING, or add ?account=… to the address")
	}
	if a.endpoint == "" {
		a.endpoint = cmp.Or(said["defaultendpointsprotocol"], "https") + "://" + a.account + ".blob." + cmp.Or(said["endpointsuffix"], "core.windows.net")
	}
	if opt.Anonymous {
		return a, nil
	}
	key := cmp.Or(opt.AccountKey, said["accountkey"], os.Getenv("AZURE_STORAGE_KEY"), os.Getenv("AZURE_STORAGE_ACCOUNT_KEY"))
	sas := cmp.Or(opt.SASToken, said["sharedaccesssignature"], os.Getenv("AZURE_STORAGE_SAS_TOKEN"))
	var err error
	switch {
	case key != "":
		if a.key, err = base64.StdEncoding.DecodeString(key); err != nil {
			return a, lasting("the key of the storage account is not in Base64; copy it again")
		}
	case sas != "":
		if a.sas, err = url.ParseQuery(strings.TrimPrefix(sas, "?")); err != nil {
			return a, lasting("the SAS token cannot be understood; copy it again")
		}
	default:
		a.tokens = azureTokens(opt)
	}
	return a, nil
}

// readConnection reads Name=value;Name=value, the names in lower case.
// https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string
func readConnection(text string) map[string]string {
	said := make(map[string]string)
	for part := range strings.SplitSeq(text, ";") {
		if name, value, ok := strings.Cut(part, "="); ok {
			said[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(value)
		}
	}
	return said
}

// azureScope is that of all storage accounts.
const azureScope = "https://storage.azure.com/"

// azureTokens are those of a client, or of the machine itself; nil where it has
// none.
func azureTokens(opt Options) oauth2.TokenSource {
	tenant := cmp.Or(opt.TenantID, os.Getenv("AZURE_TENANT_ID"))
	client := cmp.Or(opt.ClientID, os.Getenv("AZURE_CLIENT_ID"))
	secret := cmp.Or(opt.ClientSecret, os.Getenv("AZURE_CLIENT_SECRET"))
	ctx := context.WithValue(context.Background(), oauth2.HTTPClient, &http.Client{Timeout: tokenLimit})
	if tenant != "" && client != "" && secret != "" {
		authority := strings.TrimSuffix(cmp.Or(os.Getenv("AZURE_AUTHORITY_HOST"), "https://login.microsoftonline.com"), "/")
		c := clientcredentials.Config{
			ClientID: client, ClientSecret: secret, Scopes: []string{azureScope + ".default"},
			TokenURL: authority + "/" + tenant + "/oauth2/v2.0/token",
		}
		return c.TokenSource(ctx)
	}
	first, err := machineToken(client)
	if err != nil {
		return nil
	}
	return oauth2.ReuseTokenSource(first, machineTokens{client})
}

// machineTokens are those of a virtual machine's managed identity.
type machineTokens struct{ client string }

func (m machineTokens) Token() (*oauth2.Token, error) { return machineToken(m.client) }

// machineToken asks the machine's metadata service.
// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
func machineToken(client string) (*oauth2.Token, error) {
	query := url.Values{"api-version": {"2018-02-01"}, "resource": {azureScope}}
	if client != "" {
		query.Set("client_id", client)
	}
	req, err := http.NewRequest(http.MethodGet, "http://169.254.169.254/metadata/identity/oauth2/token?"+query.Encode(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Metadata", "true")
	direct := &http.Client{Timeout: metadataLimit, Transport: &http.Transport{Proxy: nil, DisableKeepAlives: true}}
	res, err := direct.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the machine has no identity: %s", res.Status)
	}
	var said struct {
		AccessToken string      `json:"access_token"`
		ExpiresOn   json.Number `json:"expires_on"`
	}
	if err := json.NewDecoder(res.Body).Decode(&said); err != nil {
		return nil, err
	}
	at, _ := said.ExpiresOn.Int64()
	return &oauth2.Token{AccessToken: said.AccessToken, TokenType: "Bearer", Expiry: time.Unix(at, 0)}, nil
}

// sign signs a request with the account's key, where there is one.
// https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key
func (a azureAccess) sign(req *http.Request) {
	if a.key == nil {
		return
	}
	req.Header.Set("X-Ms-Date", time.Now().UTC().Format(http.TimeFormat))
	var b strings.Builder
	b.WriteString(req.Method + "\n")
	for _, name := range []string{
		"Content-Encoding", "Content-Language", "Content-Length", "Content-MD5", "Content-Type", "Date",
		"If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range",
	} {
		b.WriteString(req.Header.Get(name) + "\n")
	}
	for _, name := range []string{"X-Ms-Date", "X-Ms-Version"} {
		b.WriteString(strings.ToLower(name) + ":" + req.Header.Get(name) + "\n")
	}
	b.WriteString("/" + a.account + req.URL.EscapedPath())
	query := req.URL.Query()
	var names []string
	for name := range query {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b.WriteString("\n" + strings.ToLower(name) + ":" + strings.Join(query[name], ","))
	}
	mac := hmac.New(sha256.New, a.key)
	mac.Write([]byte(b.String()))
	req.Header.Set("Authorization", "SharedKey "+a.account+":"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}
