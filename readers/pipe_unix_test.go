//go:build unix

package readers

import (
	"os"
	"syscall"
	"testing"
)

// TestNamedPipes reads what another process would write into a FIFO, whatever
// its layout, once and twice.
func TestNamedPipes(t *testing.T) {
	const text = "a,b\n1,x\n2,y\n"
	for file, bytes := range map[string]string{
		"p.csv": text, "p.csv.gz": gzipped(t, text), "p.csv.zst": zstandard(t, text),
		"p.parquet": parquetFileOf(t, "a:int b:string", `{"a":1,"b":"x"}`, `{"a":2,"b":"y"}`),
	} {
		t.Run(file, func(t *testing.T) {
			for _, passes := range []int{1, 2} {
				t.Chdir(t.TempDir())
				if err := syscall.Mkfifo(file, 0o600); err != nil {
					t.Fatal(err)
				}
				written := make(chan error, 1)
				go func() { written <- os.WriteFile(file, []byte(bytes), 0) }()
				temp := tempFiles{dir: t.TempDir()}
				readPasses(t, Request{Paths: []string{file}, TempFile: temp.create}, passes, file+"#1 1|x\n"+file+"#2 2|y")
				if err := <-written; err != nil {
					t.Error(err)
				}
			}
		})
	}
}
