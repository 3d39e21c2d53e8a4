//go:build !manual

// Command assay checks data against suites of expectations.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the binary must find time zones on machines that have none
)

func main() { os.Exit(run()) }

// run is main with a result. The first interrupt cancels the work, which is
// waited for; a second one ends the process at once. A reader that goes away
// (`assay check … | head`) is an error of writing, not a signal, so that
// temporary files are still removed.
func run() int {
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	defer stop()
	return int(execute(ctx, std{in: os.Stdin, out: os.Stdout, err: os.Stderr}, os.Args[1:]))
}
