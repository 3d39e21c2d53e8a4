package quarantine

import (
	"math/big"

	"github.com/apache/arrow-go/v18/arrow/decimal256"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// coarse is a type whose values the library compares by their bytes, which is not
// how Parquet orders long decimals and halves. No least and greatest values are
// written of such a column, and those of its pages are the type's.
type coarse struct {
	parquet.Type
	least, greatest []byte
}

// NewColumnIndexer returns what gathers the bounds of pages.
func (c coarse) NewColumnIndexer(int) parquet.ColumnIndexer { return &coarseIndexer{of: c} }

// coarseIndexer gives every page the same bounds.
type coarseIndexer struct {
	of    coarse
	index format.ColumnIndex
}

// Reset forgets all pages.
func (x *coarseIndexer) Reset() { x.index.Reset() }

// IndexPage adds a page.
func (x *coarseIndexer) IndexPage(values, nulls int64, _, _ parquet.Value) {
	least, greatest := x.of.least, x.of.greatest
	if values == nulls {
		least, greatest = []byte{}, []byte{}
	}
	x.index.NullPages = append(x.index.NullPages, values == nulls)
	x.index.NullCounts = append(x.index.NullCounts, nulls)
	x.index.MinValues = append(x.index.MinValues, least)
	x.index.MaxValues = append(x.index.MaxValues, greatest)
}

// ColumnIndex is the index of the pages.
func (x *coarseIndexer) ColumnIndex() format.ColumnIndex { return x.index }

// halves are the bounds of 16-bit floats: the infinities.
func halves() coarse {
	return coarse{
		annotated{parquet.FixedLenByteArrayType(2), new(format.Float16Type)},
		[]byte{0x00, 0xfc}, []byte{0x00, 0x7c},
	}
}

// longDecimals are decimals of more digits than fit 64 bits.
func longDecimals(precision, scale int32) coarse {
	n := decimalBytes(precision)
	node := parquet.Decimal(int(scale), int(precision), parquet.FixedLenByteArrayType(n))
	greatest := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(precision)), nil)
	greatest.Sub(greatest, big.NewInt(1))
	return coarse{node.Type(), decimalText(new(big.Int).Neg(greatest), n), decimalText(greatest, n)}
}

// decimalText is a number in two's complement, the greatest byte first.
func decimalText(i *big.Int, n int) []byte {
	words := decimal256.FromBigInt(i).Array()
	var whole [32]byte
	for w, word := range words {
		for b := range 8 {
			whole[31-8*w-b] = byte(word >> (8 * b))
		}
	}
	return whole[32-n:]
}
