package kolmogorov

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
)

// TestAgreesWithSciPy holds the survival function against numbers that SciPy
// computed.
func TestAgreesWithSciPy(t *testing.T) {
	f, err := os.Open("testdata/scipy.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows := 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var n int
		var d, want float64
		if line := lines.Text(); strings.HasPrefix(line, "#") || strings.HasPrefix(line, "n\t") {
			continue
		} else if _, err := fmt.Sscan(line, &n, &d, &want); err != nil {
			t.Fatal(err)
		}
		rows++
		got := Limit(d)
		if n > 0 {
			got = Survival(n, d)
		}
		if math.Abs(got-want) > 1e-10 && math.Abs(got-want) > 1e-9*want {
			t.Errorf("n %d, d %v: %v, want %v", n, d, got, want)
		}
	}
	if rows < 100 {
		t.Errorf("%d numbers were compared", rows)
	}
}

func TestPValueOfManyIsTheLimit(t *testing.T) {
	if got, want := PValue(1_000_000, 0.001), Limit(1); got != want {
		t.Errorf("%v, want %v", got, want)
	}
	if got, want := PValue(100, 0.1), Survival(100, 0.1); got != want {
		t.Errorf("%v, want %v", got, want)
	}
}

func BenchmarkSurvival(b *testing.B) {
	for _, n := range []int{20, 140, 10_000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			for b.Loop() {
				Survival(n, 0.9/math.Sqrt(float64(n)))
			}
		})
	}
}
