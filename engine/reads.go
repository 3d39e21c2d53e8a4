package engine

// Reads lists the columns whose values an outcome of c may show.
func (c *Check) Reads() []string {
	var names []string
	add := func(inputs ...Input) {
		for _, in := range inputs {
			names = append(names, in.Column)
		}
	}
	needs := func(list []Need) {
		for _, n := range list {
			add(n.Inputs...)
		}
	}
	switch kind := c.Kind.(type) {
	case Rows:
		add(kind.Inputs...)
	case Ordered:
		add(kind.Input)
	case Keyed:
		add(kind.Inputs...)
	case Fold:
		needs(kind.Needs)
	case Prepare:
		needs(kind.Needs)
		add(kind.Rows.Inputs...)
	}
	return names
}
