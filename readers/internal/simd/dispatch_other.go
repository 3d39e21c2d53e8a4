//go:build !amd64

package simd

func classify(p []byte, quote, delimiter, newline byte, out []Block) {
	classifyGeneric(p, quote, delimiter, newline, out)
}

func positions(blocks []Block, base uint32, limit int, out []uint32) (done, written, records int) {
	return positionsGeneric(blocks, base, limit, out)
}
