// Package assay checks data against suites of expectations, as the command of
// that name does: it is what the command calls.
//
//	suite, err := assay.LoadSuite("orders.yaml")
//	if err != nil {
//		return err // every mistake of the suite, with its place
//	}
//	result, err := assay.Check(ctx, suite, assay.Files("orders.csv"), assay.Options{})
//	if err != nil {
//		return err // there is no verdict: see ExitCodeOf
//	}
//	defer result.Close()
//	if !result.Accepted {
//		return assay.WriteReport(os.Stdout, result, "text")
//	}
//
// Data are files, globs and folders (Files), a stream of CSV or Parquet (Reader),
// Arrow record batches (Records, Stream), or any engine.Source (Data.Source).
//
// Expectations of your own are declared with expectations.Def and handed to a
// Loader. Nothing is registered globally: two loaders may know different ones.
//
// A result belongs to the caller, who closes it. Suites, results and sources are
// values that several goroutines may read; a Check may run beside others.
package assay
