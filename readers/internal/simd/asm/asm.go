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
	scan()
	heads()
	Generate()
}

// blockBytes is the size of a Block, whose words are ends and lines.
const (
	wordBytes  = 8
	blockBytes = 2 * wordBytes
)

// The words of a State, in order.
const (
	inside = iota * wordBytes
	start
	closed
	returned
	unclean
	odd
	lines
)

// scan is State.step for whole blocks.
func scan() {
	TEXT("scanAVX2", NOSPLIT, "func(p *byte, count int, quote, delimiter byte, state *uint64, out *uint64)")
	Pragma("noescape")
	Doc("scanAVX2 is scanGeneric for count blocks of 64 bytes at p.")
	p := Load(Param("p"), GP64())
	count := Load(Param("count"), GP64())
	out := Load(Param("out"), GP64())
	s := Mem{Base: Load(Param("state"), GP64())}
	quote := broadcast(Param("quote"))
	delimiter := broadcast(Param("delimiter"))
	newline := constant('\n')
	carriage := constant('\r')
	ones := constant(0xff)
	odds := YMM()
	VPXOR(odds, odds, odds)
	in, starts := GP64(), GP64()
	MOVQ(s.Offset(inside), in)
	MOVQ(s.Offset(start), starts)

	Label("scan_block")
	TESTQ(count, count)
	JZ(LabelRef("scan_done"))
	low, high := YMM(), YMM()
	VMOVDQU(Mem{Base: p}, low)
	VMOVDQU(Mem{Base: p, Disp: 32}, high)
	for _, half := range []VecVirtual{low, high} {
		// The top bit of a byte, or of what is one less.
		t := YMM()
		VPADDB(half, ones, t)
		VPOR(half, t, t)
		VPOR(t, odds, odds)
	}
	quotes := mask(equal(low, quote), equal(high, quote))
	lineLow, lineHigh := equal(low, newline), equal(high, newline)
	ends := mask(either(equal(low, delimiter), lineLow), either(equal(high, delimiter), lineHigh))
	newlines := mask(lineLow, lineHigh)
	n := GP64()
	POPCNTQ(newlines, n)
	ADDQ(n, s.Offset(lines))
	any := GP64()
	MOVQ(quotes, any)
	ORQ(in, any)
	ORQ(s.Offset(closed), any)
	ORQ(s.Offset(returned), any)
	JNZ(LabelRef("scan_quotes"))
	MOVQ(ends, Mem{Base: out})
	MOVQ(newlines, Mem{Base: out, Disp: wordBytes})
	MOVQ(ends, starts)
	SHRQ(Imm(63), starts)

	Label("scan_next")
	ADDQ(Imm(64), p)
	ADDQ(Imm(blockBytes), out)
	DECQ(count)
	JMP(LabelRef("scan_block"))

	Label("scan_quotes")
	// A product without carries sums the bits up to each.
	x := XMM()
	VMOVQ(quotes, x)
	VPCLMULQDQ(Imm(0), ones.AsX(), x, x)
	within := GP64()
	VMOVQ(x, within)
	XORQ(in, within)
	MOVQ(within, in)
	SARQ(Imm(63), in)

	allowed, bad := GP64(), GP64()
	MOVQ(ends, allowed)
	ORQ(quotes, allowed)
	SHLQ(Imm(1), allowed)
	ORQ(starts, allowed)
	ORQ(s.Offset(closed), allowed)
	MOVQ(quotes, bad)
	ANDQ(within, bad) // quotes that open
	ANDNQ(bad, allowed, bad)
	ORQ(bad, s.Offset(unclean))
	MOVQ(s.Offset(returned), bad)
	ANDNQ(bad, newlines, bad)
	ORQ(bad, s.Offset(unclean))

	closes, after := GP64(), GP64()
	ANDNQ(quotes, within, closes)
	MOVQ(closes, after)
	SHLQ(Imm(1), after)
	ORQ(s.Offset(closed), after)
	SHRQ(Imm(63), closes)
	MOVQ(closes, s.Offset(closed))
	either := GP64()
	MOVQ(ends, either)
	ORQ(quotes, either)
	ANDNQ(after, either, after)
	MOVQ(U32(0), s.Offset(returned))

	t := GP64()
	ANDNQ(ends, within, t)
	MOVQ(t, Mem{Base: out})
	MOVQ(t, starts)
	SHRQ(Imm(63), starts)
	ANDNQ(newlines, within, t)
	MOVQ(t, Mem{Base: out, Disp: wordBytes})
	TESTQ(after, after)
	JZ(LabelRef("scan_next"))

	// What stands behind a closing quote must begin a line end of two bytes.
	returns := mask(equal(low, carriage), equal(high, carriage))
	ANDNQ(after, returns, bad)
	ORQ(bad, s.Offset(unclean))
	ANDQ(after, returns)
	MOVQ(returns, bad)
	SHLQ(Imm(1), bad)
	ANDNQ(bad, newlines, bad)
	ORQ(bad, s.Offset(unclean))
	SHRQ(Imm(63), returns)
	MOVQ(returns, s.Offset(returned))
	JMP(LabelRef("scan_next"))

	Label("scan_done")
	MOVQ(in, s.Offset(inside))
	MOVQ(starts, s.Offset(start))
	tops := GP32()
	VPMOVMSKB(odds, tops)
	ORQ(tops.As64(), s.Offset(odd))
	VZEROUPPER()
	RET()
}

