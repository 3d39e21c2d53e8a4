package fold

import "assay/engine/spill"

// Env is what an accumulator may use beside its own memory.
type Env = spill.Env
