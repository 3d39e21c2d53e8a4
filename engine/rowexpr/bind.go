package rowexpr

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/nearest"
)

// Bind types the expression against a schema and compiles it. The expression
// as a whole must be a boolean. The error is of type Errors.
func (e *Expr) Bind(schema *arrow.Schema, opt Options) (*Bound, error) {
	b := &binder{expr: e, schema: schema, opt: opt, prog: newProgram(), done: make(map[*term]operand)}
	root := b.bind(e.root)
	if !root.refused && root.typ.class != classBool && root.typ.class != classNull {
		b.mismatch(e.root.at, fmt.Sprintf("the expression is %s, not a condition that is true or false", root.typ), "compare it with something")
	}
	if err := b.errs.asError(); err != nil {
		return nil, err
	}
	b.prog.root = b.cast(root, boolType)
	inputs := make([]engine.Input, len(e.columns))
	for i, name := range e.columns {
		inputs[i] = engine.Input{Column: name, Dict: b.isText(name)}
	}
	return &Bound{expr: e, inputs: inputs, prog: b.prog}, nil
}

// binder gives every term a type and a node.
type binder struct {
	expr   *Expr
	schema *arrow.Schema
	opt    Options
	prog   *program
	errs   Errors
	done   map[*term]operand
	guard  *guard // around the term that is being bound
}

// operand is a bound term. Number literals and nil have no node before they
// meet an operand with a type.
type operand struct {
	typ    typ
	node   *node
	number *big.Rat // classNumber
	quoted *string  // a text literal, which may stand for a date
	moment string   // the ISO form of date("…") and now(), "" for others
	term   *term
	// refused operands have been reported; what contains them stays silent.
	refused bool
}

var refused = operand{refused: true}

func (o operand) isNil() bool { return o.term != nil && o.term.op == opNil }

// bind returns the operand of a term, binding a shared term once.
func (b *binder) bind(t *term) operand {
	if o, ok := b.done[t]; ok {
		if o.node != nil {
			o.node.allow(b.guard)
		}
		return o
	}
	o := b.bindNew(t)
	o.term = t
	b.done[t] = o
	return o
}

func (b *binder) bindNew(t *term) operand {
	switch t.op {
	case opColumn:
		return b.column(t)
	case opNumber:
		return operand{typ: typ{class: classNumber}, number: t.number}
	case opText:
		return operand{typ: typ{class: classText}, node: b.constText(t.text), quoted: &t.text}
	case opBool:
		return operand{typ: boolType, node: b.constBool(t.truth)}
	case opNil:
		return operand{typ: typ{class: classNull}}
	case opTime:
		return b.time(t)
	case opAnd, opOr:
		return b.logical(t)
	case opNot:
		return b.not(t)
	case opIf:
		return b.choose(t)
	case opCoalesce:
		return b.coalesce(t)
	case opEqual, opNotEqual, opLess, opAtMost, opMore, opAtLeast:
		return b.comparison(t)
	case opIn:
		return b.membership(t)
	case opBetween:
		return b.between(t)
	case opContains, opStarts, opEnds, opMatches:
		return b.textTest(t)
	case opCall:
		return b.call(t)
	}
	return b.arithmetic(t)
}

// bindAll binds the arguments of a term; ok is false where one was refused.
func (b *binder) bindAll(t *term) (args []operand, ok bool) {
	ok = true
	for _, arg := range t.args {
		o := b.bind(arg)
		args = append(args, o)
		ok = ok && !o.refused
	}
	return args, ok
}

// under binds a term that is needed only where left comes to an outcome.
func (b *binder) under(left *node, when outcome, t *term) operand {
	outer := b.guard
	b.guard = b.prog.guardOf(outer, left, when)
	defer func() { b.guard = outer }()
	return b.bind(t)
}

// add makes a strict node of an operation at a place of the text.
func (b *binder) add(name string, result typ, run kernel, at span, args ...*node) *node {
	return b.prog.add(node{typ: result, run: run, args: args, strict: true, column: -1, at: at}, name, b.guard)
}

// addFailing is add for an operation that can fail in some rows.
func (b *binder) addFailing(failure, name string, result typ, run kernel, at span, args ...*node) *node {
	return b.prog.add(node{typ: result, run: run, args: args, strict: true, column: -1, at: at, failure: failure}, name, b.guard)
}

// result is the operand of a node.
func result(n *node) operand { return operand{typ: n.typ, node: n} }

func (b *binder) mismatch(at span, msg, hint string) operand {
	b.errs.add(at, CodeType, msg, hint)
	return refused
}

// source is the text of a term, for messages.
func (b *binder) source(t *term) string { return shorten(b.expr.text[t.at.start:t.at.end]) }

// describe says what an operand is: price is a float.
func (b *binder) describe(o operand) string {
	return fmt.Sprintf("%s is %s", b.source(o.term), o.typ)
}

// column is a leaf of the program.
func (b *binder) column(t *term) operand {
	fields, ok := b.schema.FieldsByName(t.name)
	if !ok || len(fields) == 0 {
		b.errs.add(t.at, CodeMissingColumn, fmt.Sprintf("the data has no column %q", t.name), b.missingHint(t.name))
		return refused
	}
	dt := fields[0].Type
	known, ok := typeOf(dt)
	if !ok || known.class == classDecimal && (known.scale > maxDigits || known.scale < -maxDigits) {
		return b.mismatch(t.at, fmt.Sprintf("the column %q has the type %s, which expressions cannot read", t.name, dt), "")
	}
	index := 0
	for b.expr.columns[index] != t.name {
		index++
	}
	leaf := b.prog.add(node{typ: known, column: index, arrow: dt}, fmt.Sprintf("column %d", index), nil)
	if known.class == classDecimal && known.scale < 0 {
		leaf = b.addFailing(decimalOverflow, "rescale", typ{class: classDecimal}, rescale(-known.scale), t.at, leaf)
	}
	return result(leaf)
}

// isText reports whether a column is a text; its dictionary is welcome then.
func (b *binder) isText(name string) bool {
	fields, _ := b.schema.FieldsByName(name)
	t, _ := typeOf(fields[0].Type)
	return t.isText()
}

// missingHint is the way out for a name that is no column.
func (b *binder) missingHint(name string) string {
	switch strings.ToLower(name) {
	case "null", "none", "nan", "na":
		return "the missing value is written nil"
	case "true", "false":
		return "write " + strings.ToLower(name) + " in lower case"
	}
	var names []string
	for _, f := range b.schema.Fields() {
		names = append(names, f.Name)
	}
	if best := nearest.Name(name, names); best != "" {
		if plainName(best) {
			return fmt.Sprintf("did you mean %s?", best)
		}
		return fmt.Sprintf("did you mean $env[%q]?", best)
	}
	return ""
}
