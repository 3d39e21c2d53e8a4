package address

import "testing"

func TestShown(t *testing.T) {
	for path, want := range map[string]string{
		"orders.csv": "orders.csv", `C:\a?b@c.csv`: `C:\a?b@c.csv`, "a/b://c?d": "a/b://c?d",
		"https://user:pass@host:1/a@b/c.csv?sig=x#y": "https://host:1/a@b/c.csv", "s3://bucket/a.csv": "s3://bucket/a.csv",
		"ftp://a@b:c@host": "ftp://host", "dvc://a.csv@v1": "dvc://a.csv@v1", "https://?x": "https://",
	} {
		if got := Shown(path); got != want {
			t.Errorf("%s is shown as %s, want %s", path, got, want)
		}
	}
}
