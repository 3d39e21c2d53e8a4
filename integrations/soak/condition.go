package soak

// Truth is what a condition is for a row.
type Truth int

// The truths: Unknown is SQL's null.
const (
	False Truth = iota
	True
	Unknown
)

func truth(b bool) Truth {
	if b {
		return True
	}
	return False
}

// Condition is a row expression: its text in the suite language, and what it
// means.
type Condition struct {
	Text  string
	Of    func(row int) Truth
	Reads []*Column
}

// Comparison compares a column with a value of its type by one of == != < <= >
// and >=. literal is the value in the suite language.
func Comparison(c *Column, op, literal string, value any) Condition {
	return Condition{
		Text:  c.Name + " " + op + " " + literal,
		Reads: []*Column{c},
		Of: func(row int) Truth {
			v := c.Cells[row].Value
			if v == nil {
				return Unknown
			}
			order := Compare(v, value)
			switch op {
			case "==":
				return truth(order == 0)
			case "!=":
				return truth(order != 0)
			case "<":
				return truth(order < 0)
			case "<=":
				return truth(order <= 0)
			case ">":
				return truth(order > 0)
			default:
				return truth(order >= 0)
			}
		},
	}
}

// IsMissing asks whether a column has no value.
func IsMissing(c *Column) Condition {
	return Condition{Text: c.Name + " == nil", Reads: []*Column{c}, Of: func(row int) Truth { return truth(c.Cells[row].Missing()) }}
}

// Not negates a condition.
func Not(a Condition) Condition {
	return Condition{Text: "not (" + a.Text + ")", Reads: a.Reads, Of: func(row int) Truth {
		switch a.Of(row) {
		case True:
			return False
		case False:
			return True
		}
		return Unknown
	}}
}

// And and Or join two conditions.
func And(a, b Condition) Condition {
	return both(a, b, "and", func(x, y Truth) Truth {
		switch {
		case x == False || y == False:
			return False
		case x == True && y == True:
			return True
		}
		return Unknown
	})
}

// Or is true where one of two conditions is.
func Or(a, b Condition) Condition {
	return both(a, b, "or", func(x, y Truth) Truth {
		switch {
		case x == True || y == True:
			return True
		case x == False && y == False:
			return False
		}
		return Unknown
	})
}

func both(a, b Condition, word string, join func(x, y Truth) Truth) Condition {
	return Condition{
		Text:  "(" + a.Text + ") " + word + " (" + b.Text + ")",
		Reads: append(append([]*Column(nil), a.Reads...), b.Reads...),
		Of:    func(row int) Truth { return join(a.Of(row), b.Of(row)) },
	}
}
