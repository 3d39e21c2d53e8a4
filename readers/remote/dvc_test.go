package remote_test

import (
	"context"
	"crypto/md5"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/readers/dvc"
)

// TestDVCRemotes has DVC's remote in every kind of store, with DVC's own names
// of its settings.
func TestDVCRemotes(t *testing.T) {
	const text, other = "id\n1\n", "id\n2\n"
	sum := fmt.Sprintf("%x", md5.Sum([]byte(text)))
	damaged := strings.Repeat("0", 32)
	key := func(sum string) string { return "store/files/md5/" + sum[:2] + "/" + sum[2:] }
	all := places(t, map[string]string{key(sum): text, key(damaged): other})
	web, err := url.Parse(all["https"].prefix)
	if err != nil {
		t.Fatal(err)
	}
	endpoint := func(p place) string {
		settings, err := url.ParseQuery(strings.TrimPrefix(p.settings, "?"))
		if err != nil {
			t.Fatal(err)
		}
		return settings.Get("endpoint")
	}
	for name, settings := range map[string][]string{
		"s3":     {"url = s3://lake/store", "endpointurl = " + endpoint(all["s3"]), "access_key_id = " + accessKey, "secret_access_key = " + secretKey},
		"gs":     {"url = gs://lake/store", "endpointurl = " + endpoint(all["gs"]), "allow_anonymous_login = true"},
		"azblob": {"url = azure://lake/store", "connection_string = " + all["azblob"].opt.ConnectionString},
		"https":  {"url = https://" + web.Host + "/store", "auth = basic", "user = me", "password = s3cret", "ssl_verify = " + all["https"].opt.CAFile},
		"sftp":   {"url = " + strings.Replace(all["sftp"].prefix, "sftp://", "ssh://", 1) + "store"},
	} {
		t.Run(name, func(t *testing.T) {
			repo := t.TempDir()
			write(t, filepath.Join(repo, ".dvc/config"), "[core]\nremote = r\nno_scm = true\n['remote \"r\"']\n"+strings.Join(settings, "\n")+"\n")
			for file, sum := range map[string]string{"data.csv": sum, "damaged.csv": damaged, "none.csv": strings.Repeat("f", 32)} {
				write(t, filepath.Join(repo, file+".dvc"), "outs:\n- md5: "+sum+"\n  hash: md5\n  path: "+file+"\n")
			}
			locate := func(file string) ([]dvc.File, error) {
				a, _, err := dvc.ParseAddress(filepath.Join(repo, file), "")
				if err != nil {
					return nil, err
				}
				return dvc.Locate(context.Background(), a, dvc.Options{
					TempFile: func() (*os.File, error) { return os.CreateTemp(t.TempDir(), "") },
				})
			}
			found, err := locate("data.csv.dvc")
			if err != nil || len(found) != 1 {
				t.Fatalf("%d files, error %v", len(found), err)
			}
			if got, err := os.ReadFile(found[0].Path); err != nil || string(got) != text {
				t.Errorf("got %q, error %v", got, err)
			}
			for file, says := range map[string]string{"damaged.csv.dvc": "is damaged: its MD5 is ", "none.csv.dvc": "in the remote r ("} {
				if _, err := locate(file); err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "s3cret") {
					t.Errorf("%s: error %v, which must say %q", file, err, says)
				}
			}
		})
	}
}
