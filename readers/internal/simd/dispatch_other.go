//go:build !amd64

package simd

func classify(p []byte, quote, delimiter, newline byte, out []Block) {
	classifyGeneric(p, quote, delimiter, newline, out)
}
