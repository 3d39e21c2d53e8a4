package gates

import (
	"bytes"
	"net/http"
	"strings"
)

// withoutSecrets takes out of an answer what it repeats of the secrets of a
// request: credentials, and all of the address that follows the host.
func withoutSecrets(answer []byte, r *http.Request) []byte {
	_, credentials, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	_, basic, _ := r.BasicAuth()
	inURL, _ := r.URL.User.Password()
	for _, secret := range []string{credentials, basic, inURL, r.URL.RequestURI(), r.URL.Path, r.URL.RawQuery} {
		if len(secret) > len("/") {
			answer = bytes.ReplaceAll(answer, []byte(secret), []byte("…"))
		}
	}
	return answer
}
