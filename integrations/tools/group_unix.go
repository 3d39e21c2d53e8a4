//go:build unix

package tools

import (
	"os/exec"
	"syscall"
)

// ownGroup lets killGroup reach the processes that the server starts.
func ownGroup(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

func killGroup(c *exec.Cmd) { _ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL) } // it may have ended
