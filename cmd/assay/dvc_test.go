package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"assay/integrations/tools"
)

// TestDVC runs testdata/dvc/*.txtar, in which DVC, git and pre-commit are the
// real ones.
func TestDVC(t *testing.T) {
	bin := tools.Bin(t)
	tools.Path(t, "dvc")
	tools.Path(t, "pre-commit")
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/dvc",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(ts *testscript.TestScript, neg bool, args []string){"exitcode": exitcode, "empty": empty},
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, ".home")
			for name, value := range map[string]string{
				"PATH": env.Getenv("PATH") + string(os.PathListSeparator) + bin, "HOME": home, "NO_COLOR": "1",
				"DVC_NO_ANALYTICS": "1", "DVC_GLOBAL_CONFIG_DIR": home, "DVC_SYSTEM_CONFIG_DIR": home, "DVC_SITE_CACHE_DIR": home,
				"PRE_COMMIT_HOME": filepath.Join(home, "pre-commit"), "GIT_CONFIG_NOSYSTEM": "1",
				"GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@example.com", "GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@example.com",
			} {
				env.Setenv(name, value)
			}
			return os.MkdirAll(home, 0o777)
		},
	})
}
