package remote

import (
	"cmp"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/minio/minio-go/v7/pkg/credentials"
	"gopkg.in/ini.v1"
)

// awsConfig is where S3 is, by the options, the environment and the profile.
type awsConfig struct {
	endpoint, region, profile, caFile string
}

// metadataLimit is how long a machine may take to say who it is. Where there is
// no such service nobody answers, and that must not take long.
const metadataLimit = time.Second

// findAWSConfig looks where the tools of AWS do.
// https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
func findAWSConfig(opt Options) (awsConfig, error) {
	c := awsConfig{profile: cmp.Or(opt.Profile, os.Getenv("AWS_PROFILE"), os.Getenv("AWS_DEFAULT_PROFILE"))}
	said := readProfile(c.profile)
	c.region = cmp.Or(opt.Region, os.Getenv("AWS_REGION"), os.Getenv("AWS_DEFAULT_REGION"), said("region"))
	c.caFile = cmp.Or(os.Getenv("AWS_CA_BUNDLE"), said("ca_bundle"))
	c.endpoint = opt.Endpoint
	if ignore, _ := strconv.ParseBool(os.Getenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")); !ignore {
		c.endpoint = cmp.Or(c.endpoint, os.Getenv("AWS_ENDPOINT_URL_S3"), os.Getenv("AWS_ENDPOINT_URL"), said("endpoint_url"))
	}
	if c.endpoint == "" {
		c.endpoint = "https://s3.amazonaws.com"
	} else if c.region == "" && !strings.Contains(c.endpoint, ".amazonaws.com") {
		c.region = "us-east-1"
	}
	return c, nil
}

// readProfile returns a look-up of the keys of a profile in the config file.
func readProfile(profile string) func(key string) string {
	path := os.Getenv("AWS_CONFIG_FILE")
	if home, err := os.UserHomeDir(); err == nil && path == "" {
		path = filepath.Join(home, ".aws", "config")
	}
	file, err := ini.LooseLoad(path)
	if err != nil {
		return func(string) string { return "" }
	}
	name := "profile " + profile
	if profile == "" || profile == "default" {
		name = "default"
	}
	return func(key string) string { return file.Section(name).Key(key).String() }
}

// credentials are those of the options, else of the environment, of files, of the
// container or the machine. Where there are none, requests are not signed.
func (c awsConfig) credentials(opt Options) *credentials.Credentials {
	switch {
	case opt.Anonymous:
		return credentials.NewStaticV4("", "", "")
	case opt.AccessKeyID != "":
		return credentials.NewStaticV4(opt.AccessKeyID, opt.SecretAccessKey, opt.SessionToken)
	}
	file := &credentials.FileAWSCredentials{Filename: opt.CredentialsFile, Profile: c.profile}
	chain := []credentials.Provider{&credentials.EnvAWS{}, file}
	if opt.Profile != "" || opt.CredentialsFile != "" {
		// A profile that was asked for comes before the environment.
		chain = []credentials.Provider{file, &credentials.EnvAWS{}}
	}
	if off, _ := strconv.ParseBool(os.Getenv("AWS_EC2_METADATA_DISABLED")); !off || askedElsewhere() {
		client := &http.Client{Timeout: metadataLimit, Transport: &http.Transport{Proxy: nil}}
		if askedElsewhere() {
			client.Timeout, client.Transport = 10*metadataLimit, nil
		}
		chain = append(chain, &credentials.IAM{Client: client, Region: c.region})
	}
	return credentials.NewChainCredentials(chain)
}

// askedElsewhere reports whether the environment says where a container or a pod
// gets its credentials.
func askedElsewhere() bool {
	for _, name := range []string{"AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"} {
		if os.Getenv(name) != "" {
			return true
		}
	}
	return false
}
