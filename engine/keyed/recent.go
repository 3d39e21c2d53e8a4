package keyed

// recentKeys is how many keys a set remembers.
const recentKeys = 4096

// recent remembers keys that a set has kept, so that those of few kinds are not
// kept again and again. A key has one place, which the next one takes over.
type recent [recentKeys][2]uint64

func newRecent() *recent {
	r := new(recent)
	for i := range r {
		r[i][0] = ^uint64(i) // belongs elsewhere
	}
	return r
}

// has reports whether key is remembered; now it is.
func (r *recent) has(key []uint64) bool {
	place := &r[key[0]%recentKeys]
	k := [2]uint64{key[0]}
	if len(key) == 2 {
		k[1] = key[1]
	}
	if *place == k {
		return true
	}
	*place = k
	return false
}
