// Command asm writes classify_amd64.s and its stub. It is a module of its own, so
// that its library is none of assay's.
package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/gotypes"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

func main() {
	TEXT("classifyAVX2", NOSPLIT, "func(p *byte, blocks int, quote, delimiter, newline byte, out *uint64)")
	Doc("classifyAVX2 fills four words at out for each 64 bytes at p, as a Block holds them.")
	p := Load(Param("p"), GP64())
	blocks := Load(Param("blocks"), GP64())
	out := Load(Param("out"), GP64())
	quote := broadcast(Param("quote"))
	delimiter := broadcast(Param("delimiter"))
	newline := broadcast(Param("newline"))
	zero := YMM()
	VPXOR(zero, zero, zero)

	Label("loop")
	TESTQ(blocks, blocks)
	JZ(LabelRef("done"))
	low, high := YMM(), YMM()
	VMOVDQU(Mem{Base: p}, low)
	VMOVDQU(Mem{Base: p, Disp: 32}, high)
	store(equal(low, quote), equal(high, quote), Mem{Base: out})
	store(equal(low, delimiter), equal(high, delimiter), Mem{Base: out, Disp: 8})
	store(equal(low, newline), equal(high, newline), Mem{Base: out, Disp: 16})
	store(odd(low, zero), odd(high, zero), Mem{Base: out, Disp: 24})
	ADDQ(Imm(64), p)
	ADDQ(Imm(32), out)
	DECQ(blocks)
	JMP(LabelRef("loop"))
	Label("done")
	VZEROUPPER()
	RET()
	Generate()
}

func broadcast(c gotypes.Component) VecVirtual {
	b := Load(c, GP8())
	wide := GP32()
	MOVBLZX(b, wide)
	x, y := XMM(), YMM()
	MOVD(wide, x)
	VPBROADCASTB(x, y)
	return y
}

func equal(a, b VecVirtual) VecVirtual {
	y := YMM()
	VPCMPEQB(a, b, y)
	return y
}

// odd has the top bit of each byte that is zero or has it set.
func odd(a, zero VecVirtual) VecVirtual {
	y := equal(a, zero)
	VPOR(a, y, y)
	return y
}

// store writes the top bits of the 64 bytes of low and high as one word.
func store(low, high VecVirtual, to Mem) {
	l, h := GP32(), GP32()
	VPMOVMSKB(low, l)
	VPMOVMSKB(high, h)
	SHLQ(Imm(32), h.As64())
	ORQ(l.As64(), h.As64())
	MOVQ(h.As64(), to)
}
