package assay_test

import (
	"path/filepath"
	"strings"
	"testing"

	"assay"
	"assay/engine"
	"assay/integrations/changes"
	"assay/reports"
)

// TestReferenceThatChanges changes other data, with which a suite compares, after
// they were opened.
func TestReferenceThatChanges(t *testing.T) {
	for _, c := range changes.All {
		dir := t.TempDir()
		data, other := filepath.Join(dir, "data.csv"), filepath.Join(dir, "other.csv")
		for path, text := range map[string]string{data: "id\n1\n2\n", other: "id\n1\n2\n3\n"} {
			if err := changes.Write(path, []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		suite := parse(t, "version: 1\nexpectations: [{exists-in: {columns: id, in: "+other+"}}]")
		bound, err := assay.Bind(t.Context(), suite, assay.Data{Paths: []string{data}}, assay.BindOptions{TempDir: dir})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Make(other); err != nil {
			t.Fatal(err)
		}
		res, err := bound.Run(t.Context(), reports.Needs{}, engine.RunOptions{})
		if res != nil || assay.ExitCodeOf(res, err) != assay.ExitData || !strings.Contains(err.Error(), "other.csv: "+c.Says) {
			t.Errorf("%s: got %v, %v", c.Name, res, err)
		}
		if err := bound.Close(); err != nil {
			t.Error(err)
		}
	}
}
