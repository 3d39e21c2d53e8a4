package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"go.yaml.in/yaml/v3"

	"assay/gates/verdict"
	"assay/integrations/tools"
)

// TestVerdictsInDVC runs testdata/verdicts/*.txtar with a real DVC: what a verdict is
// for, and whether its digests are DVC's.
func TestVerdictsInDVC(t *testing.T) {
	bin := filepath.Dir(tools.Path(t, "dvc"))
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/verdicts",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(ts *testscript.TestScript, neg bool, args []string){"edit": edit, "same-md5": sameMD5},
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", env.Getenv("PATH")+string(filepath.ListSeparator)+bin)
			return os.Mkdir(filepath.Join(env.WorkDir, "home"), 0o700)
		},
	})
}

// edit copies a file with other words in it: edit FROM TO OLD NEW.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: edit FROM TO OLD NEW")
	}
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[2]) {
		ts.Fatalf("%s does not hold %s:\n%s", args[0], args[2], text)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(strings.Replace(text, args[2], args[3], 1)), 0o666))
}

// sameMD5 demands that a verdict and a DVC pointer call the data the same:
// same-md5 VERDICT POINTER.
func sameMD5(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: same-md5 VERDICT POINTER")
	}
	var v verdict.Verdict
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &v))
	var pointer struct {
		Outs []struct{ MD5 string }
	}
	ts.Check(yaml.Unmarshal([]byte(ts.ReadFile(args[1])), &pointer))
	if len(pointer.Outs) != 1 || pointer.Outs[0].MD5 != v.Data.MD5 {
		ts.Fatalf("the verdict says %s, and DVC %+v", v.Data.MD5, pointer.Outs)
	}
}
