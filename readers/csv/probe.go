package csv

import (
	"bytes"
	"context"

	"assay/engine"
)

// Probe is what a look at a file told: its columns' names, and what some of its
// cells could be.
type Probe struct {
	in     Input
	opt    Options
	header header
	once   *once
	// whole says that the sample is all there is.
	whole   bool
	tallies []tally // by column
}

// The sizes of a look: at the start, the middle and the end of a file, or at
// the start of a stream.
const (
	sampleBytes = 256 << 10
	streamBytes = maxHeaderBytes
)

// open reads the header, and returns the text that begins the file.
func open(in Input, opt Options) (*Probe, []byte, error) {
	if err := opt.Validate(); err != nil {
		return nil, nil, err
	}
	opt = opt.withDefaults()
	decoded, err := in.decoded(opt.Encoding)
	if err != nil {
		return nil, nil, err
	}
	p := &Probe{in: decoded, opt: opt}
	if decoded.Once {
		p.once = newOnce(decoded)
	}
	n := maxHeaderBytes
	if decoded.seekable() {
		n = sampleBytes
	}
	head, err := p.readHeader(n)
	if err != nil && len(head) == n && n < maxHeaderBytes {
		head, err = p.readHeader(maxHeaderBytes)
	}
	if err != nil {
		p.Close()
		return nil, nil, err
	}
	return p, head, nil
}

// readHeader reads the header from the first n bytes, which it returns.
func (p *Probe) readHeader(n int) ([]byte, error) {
	head, err := p.peek(n)
	if err != nil {
		return nil, err
	}
	p.header, err = readHeader(p.in, p.opt, head, len(head) < n)
	return head, err
}

func (p *Probe) peek(n int) ([]byte, error) {
	var head []byte
	var err error
	if p.once != nil {
		head, err = p.once.peek(n)
	} else {
		head, err = p.in.peek(n)
	}
	if err != nil {
		return nil, p.in.unreadable(int64(len(head)), "cannot be read", err)
	}
	return head, nil
}

// NewProbe looks at a file. The error is an *engine.DataError where it has no
// header, or one that names two columns alike.
func NewProbe(ctx context.Context, in Input, opt Options) (*Probe, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p, head, err := open(in, opt)
	if err != nil {
		return nil, err
	}
	p.tallies = make([]tally, len(p.header.names))
	if p.in.seekable() {
		return p, p.lookAround()
	}
	p.whole = len(head) < streamBytes
	p.look(head[min(int(p.header.bytes), len(head)):], true, p.whole)
	return p, nil
}

// Names are the columns' names.
func (p *Probe) Names() []string { return p.header.names }

// Layout is how the file's records stand in it.
func (p *Probe) Layout() engine.TextLayout {
	return engine.TextLayout{Head: p.header.head, Names: !p.opt.NoHeader, Fields: len(p.header.names), Delimiter: p.opt.Delimiter}
}

// Open returns a source over the file that was looked at; a stream that can be
// read only once is read from where the look began.
func (p *Probe) Open(types Types) (engine.Source, error) {
	return p.source(types.fields(p.header.names))
}

// Reopen is Open for a file that was closed after the look: open gives the same
// file again. A stream that can be read only once is the one that was looked at.
func (p *Probe) Reopen(open func() (Input, error), types Types) (engine.Source, error) {
	if p.once != nil {
		return p.Open(types)
	}
	in, err := open()
	if err != nil {
		return nil, err
	}
	again := *p
	if again.in, err = in.decoded(p.opt.Encoding); err != nil {
		return nil, err
	}
	return again.Open(types)
}

// Close lets go of a stream that can be read only once.
func (p *Probe) Close() error {
	if p.once == nil {
		return nil
	}
	return p.once.close()
}

// lookAround samples a file at three places.
func (p *Probe) lookAround() error {
	if p.opt.ReadAs == AsPandas {
		return p.lookThrough()
	}
	size := p.in.Size - p.header.bytes
	if size <= 3*sampleBytes {
		text, err := p.at(p.header.bytes, size)
		p.whole = true
		p.look(text, true, true)
		return err
	}
	for _, place := range []int64{0, size/2 - sampleBytes/2, size - sampleBytes} {
		text, err := p.at(p.header.bytes+place, sampleBytes)
		if err != nil {
			return err
		}
		if place > 0 {
			// Start behind the line that the sample cuts through. It may
			// be inside quotes; such records have other numbers of
			// fields, and are left out with all that have.
			text = text[bytes.IndexByte(text, '\n')+1:]
		}
		p.look(text, place == 0, place > size/2)
	}
	return nil
}

func (p *Probe) at(offset, n int64) ([]byte, error) {
	text := make([]byte, n)
	if got, err := p.in.At.ReadAt(text, offset); int64(got) < n {
		return nil, p.in.unreadable(offset+int64(got), "cannot be read", err)
	}
	return text, nil
}

// look counts the cells of a text's records. A record cut off by the text's
// end is left out unless it is the file's; those that have too few fields or
// too many count where the text is known to begin with a record. It returns how
// much of the text it has read.
func (p *Probe) look(text []byte, ragged, atEOF bool) int {
	d := p.opt.dialect()
	c := &counter{opt: &p.opt}
	var ends []uint32
	at := 0
	for at < len(text) {
		var r record
		r, ends = d.cut(text, at, atEOF, ends[:0])
		if !r.complete {
			return at
		}
		comment := d.comment != 0 && text[at] == d.comment
		blank := len(ends) == 1 && len(bytes.TrimSuffix(text[at:ends[0]], []byte("\r"))) == 0
		full := len(ends) == len(p.tallies)
		skipped := blank && p.opt.BlankLines == BlankSkip
		if !comment && !skipped && (full || ragged && !blank) {
			p.add(c, &d, text, at, ends)
		}
		at = r.next
	}
	return at
}

func (p *Probe) add(c *counter, d *dialect, text []byte, at int, ends []uint32) {
	for i := range min(len(ends), len(p.tallies)) {
		raw := text[at:ends[i]]
		if i == len(ends)-1 {
			raw = bytes.TrimSuffix(raw, []byte("\r"))
		}
		var cell []byte
		cell, c.scratch = d.cell(raw, c.scratch)
		at = int(ends[i]) + 1
		if isAny(p.opt.NullValues, cell) {
			p.tallies[i].nulls++
			continue
		}
		c.count(&p.tallies[i], cell)
	}
}

// isAny reports whether cell is one of texts.
func isAny(texts []string, cell []byte) bool {
	for _, text := range texts {
		if text == string(cell) {
			return true
		}
	}
	return false
}
