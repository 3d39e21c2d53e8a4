package remote

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
)

// Options say how a store is reached. What they leave out comes from the
// environment and the files where each store's own tools look. The zero value is
// ready to use.
type Options struct {
	// Session shares connections, memory and counters among objects; nil
	// makes one for the object alone.
	Session *Session

	Anonymous   bool   // send no credentials
	Endpoint    string // URL of the service, where it is not the usual one
	InsecureTLS bool   // do not verify certificates
	CAFile      string // certificates to verify by, in PEM

	// For S3. CredentialsFile is also Google's key file.
	Region          string
	Profile         string // of ~/.aws/config and ~/.aws/credentials
	CredentialsFile string
	AccessKeyID     string
	SecretAccessKey string
	SessionToken    string
	PathStyle       bool // the bucket in the path, not in the host name

	// For Azure. With an account alone, credentials are looked for.
	Account          string
	AccountKey       string
	SASToken         string
	ConnectionString string
	TenantID         string
	ClientID         string
	ClientSecret     string

	// For SFTP and web servers; an address's own come first.
	User     string
	Password string
	// For SFTP.
	Port       int
	KeyFile    string
	Passphrase string // of KeyFile
	NoAgent    bool   // do not ask the SSH agent
	// For web servers: headers to send with every request.
	Header http.Header

	// Transport replaces the way that HTTP requests are sent, for tests.
	Transport http.RoundTripper
}

// setting is one that an address may carry behind a question mark.
type setting struct {
	name  string
	kinds []string
	set   func(o *Options, value string) error
}

// settings are those of addresses. Secrets are none of them: addresses are
// written into suites and logs.
var settings = []setting{
	{"endpoint", []string{"s3", "gs", "azblob"}, text(func(o *Options) *string { return &o.Endpoint })},
	{"region", []string{"s3"}, text(func(o *Options) *string { return &o.Region })},
	{"profile", []string{"s3"}, text(func(o *Options) *string { return &o.Profile })},
	{"path_style", []string{"s3"}, truth(func(o *Options) *bool { return &o.PathStyle })},
	{"use_path_style", []string{"s3"}, truth(func(o *Options) *bool { return &o.PathStyle })},
	{"anonymous", []string{"s3", "gs", "azblob"}, truth(func(o *Options) *bool { return &o.Anonymous })},
	{"account", []string{"azblob"}, text(func(o *Options) *string { return &o.Account })},
	{"key_file", []string{"sftp"}, text(func(o *Options) *string { return &o.KeyFile })},
}

func text(field func(*Options) *string) func(*Options, string) error {
	return func(o *Options, value string) error {
		*field(o) = value
		return nil
	}
}

func truth(field func(*Options) *bool) func(*Options, string) error {
	return func(o *Options, value string) error {
		yes, err := strconv.ParseBool(value)
		if err != nil {
			return fmt.Errorf("is true or false, not %q", value)
		}
		*field(o) = yes
		return nil
	}
}

// settingsOf are the names of the settings that a kind of store has.
func settingsOf(kind string) []string {
	var names []string
	for _, s := range settings {
		if slices.Contains(s.kinds, kind) {
			names = append(names, s.name)
		}
	}
	return names
}

// with adds the settings of an address.
func (o Options) with(values url.Values) (Options, error) {
	for _, s := range settings {
		if !values.Has(s.name) {
			continue
		}
		if err := s.set(&o, values.Get(s.name)); err != nil {
			return o, fmt.Errorf("the setting %s of the address %w", s.name, err)
		}
	}
	return o, nil
}

// values are the options that tell connections apart.
func (o Options) values() string {
	o.Session, o.Transport = nil, nil
	return fmt.Sprintf("%#v", o)
}
