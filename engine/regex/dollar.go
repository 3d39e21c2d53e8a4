package regex

import "regexp/syntax"

// pythonEnd rewrites $, which in Python matches before a line end that ends the
// text, too, as "perhaps a line end, and then the end". That is the same only
// where nothing follows; ok is false where something does. tail says that
// nothing follows re.
func pythonEnd(re *syntax.Regexp, tail bool) (ok bool) {
	switch re.Op {
	case syntax.OpEndText:
		if re.Flags&syntax.WasDollar == 0 {
			return true
		}
		if tail {
			*re = *lineEndAtEnd()
		}
		return tail
	case syntax.OpConcat:
		for i, sub := range re.Sub {
			if !pythonEnd(sub, tail && i == len(re.Sub)-1) {
				return false
			}
		}
		return true
	case syntax.OpCapture, syntax.OpAlternate, syntax.OpQuest:
	default:
		tail = false
	}
	for _, sub := range re.Sub {
		if !pythonEnd(sub, tail) {
			return false
		}
	}
	return true
}

func lineEndAtEnd() *syntax.Regexp {
	newline := &syntax.Regexp{Op: syntax.OpLiteral, Rune: []rune{'\n'}}
	return &syntax.Regexp{Op: syntax.OpConcat, Sub: []*syntax.Regexp{
		{Op: syntax.OpQuest, Sub: []*syntax.Regexp{newline}},
		{Op: syntax.OpEndText},
	}}
}
