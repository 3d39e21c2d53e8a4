// Command asm writes kernels_amd64.s and its stubs. It is a module of its own, so
// that its library is none of assay's.
package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/gotypes"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

func main() {
	classify()
	positions()
	Generate()
}

// wordBytes is the size of a word of a Block, blockBytes that of all four.
const (
	wordBytes  = 8
	blockBytes = 4 * wordBytes
)

func classify() {
	TEXT("classifyAVX2", NOSPLIT, "func(p *byte, blocks int, quote, delimiter, newline byte, out *uint64)")
	Pragma("noescape")
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
}

// atOnce is how many positions are written without asking how many there are.
const atOnce = 8

func positions() {
	TEXT("positionsBMI", NOSPLIT, "func(blocks *uint64, count int, base uint32, limit int, out *uint32, room int) (done, written, records int)")
	Pragma("noescape")
	Doc("positionsBMI is positions by the instructions TZCNT, BLSR and POPCNT.")
	blocks := Load(Param("blocks"), GP64())
	count := Load(Param("count"), GP64())
	base := Load(Param("base"), GP32())
	limit := Load(Param("limit"), GP64())
	out := Load(Param("out"), GP64())
	room := Load(Param("room"), GP64())
	done, written, records := GP64(), GP64(), GP64()
	XORQ(done, done)
	XORQ(written, written)
	XORQ(records, records)

	Label("block")
	CMPQ(done, count)
	JGE(LabelRef("end"))
	lines := GP64()
	POPCNTQ(Mem{Base: blocks, Disp: 2 * wordBytes}, lines)
	ADDQ(records, lines)
	CMPQ(lines, limit)
	JGE(LabelRef("end"))
	CMPQ(room, Imm(64))
	JLT(LabelRef("end"))
	MOVQ(lines, records)
	mask, n, to := GP64(), GP64(), GP64()
	MOVQ(Mem{Base: blocks, Disp: wordBytes}, mask)
	POPCNTQ(mask, n)
	LEAQ(Mem{Base: out, Index: written, Scale: 4}, to)
	ADDQ(n, written)
	SUBQ(n, room)

	Label("some")
	for i := range atOnce {
		at := GP64()
		TZCNTQ(mask, at)
		ADDL(base, at.As32())
		MOVL(at.As32(), Mem{Base: to, Disp: 4 * i})
		BLSRQ(mask, mask)
	}
	ADDQ(Imm(4*atOnce), to)
	TESTQ(mask, mask)
	JNZ(LabelRef("some"))
	ADDL(Imm(64), base)
	ADDQ(Imm(blockBytes), blocks)
	INCQ(done)
	JMP(LabelRef("block"))

	Label("end")
	Store(done, ReturnIndex(0))
	Store(written, ReturnIndex(1))
	Store(records, ReturnIndex(2))
	RET()
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
