//go:build !unix

package launch

import "os"

// passedOn is what keeps this process alive until the command has ended; the
// system tells the command itself.
var passedOn = []os.Signal{os.Interrupt}

func fromTerminal(os.Signal) bool { return true }

func exitCode(state *os.ProcessState) int { return state.ExitCode() }
