package dvc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// beyond are the flags of dvc push that send data of other revisions than the
// one that was checked.
var beyond = []string{"-a", "--all-branches", "-T", "--all-tags", "-A", "--all-commits", "--run-cache"}

// CheckPushArgs refuses arguments of dvc push that would send what was not
// checked.
func CheckPushArgs(args []string) error {
	for _, arg := range args {
		if slices.Contains(beyond, arg) {
			return fmt.Errorf("dvc push %s sends data of other revisions, which were not checked: push from each of them", arg)
		}
	}
	return nil
}

// PushError is that of a dvc push that failed. It has said why.
type PushError struct{ Code int }

// Error says what ended how.
func (e *PushError) Error() string { return fmt.Sprintf("dvc push ended with %d", e.Code) }

// Push runs dvc push. The error is a *PushError where DVC ended with a code.
func Push(ctx context.Context, args []string, in io.Reader, out, complaints io.Writer) error {
	cmd := exec.CommandContext(ctx, "dvc", append([]string{"push"}, args...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, out, complaints
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return errors.New("there is no dvc in PATH")
	case errors.As(err, &exit):
		return &PushError{max(exit.ExitCode(), 1)}
	}
	return err
}

// Checks are the arguments of the assay check commands in the stages of a
// dvc.yaml.
func Checks(pipeline []byte) ([][]string, error) {
	d, err := parseDocument(PipelineFile, pipeline)
	if err != nil {
		return nil, err
	}
	_, stages := value(d.root, "stages")
	if stages == nil || stages.Kind != yaml.MappingNode {
		return nil, nil
	}
	var all [][]string
	for i := 0; i+1 < len(stages.Content); i += 2 {
		_, cmd := value(stages.Content[i+1], "cmd")
		if cmd == nil || !strings.HasPrefix(strings.TrimSpace(cmd.Value), "assay check ") {
			continue
		}
		words, err := splitWords(cmd.Value)
		if err != nil {
			return nil, fmt.Errorf("stage %s of %s: %w", stages.Content[i].Value, PipelineFile, err)
		}
		all = append(all, words[2:])
	}
	return all, nil
}
