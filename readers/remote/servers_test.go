package remote_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"assay/integrations/tools"
	"assay/readers/remote"
)

// place is where the same objects are: an address that keys are put behind, and
// in front of its settings.
type place struct {
	prefix, settings string
	opt              remote.Options
}

func (p place) at(key string) string { return p.prefix + key + p.settings }

// send makes a request that must succeed.
func send(t *testing.T, method, address string, header map[string]string, body string) {
	t.Helper()
	req, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range header {
		req.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		text, _ := io.ReadAll(res.Body)
		t.Fatalf("%s %s: %s\n%s", method, address, res.Status, text)
	}
}

func s3Place(t *testing.T, objects map[string]string) place {
	endpoint := gateway(t, objects)
	return place{"s3://lake/", "?endpoint=" + endpoint, remote.Options{AccessKeyID: accessKey, SecretAccessKey: secretKey}}
}

// gsPlace runs fake-gcs-server, which checks no credentials.
func gsPlace(t *testing.T, objects map[string]string) place {
	t.Helper()
	endpoint := fmt.Sprintf("http://127.0.0.1:%d", tools.FreePort(t))
	u, _ := url.Parse(endpoint)
	cmd := exec.Command(tools.Path(t, "fake-gcs-server"), "-scheme", "http", "-host", "127.0.0.1", "-port", u.Port(), "-backend", "memory", "-log-level", "error")
	tools.Start(t, cmd, tools.Answers(endpoint+"/storage/v1/b"))
	send(t, http.MethodPost, endpoint+"/storage/v1/b?project=test", map[string]string{"Content-Type": "application/json"}, `{"name":"lake"}`)
	for key, content := range objects {
		send(t, http.MethodPost, endpoint+"/upload/storage/v1/b/lake/o?uploadType=media&name="+url.QueryEscape(key), nil, content)
	}
	return place{"gs://lake/", "?endpoint=" + endpoint + "&anonymous=true", remote.Options{}}
}

// The account that azurite has.
const (
	azureAccount = "devstoreaccount1"
	azureKey     = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
)

// accountSAS signs a token that is good until a time.
// https://learn.microsoft.com/rest/api/storageservices/create-account-sas
func accountSAS(t *testing.T, until time.Time) string {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(azureKey)
	if err != nil {
		t.Fatal(err)
	}
	const version, services, resources, permissions = "2019-12-12", "b", "sco", "rwlac"
	expiry := until.UTC().Format("2006-01-02T15:04:05Z")
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s\n%s\n%s\n%s\n\n%s\n\n\n%s\n", azureAccount, permissions, services, resources, expiry, version)
	return url.Values{
		"sv": {version}, "ss": {services}, "srt": {resources}, "sp": {permissions}, "se": {expiry},
		"sig": {base64.StdEncoding.EncodeToString(mac.Sum(nil))},
	}.Encode()
}

// azurePlace runs azurite, which checks signatures.
func azurePlace(t *testing.T, objects map[string]string) place {
	t.Helper()
	port := fmt.Sprint(tools.FreePort(t))
	endpoint := "http://127.0.0.1:" + port + "/" + azureAccount
	cmd := exec.Command(tools.Path(t, "azurite-blob"), "--blobHost", "127.0.0.1", "--blobPort", port, "--location", t.TempDir(), "--silent", "--skipApiVersionCheck")
	tools.Start(t, cmd, tools.Answers(endpoint))
	sas := accountSAS(t, time.Now().Add(time.Hour))
	send(t, http.MethodPut, endpoint+"/lake?restype=container&"+sas, nil, "")
	for key, content := range objects {
		escaped := strings.ReplaceAll(url.PathEscape(key), "%2F", "/")
		send(t, http.MethodPut, endpoint+"/lake/"+escaped+"?"+sas, map[string]string{"X-Ms-Blob-Type": "BlockBlob"}, content)
	}
	return place{"azblob://lake/", "", remote.Options{
		ConnectionString: "AccountName=" + azureAccount + ";AccountKey=" + azureKey + ";BlobEndpoint=" + endpoint,
	}}
}

