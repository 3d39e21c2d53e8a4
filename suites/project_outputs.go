package suites

import (
	"cmp"
	"fmt"

	"assay/engine"
)

// Outputs are the files that come of a check beside its reports; "" where they
// are not asked for. They are what the flags of these names say.
type Outputs struct {
	Accepted, Rejected string
	MaxRejected        *engine.Limit
	Verdict            string
}

// Or is o, and of what it does not say what p says.
func (o Outputs) Or(p Outputs) Outputs {
	return Outputs{
		Accepted:    cmp.Or(o.Accepted, p.Accepted),
		Rejected:    cmp.Or(o.Rejected, p.Rejected),
		MaxRejected: cmp.Or(o.MaxRejected, p.MaxRejected),
		Verdict:     cmp.Or(o.Verdict, p.Verdict),
	}
}

// outputsFile are outputs that are being read.
type outputsFile struct {
	*Outputs
	resolve func(string) string
}

// outputKeys are the keys of outputs in what of finds them in.
func outputKeys[T any](of func(*T) outputsFile) []dataKey[T] {
	path := func(name string, field func(*Outputs) *string) dataKey[T] {
		return dataKey[T]{name, func(d decoder, into *T, n *node, name string) {
			o := of(into)
			d.path(field(o.Outputs), o.resolve, n, name)
		}}
	}
	return []dataKey[T]{
		path("accepted", func(o *Outputs) *string { return &o.Accepted }),
		path("rejected", func(o *Outputs) *string { return &o.Rejected }),
		path("verdict", func(o *Outputs) *string { return &o.Verdict }),
		{"max_rejected", func(d decoder, into *T, n *node, name string) { set(&of(into).MaxRejected, d.maxRejected, n, name) }},
	}
}

// path reads a file to write, which is named relative to the project's.
func (d decoder) path(into *string, resolve func(string) string, n *node, name string) {
	switch text, ok := d.text(n, name); {
	case ok && text == "":
		d.report(n.at, "bad-value", name+" is empty; it is the path of a file", "leave it out where there is to be no such file")
	case ok:
		*into = resolve(text)
	}
}

func (d decoder) maxRejected(n *node, name string) (*engine.Limit, bool) {
	text, ok := d.text(n, name)
	if !ok {
		return nil, false
	}
	limit, err := engine.ParseLimit(text)
	if err != nil {
		d.report(n.at, "out-of-range", fmt.Sprintf("%s is %s; %v", name, n.describe(), err), "")
	}
	return limit, err == nil
}
