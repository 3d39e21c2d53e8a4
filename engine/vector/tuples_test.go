package vector

import (
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
)

func TestTupleSet(t *testing.T) {
	num := func(text string) Literal { return Literal{Kind: LiteralNumber, Text: text} }
	str := func(text string) Literal { return Literal{Kind: LiteralString, Text: text} }
	types := []arrow.DataType{arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int64}
	set, err := NewTupleSet(types, [][]Literal{
		{str("a"), num("1.0")}, {str(""), num("2")}, {str("b"), {Kind: LiteralNull}}, {str("c"), num("1.5")}, {str("ab"), num("9007199254740993")},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	texts := &Vector{Type: types[0], Lane: Bytes, Len: 7, Offsets: []int32{0, 1, 1, 2, 3, 4, 6, 8}, Data: []byte("abbcabab")}
	ints := &Vector{Type: types[1], Lane: Int, Len: 7, Ints: []int64{1, 2, 0, 1, 1, 9007199254740993, 9007199254740992}, Valid: Mask{0b1111011}}
	absent := NewMask(7)
	set.Absent([]*Vector{texts, ints}, 7, absent)
	if want := uint64(0b1011000); absent[0] != want {
		t.Errorf("absent rows are %07b, want %07b", absent[0], want)
	}
	if _, err := NewTupleSet(types, [][]Literal{{num("1"), num("1")}}, nil); err == nil {
		t.Error("a number was taken for text")
	}
}
