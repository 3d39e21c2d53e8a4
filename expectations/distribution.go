package expectations

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"
)

// Arguments is a parameter that holds numbers, by name or by position.
type Arguments struct {
	Named      map[string]float64
	Positional []float64
}

// Reported is the parameter as reports show it.
func (a Arguments) Reported() any {
	if a.Positional != nil {
		return a.Positional
	}
	named := make(map[string]any, len(a.Named))
	for name, value := range a.Named {
		named[name] = value
	}
	return named
}

// details are the arguments in a result.
func (a Arguments) details() any {
	if a.Positional != nil {
		return figures(a.Positional)
	}
	named := make(map[string]any, len(a.Named))
	for name, value := range a.Named {
		named[name] = figure(value, true)
	}
	return named
}

// distribution is one that values may come from, and its parameters in the
// order in which they stand without names.
type distribution struct {
	required, optional []string
	positive           []string // those that must be above 0
	cdf                func(args map[string]float64) func(x float64) float64
}

// distributions are those that the test knows, under SciPy's names.
func distributions() map[string]distribution {
	location := []string{"loc", "scale"}
	return map[string]distribution{
		"norm": {required: []string{"mean", "std_dev"}, positive: []string{"std_dev"}, cdf: func(a map[string]float64) func(float64) float64 {
			return distuv.Normal{Mu: a["mean"], Sigma: a["std_dev"]}.CDF
		}},
		"uniform": {required: []string{"min", "max"}, cdf: func(a map[string]float64) func(float64) float64 {
			return distuv.Uniform{Min: a["min"], Max: a["max"]}.CDF
		}},
		"expon": {optional: location, positive: location[1:], cdf: func(a map[string]float64) func(float64) float64 {
			return moved(a, distuv.Exponential{Rate: 1}.CDF)
		}},
		"gamma": {required: []string{"alpha"}, optional: location, positive: []string{"alpha", "scale"}, cdf: func(a map[string]float64) func(float64) float64 {
			return moved(a, distuv.Gamma{Alpha: a["alpha"], Beta: 1}.CDF)
		}},
		"beta": {required: []string{"alpha", "beta"}, optional: location, positive: []string{"alpha", "beta", "scale"}, cdf: func(a map[string]float64) func(float64) float64 {
			return moved(a, distuv.Beta{Alpha: a["alpha"], Beta: a["beta"]}.CDF)
		}},
		"chi2": {required: []string{"df"}, optional: location, positive: []string{"df", "scale"}, cdf: func(a map[string]float64) func(float64) float64 {
			return moved(a, distuv.ChiSquared{K: a["df"]}.CDF)
		}},
	}
}

// moved is a distribution of values above 0 that begins at loc, and is scale
// times as wide.
func moved(args map[string]float64, cdf func(float64) float64) func(float64) float64 {
	return func(x float64) float64 {
		if x = (x - args["loc"]) / args["scale"]; x <= 0 {
			return 0
		}
		return cdf(x)
	}
}

// arguments gives each parameter of a distribution its value, or says what is
// wrong with them.
func (d distribution) arguments(name string, a Arguments) (map[string]float64, []Problem) {
	bad := func(format string, args ...any) (map[string]float64, []Problem) {
		return nil, []Problem{{Param: "params", Code: "bad-value", Msg: fmt.Sprintf(format, args...)}}
	}
	all := slices.Concat(d.required, d.optional)
	args := map[string]float64{"loc": 0, "scale": 1}
	if len(a.Positional) > len(all) {
		return bad("%s has %d parameters, and %d are given", name, len(all), len(a.Positional))
	}
	for i, value := range a.Positional {
		args[all[i]] = value
	}
	for given, value := range a.Named {
		if !slices.Contains(all, given) {
			return bad("%s has no parameter %s: it has %s", name, given, strings.Join(all, ", "))
		}
		args[given] = value
	}
	for _, needed := range d.required {
		if _, ok := args[needed]; !ok {
			return bad("%s needs %s", name, needed)
		}
	}
	for _, size := range d.positive {
		if args[size] <= 0 || math.IsInf(args[size], 0) {
			return bad("%s is %g, and must be above 0", size, args[size])
		}
	}
	if name == "uniform" && args["max"] <= args["min"] {
		return bad("max does not lie above min")
	}
	return args, nil
}

// describe writes the arguments for people: "mean 0, std_dev 1".
func (a Arguments) describe() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(a.Named)) {
		parts = append(parts, fmt.Sprintf("%s %g", name, a.Named[name]))
	}
	for _, value := range a.Positional {
		parts = append(parts, fmt.Sprintf("%g", value))
	}
	return strings.Join(parts, ", ")
}
