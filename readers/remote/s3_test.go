package remote_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"assay/engine"
	"assay/integrations/tools"
	"assay/readers/remote"
)

const (
	accessKey = "assay-test-key"
	secretKey = "assay-test-secret"
)

// gateway runs versitygw, which checks signatures, with one bucket "lake", and
// returns its address.
func gateway(t *testing.T, objects map[string]string) string {
	t.Helper()
	server := tools.Path(t, "versitygw")
	root, port := t.TempDir(), tools.FreePort(t)
	endpoint := fmt.Sprintf("127.0.0.1:%d", port)
	cmd := exec.Command(server, "--port", endpoint, "--access", accessKey, "--secret", secretKey, "posix", root)
	tools.Start(t, cmd, tools.Answers("http://"+endpoint+"/"))
	client, err := minio.New(endpoint, &minio.Options{Creds: credentials.NewStaticV4(accessKey, secretKey, ""), Region: "us-east-1"})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	if err := client.MakeBucket(ctx, "lake", minio.MakeBucketOptions{}); err != nil {
		t.Fatal(err)
	}
	for key, content := range objects {
		if _, err := client.PutObject(ctx, "lake", key, strings.NewReader(content), int64(len(content)), minio.PutObjectOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	return "http://" + endpoint
}

// noCredentials takes those of the machine's user out of a test.
func noCredentials(t *testing.T) {
	t.Helper()
	home := t.TempDir()
	for _, name := range []string{
		"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION",
		"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "NETRC",
	} {
		t.Setenv(name, "")
		os.Unsetenv(name)
	}
	t.Setenv("HOME", home)
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
}

// TestS3 reads from a server that checks signatures.
func TestS3(t *testing.T) {
	noCredentials(t)
	content := strings.Repeat("0123456789", 20_000)
	odd := "odd/ü 100% +&=#?.csv"
	endpoint := gateway(t, map[string]string{"data/a.csv": content, odd: "a\n1\n", "empty.csv": ""})
	at := func(key string) string { return "s3://lake/" + key + "?endpoint=" + endpoint + "&region=us-east-1" }
	good := remote.Options{AccessKeyID: accessKey, SecretAccessKey: secretKey}
	ctx := context.Background()

	o, err := remote.Open(ctx, at("data/a.csv"), good)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	if o.Name() != "s3://lake/data/a.csv" || o.Size() != int64(len(content)) {
		t.Errorf("%s has %d bytes", o.Name(), o.Size())
	}
	got := make([]byte, 1000)
	if _, err := o.ReadAt(got, 150_003); err != nil || string(got) != content[150_003:151_003] {
		t.Errorf("read %q: %v", got, err)
	}
	if _, requests := o.Traffic(); requests != 2 {
		t.Errorf("%d requests", requests)
	}
	if e, err := remote.Open(ctx, at("empty.csv"), good); err != nil || e.Size() != 0 {
		t.Errorf("the empty object: %v", err)
	}
	if e, err := remote.Open(ctx, at(odd), good); err != nil || e.Size() != 4 {
		t.Errorf("the odd key: %v", err)
	}
	if found, err := remote.List(ctx, at("data/"), good); err != nil || len(found) != 1 || found[0].Address != at("data/a.csv") {
		t.Errorf("found %v: %v", found, err)
	}

	for name, c := range map[string]struct {
		address string
		opt     remote.Options
		want    string
	}{
		"a missing key":      {at("no.csv"), good, `s3://lake/no.csv: there is no such object in the bucket "lake" (404); check the key`},
		"a missing bucket":   {strings.Replace(at("a.csv"), "lake", "pond", 1), good, `s3://pond/a.csv: there is no bucket "pond" at `},
		"a wrong secret":     {at("data/a.csv"), remote.Options{AccessKeyID: accessKey, SecretAccessKey: "wrong"}, "the secret key does not fit the access key (SignatureDoesNotMatch)"},
		"a wrong key":        {at("data/a.csv"), remote.Options{AccessKeyID: "nobody", SecretAccessKey: "x"}, "check the address and the credentials"},
		"no credentials":     {at("data/a.csv"), remote.Options{}, "access to the bucket \"lake\" is refused (403), and no credentials were found; set AWS_ACCESS_KEY_ID"},
		"a setting misspelt": {"s3://lake/a.csv?endpoint=http://x&regoin=x", good, `the address has a setting "regoin"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := remote.Open(ctx, c.address, c.opt)
			wantDataError(t, err, c.want)
		})
	}
}

// TestS3Chain finds credentials, region and endpoint where AWS's tools do.
func TestS3Chain(t *testing.T) {
	endpoint := gateway(t, map[string]string{"a.csv": "a\n1\n"})
	for name, prepare := range map[string]func(t *testing.T, home string){
		"environment": func(t *testing.T, _ string) {
			t.Setenv("AWS_ACCESS_KEY_ID", accessKey)
			t.Setenv("AWS_SECRET_ACCESS_KEY", secretKey)
			t.Setenv("AWS_ENDPOINT_URL", endpoint)
		},
		"files": func(t *testing.T, home string) {
			write(t, filepath.Join(home, ".aws/config"), "[default]\nregion = eu-west-1\n[profile lab]\nregion = us-east-1\nendpoint_url = "+endpoint+"\n")
			write(t, filepath.Join(home, ".aws/credentials"), "[lab]\naws_access_key_id = "+accessKey+"\naws_secret_access_key = "+secretKey+"\n")
			t.Setenv("AWS_PROFILE", "lab")
		},
	} {
		t.Run(name, func(t *testing.T) {
			noCredentials(t)
			prepare(t, os.Getenv("HOME"))
			o, err := remote.Open(context.Background(), "s3://lake/a.csv", remote.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer o.Close()
			if o.Size() != 4 {
				t.Errorf("it has %d bytes", o.Size())
			}
		})
	}
}

// wantDataError demands an error about the data that says something.
func wantDataError(t *testing.T, err error, want string) {
	t.Helper()
	var data *engine.DataError
	if !errors.As(err, &data) || !strings.Contains(err.Error(), want) {
		t.Errorf("%v (%T)\nwant …%s…", err, err, want)
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestS3Expired has a server answer as S3 does where a session token has expired.
func TestS3Expired(t *testing.T) {
	noCredentials(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/xml")
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `<?xml version="1.0" encoding="UTF-8"?><Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>`)
	}))
	defer server.Close()
	opt := remote.Options{AccessKeyID: accessKey, SecretAccessKey: secretKey, SessionToken: "of yesterday"}
	_, err := remote.Open(context.Background(), "s3://lake/a.csv?endpoint="+server.URL+"&region=us-east-1", opt)
	var data *engine.DataError
	if !errors.As(err, &data) || !strings.Contains(err.Error(), "the credentials for S3 have expired (ExpiredToken); log in again") || strings.Contains(err.Error(), "yesterday") {
		t.Errorf("got %v", err)
	}
}
