package regex

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"assay/engine/vector"
)

// TestFindsWhatPythonFinds compares searches with what Python's re.search said,
// which testdata/python.py wrote down.
func TestFindsWhatPythonFinds(t *testing.T) {
	text, err := os.ReadFile("testdata/python.json")
	if err != nil {
		t.Fatal(err)
	}
	var python struct {
		Texts []string
		Found [][2]*string // pattern, and a digit for each text, - where versions differ; nil for a mistake
	}
	if err := json.Unmarshal(text, &python); err != nil {
		t.Fatal(err)
	}
	texts := column(python.Texts)
	for _, c := range python.Found {
		pattern, want := *c[0], c[1]
		e, err := CompilePython(pattern, time.Minute)
		switch {
		case err != nil && want != nil:
			t.Errorf("%q: %v", pattern, err)
		case err == nil && want == nil:
			t.Errorf("%q is a mistake in Python and none here", pattern)
		case err == nil:
			checkFound(t, e, pattern, texts, python.Texts, *want)
		}
	}
}

func checkFound(t *testing.T, e *Expr, pattern string, column *vector.Vector, texts []string, want string) {
	t.Helper()
	absent := vector.NewMask(column.Len)
	if err := e.NewSearcher().NotMatching(column, vector.NewMask(column.Len), absent); err != nil {
		t.Errorf("%q: %v", pattern, err)
		return
	}
	for i := range texts {
		if found := !absent.Get(i); want[i] != '-' && found != (want[i] == '1') {
			t.Errorf("%q in %q: found is %v (%s)", pattern, texts[i], found, e.Engine())
		}
	}
}

// column is a vector of texts.
func column(texts []string) *vector.Vector {
	v := &vector.Vector{Lane: vector.Bytes, Offsets: []int32{0}, Len: len(texts)}
	for _, text := range texts {
		v.Data = append(v.Data, text...)
		v.Offsets = append(v.Offsets, int32(len(v.Data)))
	}
	return v
}