// folder writes objects as files.
func folder(t *testing.T, objects map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for key, content := range objects {
		write(t, filepath.Join(dir, key), content)
	}
	return dir
}

// webPlace is a server with TLS that wants a password.
func webPlace(t *testing.T, objects map[string]string) place {
	t.Helper()
	files := http.FileServer(http.Dir(folder(t, objects)))
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, ok := r.BasicAuth(); !ok || user != "me" || password != "s3cret" {
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	write(t, ca, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})))
	return place{strings.Replace(server.URL, "https://", "https://me:s3cret@", 1) + "/", "", remote.Options{CAFile: ca}}
}

// sftpPlace is a server that accepts the key ~/.ssh/id_ed25519 and is a known
// host.
func sftpPlace(t *testing.T, objects map[string]string) place {
	t.Helper()
	dir := folder(t, objects)
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("SSH_AUTH_SOCK", "")
	_, hostKey, _ := ed25519.GenerateKey(nil)
	_, userKey, _ := ed25519.GenerateKey(nil)
	host, err := ssh.NewSignerFromKey(hostKey)
	if err != nil {
		t.Fatal(err)
	}
	user, err := ssh.NewSignerFromKey(userKey)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(userKey, "")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(home, ".ssh/id_ed25519"), string(pem.EncodeToMemory(block)))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	write(t, filepath.Join(home, ".ssh/known_hosts"), knownhosts.Line([]string{l.Addr().String()}, host.PublicKey())+"\n")
	config := &ssh.ServerConfig{PublicKeyCallback: func(c ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
		if c.User() != "me" || !bytes.Equal(key.Marshal(), user.PublicKey().Marshal()) {
			return nil, fmt.Errorf("unknown")
		}
		return nil, nil
	}}
	config.AddHostKey(host)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go serveSFTP(conn, config)
		}
	}()
	return place{"sftp://me@" + l.Addr().String() + dir + "/", "", remote.Options{}}
}

func serveSFTP(conn net.Conn, config *ssh.ServerConfig) {
	_, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for c := range channels {
		channel, requests, err := c.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range requests {
				_ = r.Reply(r.Type == "subsystem", nil)
			}
		}()
		if server, err := sftp.NewServer(channel, sftp.ReadOnly()); err == nil {
			go server.Serve()
		}
	}
}

// places are all of them, with the same objects.
func places(t *testing.T, objects map[string]string) map[string]place {
	t.Helper()
	noCredentials(t)
	return map[string]place{
		"s3": s3Place(t, objects), "gs": gsPlace(t, objects), "azblob": azurePlace(t, objects),
		"https": webPlace(t, objects), "sftp": sftpPlace(t, objects),
	}
}

// TestStores reads the same from every kind of store, and is told the same of
// what is not there.
func TestStores(t *testing.T) {
	content := strings.Repeat("0123456789", 30_000)
	const odd = "odd=ü 100% +&=#/a b.csv"
	objects := map[string]string{"data/a.csv": content, "data/sub/b.csv": "b\n", "data.csv": "c\n", odd: "a\n1\n", "empty.csv": ""}
	for name, p := range places(t, objects) {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			o, err := remote.Open(ctx, p.at("data/a.csv"), p.opt)
			if err != nil {
				t.Fatal(err)
			}
			defer o.Close()
			got := make([]byte, 100_000)
			if n, err := o.ReadAt(got, 123_457); err != nil || string(got[:n]) != content[123_457:223_457] {
				t.Errorf("read %d bytes: %v", n, err)
			}
			if n, err := o.ReadAt(got, int64(len(content)-10)); n != 10 || err != io.EOF {
				t.Errorf("at the end: %d bytes, %v", n, err)
			}
			r, err := o.Stream(ctx, 7)
			if err != nil {
				t.Fatal(err)
			}
			if all, err := io.ReadAll(r); err != nil || string(all) != content[7:] {
				t.Errorf("the stream has %d bytes: %v", len(all), err)
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
			if e, err := remote.Open(ctx, p.at("empty.csv"), p.opt); err != nil || e.Size() != 0 {
				t.Errorf("the empty object: %v", err)
			}
			key := odd
			if name == "https" {
				key = (&url.URL{Path: odd}).EscapedPath()
				key = strings.TrimPrefix(key, "./")
			}
			if e, err := remote.Open(ctx, p.at(key), p.opt); err != nil || e.Size() != 4 {
				t.Errorf("the odd key: %v", err)
			}
			_, err = remote.Open(ctx, p.at("missing.csv"), p.opt)
			if err == nil || !strings.Contains(err.Error(), "there is no such") || strings.Contains(err.Error(), "s3cret") {
				t.Errorf("what is missing: %v", err)
			}
			if name == "https" {
				return
			}
			for text, want := range map[string]string{
				"data/": "data/a.csv data/sub/b.csv", "data/*.csv": "data/a.csv", "*.csv": "data.csv empty.csv",
				"da*/": "data/a.csv data/sub/b.csv", "none/": "", "odd=*/a*": odd,
			} {
				found, err := remote.List(ctx, p.at(text), p.opt)
				var keys []string
				for _, e := range found {
					keys = append(keys, strings.TrimPrefix(remote.Shown(e.Address), remote.Shown(p.at(""))))
				}
				if have := strings.Join(keys, " "); have != want {
					t.Errorf("%s: found %q, want %q (%v)", text, have, want, err)
				}
			}
		})
	}
}

