package gates

import (
	"context"
	"os/exec"
	"strings"
)

// Commit is the commit that the git work tree of the current folder is at; ""
// where the folder is in none.
func Commit(ctx context.Context) string {
	out, err := exec.CommandContext(ctx, "git", "rev-parse", "--verify", "--quiet", "HEAD^{commit}").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
