package main

import (
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"

	"assay/engine"
)

// quietFor is how long a run may take before it says how far it is.
const quietFor = time.Second

// meter shows how far a run is, on a line that it clears in the end.
type meter struct {
	out     io.Writer
	now     func() time.Time
	started time.Time
	redraw  time.Duration // not more often
	pass    int
	bar     *progressbar.ProgressBar
}

func newMeter(out io.Writer, now func() time.Time) *meter {
	return &meter{out: out, now: now, started: now(), redraw: 100 * time.Millisecond}
}

// Write draws the line, once the run has lasted for a while. The bar is there
// from the beginning, so that it estimates well.
func (m *meter) Write(line []byte) (int, error) {
	if m.now().Sub(m.started) < quietFor {
		return len(line), nil
	}
	return m.out.Write(line)
}

// update is called as the run goes on. A line that cannot be drawn is no reason
// to stop.
func (m *meter) update(p engine.Progress) {
	done, total := p.Bytes, p.TotalBytes
	if p.TotalRows >= 0 {
		done, total = p.Rows, p.TotalRows
	}
	if p.Pass != m.pass {
		m.clear()
		m.pass = p.Pass
		m.bar = progressbar.NewOptions64(total,
			progressbar.OptionSetWriter(m),
			progressbar.OptionSetWidth(20),
			progressbar.OptionSetPredictTime(true),
			progressbar.OptionThrottle(m.redraw),
			progressbar.OptionClearOnFinish(),
		)
	}
	_ = m.bar.Set64(done)
	m.bar.Describe(m.describe(p))
}

// describe says how much was read, and in the first pass how fast.
func (m *meter) describe(p engine.Progress) string {
	const million = 1e6
	read := fmt.Sprintf("%.0f MB", float64(p.Bytes)/million)
	if p.Pass > 1 {
		return fmt.Sprintf("pass %d, %s", p.Pass, read)
	}
	return fmt.Sprintf("%s, %.1f million rows/s", read, float64(p.Rows)/million/m.now().Sub(m.started).Seconds())
}

// clear takes the line away.
func (m *meter) clear() {
	if m.bar != nil {
		_ = m.bar.Clear()
		m.bar = nil
	}
}
