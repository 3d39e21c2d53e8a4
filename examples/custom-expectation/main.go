// Command custom-expectation checks data against suites that know an expectation
// of its own beside those of assay:
//
//	custom-expectation orders.yaml orders.csv
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"assay"
	"assay/expectations"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: custom-expectation SUITE DATA…")
		os.Exit(int(assay.ExitUsage))
	}
	code, err := check(context.Background(), os.Stdout, os.Args[1], os.Args[2:]...)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(int(code))
}

// loader knows the expectation.
func loader() assay.Loader {
	return assay.Loader{Expectations: []*expectations.Declaration{multiple}}
}

// check writes a report to w and tells the exit code.
func check(ctx context.Context, w io.Writer, suitePath string, data ...string) (assay.ExitCode, error) {
	suite, err := loader().Load(suitePath)
	if err != nil {
		return assay.ExitCodeOf(nil, err), err
	}
	result, err := assay.Check(ctx, suite, assay.Files(data...), assay.Options{})
	if err != nil {
		return assay.ExitCodeOf(nil, err), err
	}
	defer result.Close()
	if err := assay.WriteReport(w, result, "text"); err != nil {
		return assay.ExitReport, err
	}
	return assay.ExitCodeOf(result, nil), nil
}
