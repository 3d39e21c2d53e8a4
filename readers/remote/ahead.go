package remote

import (
	"context"
	"io"
	"sync"
)

// The sizes of blocks.
const (
	minBlock = 128 << 10
	maxBlock = 8 << 20
	// maxBlocks bounds how many are fetched at once.
	maxBlocks = 8
)

// Ahead reads a part of an object in blocks, fetching those that are likely to
// be asked for next before they are. It is safe for concurrent use; what readers
// pass over for good is forgotten, and fetched again if that was wrong.
type Ahead struct {
	object     *Object
	ctx        context.Context
	cancel     context.CancelFunc
	start, end int64
	block      int64 // bytes
	behind     int64 // blocks that stay behind the foremost reader
	depth      int64 // blocks before it

	mu      sync.Mutex
	blocks  map[int64]*block
	next    int64 // block: none from here on was fetched
	reached int64 // block: the foremost one that was asked for
	running sync.WaitGroup
}

// block is a block that is being fetched, or was.
type block struct {
	done  chan struct{}
	data  []byte
	err   error
	users int
}

// Ahead prepares to read the bytes [start, end) in about this order, with up to
// memory bytes of them held at a time. Fetching ends with ctx, or with Close.
// Where several goroutines read, shared keeps what the last of them may need.
func (o *Object) Ahead(ctx context.Context, start, end, memory int64, shared bool) *Ahead {
	a := &Ahead{object: o, start: start, end: min(end, o.version.size), blocks: make(map[int64]*block), reached: -1}
	a.ctx, a.cancel = context.WithCancel(ctx)
	length := max(a.end-start, 1)
	if shared {
		a.behind = 1
	}
	switch {
	case !shared && length <= min(memory, maxBlock):
		a.block = length
	default:
		held := 2 + a.behind
		a.block = min(max(memory/max(held, 4), minBlock), maxBlock)
		if a.block < 1<<20 {
			a.block = min(max(memory/held, minBlock), 1<<20)
		}
		a.depth = min(max(memory/a.block-1-a.behind, 1), maxBlocks)
	}
	return a
}

// Prefetch begins to fetch what is read first.
func (a *Ahead) Prefetch() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.extend(0, max(a.depth, 1))
}

// extend fetches up to n blocks from number i on that were not yet; a.mu is held.
func (a *Ahead) extend(i, n int64) {
	count := (a.end - a.start + a.block - 1) / a.block
	for ; n > 0 && i < count; i, n = i+1, n-1 {
		if i < a.next {
			continue
		}
		a.next = i + 1
		a.fetch(i)
	}
}

// fetch begins to fetch a block; a.mu is held.
func (a *Ahead) fetch(i int64) {
	from := a.start + i*a.block
	b := &block{done: make(chan struct{})}
	a.blocks[i] = b
	a.running.Go(func() {
		defer close(b.done)
		data := make([]byte, min(a.block, a.end-from))
		n := a.object.fromKept(data, from)
		if _, b.err = a.object.fetch(a.ctx, data[n:], from+int64(n)); b.err == nil {
			b.data = data
		}
	})
}

// ReadAt reads from blocks.
func (a *Ahead) ReadAt(p []byte, off int64) (int, error) {
	if off < a.start || off >= a.end {
		return a.object.readAt(a.ctx, p, off)
	}
	done := 0
	for done < len(p) && off+int64(done) < a.end {
		n, err := a.readBlock(p[done:], off+int64(done))
		done += n
		if err != nil {
			return done, err
		}
	}
	if done < len(p) {
		n, err := a.object.readAt(a.ctx, p[done:], a.end)
		return done + n, err
	}
	return done, nil
}

// readBlock reads what one block has of the bytes from off on.
func (a *Ahead) readBlock(p []byte, off int64) (int, error) {
	i := (off - a.start) / a.block
	at := off - a.start - i*a.block
	b := a.take(i)
	if b == nil {
		n := min(int64(len(p)), a.block-at, a.end-off)
		return a.object.fetch(a.ctx, p[:n], off)
	}
	defer a.give(i, b)
	select {
	case <-b.done:
	case <-a.ctx.Done():
		return 0, a.ctx.Err()
	}
	if b.err != nil {
		return 0, b.err
	}
	return copy(p, b.data[at:]), nil
}

// take returns a block for use, and fetches those after it; nil where it was
// there and is not any more.
func (a *Ahead) take(i int64) *block {
	a.mu.Lock()
	defer a.mu.Unlock()
	if i > a.reached {
		a.reached = i
		a.forget()
	}
	a.extend(i, 1+a.depth)
	b := a.blocks[i]
	if b != nil {
		b.users++
	}
	return b
}

// give ends the use of a block.
func (a *Ahead) give(i int64, b *block) {
	a.mu.Lock()
	defer a.mu.Unlock()
	b.users--
	if i < a.reached {
		a.forget()
	}
}

// forget lets go of what readers have passed over; a.mu is held.
func (a *Ahead) forget() {
	for i, b := range a.blocks {
		if i < a.reached-a.behind && b.users == 0 {
			delete(a.blocks, i)
		}
	}
}

// Close ends fetching, and waits until it has ended. The error is nil.
func (a *Ahead) Close() error {
	a.cancel()
	a.running.Wait()
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.blocks)
	return nil
}

// aheadStream reads an Ahead from one place on.
type aheadStream struct {
	*Ahead
	off int64
}

func (s *aheadStream) Read(p []byte) (int, error) {
	if s.off >= s.end {
		return 0, io.EOF
	}
	n, err := s.readBlock(p, s.off)
	s.off += int64(n)
	return n, err
}
