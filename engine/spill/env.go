package spill

// Env is what state that grows with the data may use. It is safe for
// concurrent use.
type Env struct {
	Files  *Dir
	Memory *Budget
	// OneTime says that seeing the data again would mean keeping all of it.
	OneTime bool
}
