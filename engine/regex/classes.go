package regex

import (
	"regexp/syntax"
	"slices"
	"sort"
	"unicode"
)

// classes are sets of runes that no instruction of a program tells apart.
type classes struct {
	starts   []rune    // first rune of each range, ascending from 0
	class    []int     // of each range
	sample   []rune    // a rune of each class
	contexts []context // of each class
	ascii    [128]int
	end      int // the class that stands for the end of the text
}

// newClasses cuts the runes where instructions or assertions do. It returns
// nil where that is more work than it is worth.
func newClasses(prog *syntax.Prog, unicodeWords bool) *classes {
	cuts := map[rune]bool{0: true}
	for i := range prog.Inst {
		cutInst(cuts, &prog.Inst[i])
	}
	isWord := syntax.IsWordChar
	if unicodeWords {
		isWord = isPythonWord
		for _, r := range pythonWords() {
			cuts[r.lo], cuts[r.hi+1] = true, true
		}
	}
	c := &classes{}
	for r := range cuts {
		if r <= unicode.MaxRune {
			c.starts = append(c.starts, r)
		}
	}
	if len(c.starts)*len(prog.Inst) > maxAnswers {
		return nil
	}
	slices.Sort(c.starts)
	c.number(prog, isWord)
	for r := range c.ascii {
		c.ascii[r] = c.of(rune(r))
	}
	c.end = len(c.sample)
	return c
}

func cutInst(cuts map[rune]bool, inst *syntax.Inst) {
	cut := func(lo, hi rune) { cuts[lo], cuts[hi+1] = true, true }
	switch inst.Op {
	case syntax.InstRune, syntax.InstRune1:
		if len(inst.Rune) == 1 {
			r := inst.Rune[0]
			cut(r, r)
			if syntax.Flags(inst.Arg)&syntax.FoldCase != 0 {
				for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
					cut(f, f)
				}
			}
			return
		}
		for i := 0; i+1 < len(inst.Rune); i += 2 {
			cut(inst.Rune[i], inst.Rune[i+1])
		}
	case syntax.InstRuneAnyNotNL:
		cut('\n', '\n')
	case syntax.InstEmptyWidth:
		cut('\n', '\n')
		cut('0', '9')
		cut('A', 'Z')
		cut('_', '_')
		cut('a', 'z')
	}
}

// number gives ranges that every instruction treats alike the same class.
func (c *classes) number(prog *syntax.Prog, isWord func(rune) bool) {
	ids := make(map[string]int)
	asserts := slices.ContainsFunc(prog.Inst, func(i syntax.Inst) bool { return i.Op == syntax.InstEmptyWidth })
	for _, r := range c.starts {
		ctx := otherRune
		if asserts {
			ctx = contextOf(r, isWord)
		}
		signature := []byte{byte(ctx)}
		for i := range prog.Inst {
			signature = append(signature, answer(&prog.Inst[i], r))
		}
		id, known := ids[string(signature)]
		if !known {
			id = len(c.sample)
			ids[string(signature)] = id
			c.sample = append(c.sample, r)
			c.contexts = append(c.contexts, ctx)
		}
		c.class = append(c.class, id)
	}
}

func answer(inst *syntax.Inst, r rune) byte {
	switch inst.Op {
	case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
		if inst.MatchRune(r) {
			return 1
		}
	}
	return 0
}

func contextOf(r rune, isWord func(rune) bool) context {
	switch {
	case r == '\n':
		return newline
	case isWord(r):
		return wordRune
	}
	return otherRune
}

// of is the class of a rune.
func (c *classes) of(r rune) int {
	at := sort.Search(len(c.starts), func(i int) bool { return c.starts[i] > r })
	return c.class[at-1]
}
