package digest

import (
	"hash"
	"sync"
	"sync/atomic"
)

// The memory of a pipeline: whoever writes waits where all of it is in use.
const (
	blockBytes = 256 << 10
	blocks     = 16
)

// pipeline feeds the same bytes to several hashes, each in a goroutine of its
// own.
type pipeline struct {
	free   chan *block // nil stands for one that has not been made
	queues []chan *block
	done   sync.WaitGroup
}

// block is bytes on their way to the hashes.
type block struct {
	bytes []byte
	users atomic.Int32 // hashes that have not read it
}

func newPipeline(hashes ...hash.Hash) *pipeline {
	p := &pipeline{free: make(chan *block, blocks)}
	for range blocks {
		p.free <- nil
	}
	for _, h := range hashes {
		queue := make(chan *block, blocks)
		p.queues = append(p.queues, queue)
		p.done.Go(func() {
			for b := range queue {
				h.Write(b.bytes)
				if b.users.Add(-1) == 0 {
					p.free <- b
				}
			}
		})
	}
	return p
}

// write copies data to the hashes.
func (p *pipeline) write(data []byte) {
	for len(data) > 0 {
		b := <-p.free
		if b == nil {
			b = &block{bytes: make([]byte, 0, min(len(data), blockBytes))}
		}
		n := min(len(data), blockBytes)
		b.bytes = append(b.bytes[:0], data[:n]...)
		b.users.Store(int32(len(p.queues)))
		for _, queue := range p.queues {
			queue <- b
		}
		data = data[n:]
	}
}

// stop waits until everything is hashed.
func (p *pipeline) stop() {
	for _, queue := range p.queues {
		close(queue)
	}
	p.done.Wait()
}
