// Package csv reads one CSV file as an engine.Source: split at record
// boundaries that are found in parallel, tokenised by bit masks, parsed
// straight into Arrow buffers, and only where a column is asked for.
package csv

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Options say how a file is written. The zero value is RFC 4180 with a header.
type Options struct {
	// ReadAs says whose rules decide where the other options say nothing.
	ReadAs    ReadAs
	Delimiter byte // 0 means ','
	Quote     byte // 0 means '"'
	// Escape stands before a quote inside quotes; 0 means that quotes are doubled.
	Escape  byte
	Comment byte // lines that begin with it are left out; 0 means none
	// SkipRows is how many lines stand before the header.
	SkipRows int
	// NoHeader says that the first record is data. Names gives the columns'
	// names: without a header, or instead of it.
	NoHeader bool
	Names    []string
	// NullValues are the cells, quoted or not, that hold no value. Nil means
	// the empty cell; a slice without elements means that nothing is null.
	NullValues []string
	Trim       bool // white space around cells does not belong to them
	Decimal    byte // 0 means '.'
	Thousands  byte // between groups of digits; 0 means none
	// Encoding is an IANA name; "" means UTF-8.
	Encoding string
	// TrueValues and FalseValues are how booleans are written; nil means
	// true, false in lower, upper and title case.
	TrueValues, FalseValues []string
	// DateFormats are layouts of package time that dates and timestamps may
	// have beside ISO 8601.
	DateFormats []string
	dayFormats  []string // those without a time of day
	// Zone is where timestamps without a zone were written, for columns
	// whose type has one; nil means UTC.
	Zone *time.Location
	// BlankLines says what an empty line is.
	BlankLines BlankLines
	// ChunkBytes is the size of a split; 0 means DefaultChunkBytes.
	ChunkBytes int
	// MaxRecordBytes bounds the memory for one record: a longer one is an
	// error, but for what fits the chunk it stands in. 0 means
	// DefaultMaxRecordBytes.
	MaxRecordBytes int
}

// BlankLines is a policy for empty lines.
type BlankLines uint8

// The policies. BlankDefault is a null row in a file of one column, and nothing
// in a wider one.
const (
	BlankDefault BlankLines = iota
	BlankSkip
	BlankNull
)

// The defaults of Options.
const (
	DefaultChunkBytes     = 1 << 20
	DefaultMaxRecordBytes = 64 << 20
)

func (o Options) withDefaults() Options {
	setDefault(&o.Delimiter, ',')
	setDefault(&o.Quote, '"')
	setDefault(&o.Decimal, '.')
	setDefault(&o.ChunkBytes, DefaultChunkBytes)
	setDefault(&o.MaxRecordBytes, DefaultMaxRecordBytes)
	if o.ReadAs == AsPandas {
		o.asPandas()
	}
	if o.NullValues == nil {
		o.NullValues = []string{""}
	}
	if o.TrueValues == nil {
		o.TrueValues = []string{"true", "True", "TRUE"}
	}
	if o.FalseValues == nil {
		o.FalseValues = []string{"false", "False", "FALSE"}
	}
	o.dayFormats = slices.DeleteFunc(slices.Clone(o.DateFormats), hasClock)
	if o.Escape == o.Quote {
		o.Escape = 0
	}
	return o
}

func setDefault[T comparable](v *T, value T) {
	var zero T
	if *v == zero {
		*v = value
	}
}

// Validate reports options that contradict each other.
func (o Options) Validate() error {
	d := o.withDefaults()
	var errs []error
	for _, special := range []struct {
		name string
		char byte
	}{{"delimiter", d.Delimiter}, {"quote", d.Quote}, {"escape", d.Escape}, {"comment", d.Comment}} {
		if special.char == '\n' || special.char == '\r' || special.char >= 0x80 {
			errs = append(errs, fmt.Errorf("%s must be one ASCII character other than a line end", special.name))
		}
	}
	if d.Delimiter == d.Quote {
		errs = append(errs, errors.New("delimiter and quote are the same character"))
	}
	if d.Comment != 0 && (d.Comment == d.Delimiter || d.Comment == d.Quote) {
		errs = append(errs, errors.New("comment is the same character as delimiter or quote"))
	}
	if d.Thousands != 0 && d.Thousands == d.Decimal {
		errs = append(errs, errors.New("thousands and decimal are the same character"))
	}
	if d.SkipRows < 0 {
		errs = append(errs, errors.New("skip_rows is negative"))
	}
	return errors.Join(errs...)
}
