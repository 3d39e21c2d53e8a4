package readers

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"testing/iotest"
)

func TestInterruptibleReadsEverything(t *testing.T) {
	want := bytes.Repeat([]byte("0123456789"), 20_000)
	for name, r := range map[string]io.Reader{
		"whole": bytes.NewReader(want), "bytes": iotest.OneByteReader(bytes.NewReader(want)), "early": iotest.DataErrReader(bytes.NewReader(want)),
	} {
		got, err := io.ReadAll(newInterruptible(context.Background(), r))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
}

func TestInterruptibleEndsWithItsContext(t *testing.T) {
	r, w := io.Pipe()
	defer w.Close()
	ctx, cancel := context.WithCancel(context.Background())
	in := newInterruptible(ctx, r)
	go func() {
		w.Write([]byte("a"))
		cancel()
	}()
	got, err := io.ReadAll(in)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("read %q, %v", got, err)
	}
}