func broadcast(c gotypes.Component) VecVirtual {
	b := Load(c, GP8())
	wide := GP32()
	MOVBLZX(b, wide)
	return spread(wide)
}

func constant(b int) VecVirtual {
	wide := GP32()
	MOVL(U32(b), wide)
	return spread(wide)
}

func spread(b GPVirtual) VecVirtual {
	x, y := XMM(), YMM()
	VMOVD(b, x)
	VPBROADCASTB(x, y)
	return y
}

func equal(a, b VecVirtual) VecVirtual {
	y := YMM()
	VPCMPEQB(a, b, y)
	return y
}

func either(a, b VecVirtual) VecVirtual {
	y := YMM()
	VPOR(a, b, y)
	return y
}

// mask is the top bits of the 64 bytes of low and high.
func mask(low, high VecVirtual) GPVirtual {
	l, h := GP32(), GP32()
	VPMOVMSKB(low, l)
	VPMOVMSKB(high, h)
	SHLQ(Imm(32), h.As64())
	ORQ(l.As64(), h.As64())
	return h.As64().(GPVirtual)
}

// atOnce is how many places are written without asking how many there are.
const atOnce = 4

func heads() {
	TEXT("headsBMI", NOSPLIT, "func(blocks *uint64, count int, base uint32, fields, keep, limit int, out *uint32) (records int, regular bool)")
	Pragma("noescape")
	Doc("headsBMI is headsGeneric by the instructions TZCNT, BLSR, BLSMSK, ANDN and POPCNT.")
	blocks := Load(Param("blocks"), GP64())
	count := Load(Param("count"), GP64())
	base := Load(Param("base"), GP32())
	fields := NewParamAddr("fields", 24)
	keep := Load(Param("keep"), GP64())
	left := Load(Param("limit"), GP64())
	out := Load(Param("out"), GP64())
	ends, newlines, seen := GP64(), GP64(), GP64()
	XORQ(seen, seen)

	Label("heads_block")
	TESTQ(count, count)
	JZ(LabelRef("heads_regular"))
	MOVQ(Mem{Base: blocks}, ends)
	MOVQ(Mem{Base: blocks, Disp: wordBytes}, newlines)
	TESTQ(newlines, newlines)
	JNZ(LabelRef("heads_line"))

	Label("heads_rest")
	place("rest", ends, base, seen, keep, out)

	Label("heads_next")
	ADDL(Imm(64), base)
	ADDQ(Imm(blockBytes), blocks)
	DECQ(count)
	JMP(LabelRef("heads_block"))

	Label("heads_line")
	upTo, own := GP64(), GP64()
	BLSMSKQ(newlines, upTo)
	MOVQ(ends, own)
	ANDQ(upTo, own)
	place("own", own, base, seen, keep, out)
	CMPQ(seen, fields)
	JNE(LabelRef("heads_irregular"))
	XORQ(seen, seen)
	at := GP64()
	TZCNTQ(newlines, at)
	ADDL(base, at.As32())
	LEAQ(Mem{Base: out, Index: keep, Scale: 4, Disp: 4}, out)
	MOVL(at.As32(), Mem{Base: out})
	DECQ(left)
	JZ(LabelRef("heads_regular"))
	ANDNQ(ends, upTo, ends)
	BLSRQ(newlines, newlines)
	JNZ(LabelRef("heads_line"))
	TESTQ(ends, ends)
	JNZ(LabelRef("heads_rest"))
	JMP(LabelRef("heads_next"))

	result := GP8()
	Label("heads_irregular")
	XORB(result, result)
	JMP(LabelRef("heads_end"))
	Label("heads_regular")
	MOVB(U8(1), result)
	Label("heads_end")
	records := Load(Param("limit"), GP64())
	SUBQ(left, records)
	Store(records, ReturnIndex(0))
	Store(result, ReturnIndex(1))
	RET()
}

// place writes where the fields of ends do behind the seen ones of the record at
// out, as far as they are kept, and adds to seen how many there are. It uses up
// ends.
func place(name string, ends GPVirtual, base, seen, keep, out Register) {
	index, n := GP64(), GP64()
	MOVQ(seen, index)
	POPCNTQ(ends, n)
	ADDQ(n, seen)
	CMPQ(index, keep)
	JGE(LabelRef("place_" + name + "_done"))
	to := GP64()
	LEAQ(Mem{Base: out, Index: index, Scale: 4, Disp: 4}, to)
	Label("place_" + name)
	for i := range atOnce {
		at := GP64()
		TZCNTQ(ends, at)
		ADDL(base, at.As32())
		MOVL(at.As32(), Mem{Base: to, Disp: 4 * i})
		BLSRQ(ends, ends)
	}
	ADDQ(Imm(4*atOnce), to)
	ADDQ(Imm(atOnce), index)
	CMPQ(index, keep)
	JGE(LabelRef("place_" + name + "_done"))
	TESTQ(ends, ends)
	JNZ(LabelRef("place_" + name))
	Label("place_" + name + "_done")
}