// TestAzureRefuses checks what is said where Azure refuses.
func TestAzureRefuses(t *testing.T) {
	noCredentials(t)
	p := azurePlace(t, map[string]string{"a.csv": "a\n1\n"})
	endpoint := p.opt.ConnectionString[strings.Index(p.opt.ConnectionString, "http"):]
	wrong := base64.StdEncoding.EncodeToString([]byte("wrong"))
	for name, c := range map[string]struct {
		address, want string
		opt           remote.Options
	}{
		"a wrong key":         {"azblob://lake/a.csv", "Azure does not accept the credentials (403 ", remote.Options{Account: azureAccount, AccountKey: wrong, Endpoint: endpoint}},
		"a token that is old": {"azure://lake/a.csv", "the key is wrong, or the token has expired", remote.Options{Account: azureAccount, SASToken: accountSAS(t, time.Now().Add(-time.Hour)), Endpoint: endpoint}},
		"a missing container": {"azblob://pond/a.csv", `there is no container "pond"`, p.opt},
		"no account":          {"azblob://lake/a.csv", "no storage account is named; set AZURE_STORAGE_ACCOUNT", remote.Options{}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := remote.Open(context.Background(), c.address, c.opt)
			wantDataError(t, err, c.want)
		})
	}
	if o, err := remote.Open(context.Background(), "azblob://lake/a.csv", remote.Options{Account: azureAccount, SASToken: accountSAS(t, time.Now().Add(time.Hour)), Endpoint: endpoint}); err != nil || o.Size() != 4 {
		t.Errorf("with a token: %v", err)
	}
}

// TestSFTPRefuses checks that neither side is taken at its word.
func TestSFTPRefuses(t *testing.T) {
	p := sftpPlace(t, map[string]string{"a.csv": "a\n1\n"})
	ctx := context.Background()
	_, err := remote.Open(ctx, strings.Replace(p.at("a.csv"), "me@", "you@", 1), p.opt)
	wantDataError(t, err, `does not accept the user "you" (tried `)
	known := filepath.Join(os.Getenv("HOME"), ".ssh/known_hosts")
	_, other, _ := ed25519.GenerateKey(nil)
	signer, err := ssh.NewSignerFromKey(other)
	if err != nil {
		t.Fatal(err)
	}
	u, _ := url.Parse(p.at("a.csv"))
	write(t, known, knownhosts.Line([]string{u.Host}, signer.PublicKey())+"\n")
	_, err = remote.Open(ctx, p.at("a.csv"), p.opt)
	wantDataError(t, err, "has another key than the known hosts say")
	write(t, known, "")
	_, err = remote.Open(ctx, p.at("a.csv"), p.opt)
	wantDataError(t, err, "is not among the known hosts")
}
