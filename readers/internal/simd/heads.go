package simd

// Room is how many places heads may write behind those that it is asked for.
const Room = 8

// Heads finds up to limit records, at least one, of the given number of fields.
// In out each takes keep+1 places: the byte before its first one, and where its
// first keep fields end. out[0] is the caller's; the place of the next record
// follows the last. Places are base plus those in blocks, which hold whole
// records. It returns how many records there are, and false where one has another
// number of fields.
func Heads(blocks []Block, base uint32, fields, keep, limit int, out []uint32) (records int, regular bool) {
	if len(blocks) == 0 {
		return 0, true
	}
	_ = out[limit*(keep+1)+Room]
	return heads(blocks, base, fields, keep, limit, out)
}
