package rowexpr

// The kernels of this file work on masks, 64 rows at a time. They decide for
// themselves what a null or failed argument means: as if the operands were
// evaluated from left to right and no further than needed.

// and is false where an operand before any failure is false.
func and(_ int, out *value, in []*value) {
	for w := range out.valid {
		yes, no, failed := in[0].state(w)
		yes2, no2, failed2 := in[1].state(w)
		anyNo := no | no2&^failed
		out.bools[w] = yes & yes2
		out.valid[w] = anyNo | yes&yes2
		out.setFailed(w, failed|failed2&^no)
	}
}

// or is true where an operand before any failure is true.
func or(_ int, out *value, in []*value) {
	for w := range out.valid {
		yes, no, failed := in[0].state(w)
		yes2, no2, failed2 := in[1].state(w)
		anyYes := yes | yes2&^failed
		out.bools[w] = anyYes
		out.valid[w] = anyYes | no&no2
		out.setFailed(w, failed|failed2&^yes)
	}
}

func (v *value) setFailed(w int, rows uint64) {
	if v.err != nil {
		v.err[w] = rows
	}
}

// not is strict: null stays null.
func not(_ int, out *value, in []*value) {
	for w := range out.valid {
		out.bools[w] = out.valid[w] &^ in[0].bools[w]
	}
}

// isNil and isNotNil are never null.
func isNil(_ int, out *value, in []*value) {
	for w := range out.valid {
		failed := in[0].failed(w)
		out.valid[w] = ^failed
		out.bools[w] = ^failed &^ in[0].valid[w]
		out.setFailed(w, failed)
	}
}

func isNotNil(_ int, out *value, in []*value) {
	for w := range out.valid {
		failed := in[0].failed(w)
		out.valid[w] = ^failed
		out.bools[w] = in[0].valid[w]
		out.setFailed(w, failed)
	}
}

// failed is the rows of word w that failed.
func (v *value) failed(w int) uint64 {
	if v.err == nil {
		return 0
	}
	return v.err[w]
}
