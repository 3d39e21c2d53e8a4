//go:build !amd64

package simd

func scan(p []byte, quote, delimiter byte, s *State, out []Block) {
	scanGeneric(p, quote, delimiter, s, out)
}

func heads(blocks []Block, base uint32, fields, keep, limit int, out []uint32) (records int, regular bool) {
	return headsGeneric(blocks, base, fields, keep, limit, out)
}
