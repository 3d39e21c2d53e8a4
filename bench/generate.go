//go:build unix

package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// columns of the benchmark's table, in order.
var columns = []string{
	"user_id", "age", "price", "country", "email", "created_at", "status",
	"score", "active", "comment", "birth_date", "low", "high",
}

var (
	countries = []string{
		"AT", "AU", "BE", "BR", "CA", "CH", "CN", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "GR",
		"HU", "IE", "IN", "IT", "JP", "KR", "MX", "NL", "NO", "NZ", "PL", "PT", "RO", "SE", "US",
	}
	statuses = []string{"active", "closed", "new", "paused", "pending"}
	words    = []string{
		"amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "haven",
		"inlet", "jetty", "knoll", "lunar", "maple", "north", "ocean", "pearl",
	}
	firstDay = time.Date(1940, 1, 1, 0, 0, 0, 0, time.UTC)
	firstSec = time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
)

// commentLength is the number of characters of every comment.
const commentLength = 40

// generateCSV writes the table with the given number of rows, the same bytes
// every time. With dirty set, about one row in a hundred breaks eight of the
// expectations of the larger suite.
func generateCSV(path string, rows int, dirty bool) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err == nil {
			err = os.Rename(path+".part", path)
		}
	}()
	w := bufio.NewWriterSize(f, 1<<20)
	for i, c := range columns {
		if i > 0 {
			w.WriteByte(',')
		}
		w.WriteString(c)
	}
	w.WriteByte('\n')
	g := &generator{rows: uint64(rows), rng: rand.New(rand.NewPCG(7, 11)), dirty: dirty}
	var line []byte
	for i := range rows {
		line = g.row(line[:0], uint64(i))
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	return w.Flush()
}

type generator struct {
	rows  uint64
	rng   *rand.Rand
	dirty bool
}

// shuffled maps 0..rows-1 to itself, one to one and far from in order.
func (g *generator) shuffled(i uint64) uint64 {
	const step = 2_654_435_761 // a prime, so it shares no factor with a smaller count
	return i * (step % g.rows) % g.rows
}

// row appends one line.
func (g *generator) row(b []byte, i uint64) []byte {
	r := g.rng
	bad := g.dirty && r.IntN(100) == 0
	id := 1_000_000 + g.shuffled(i)
	b = strconv.AppendUint(b, id, 10)
	b = append(b, ',')
	switch {
	case bad:
		b = append(b, "7"...)
	case r.IntN(1000) != 0:
		b = strconv.AppendInt(b, 18+r.Int64N(82), 10)
	}
	b = append(b, ',')
	b = strconv.AppendFloat(b, float64(1+r.IntN(5999))/100, 'f', 2, 64)
	b = append(b, ',')
	if bad {
		b = append(b, "XX"...)
	} else {
		b = append(b, countries[r.IntN(len(countries))]...)
	}
	if bad {
		b = append(b, ",no address,"...)
	} else {
		b = fmt.Appendf(b, ",user%d@mail%d.example.com,", id, r.IntN(50))
	}
	b = firstSec.Add(time.Duration(r.IntN(2*365*86400))*time.Second).AppendFormat(b, "2006-01-02T15:04:05")
	b = append(b, ',')
	if bad {
		b = append(b, "lost"...)
	} else {
		b = append(b, statuses[r.IntN(len(statuses))]...)
	}
	b = append(b, ',')
	score := r.Float64()
	if bad {
		score += 2
	}
	b = strconv.AppendFloat(b, score, 'f', 6, 64)
	b = append(b, ',')
	b = strconv.AppendBool(b, r.IntN(2) == 0)
	b = append(b, ',')
	b = g.comment(b, bad)
	b = append(b, ',')
	b = firstDay.AddDate(0, 0, r.IntN(19000)).AppendFormat(b, time.DateOnly)
	b = append(b, ',')
	low := r.IntN(1000)
	b = strconv.AppendInt(b, int64(low), 10)
	b = append(b, ',')
	high := float64(low) + r.Float64()*100
	if bad {
		high = float64(low) - 1
	}
	b = strconv.AppendFloat(b, high, 'f', 4, 64)
	return append(b, '\n')
}

// comment appends a text of commentLength characters. One in ten holds commas
// and a quoted word, and is quoted itself.
func (g *generator) comment(b []byte, bad bool) []byte {
	r := g.rng
	if r.IntN(10) == 0 {
		const frame = len("see , \"\", ")
		b = append(b, `"see `...)
		b = append(b, words[r.IntN(len(words))]...)
		b = append(b, `, ""`...)
		b = append(b, words[r.IntN(len(words))]...)
		b = append(b, `"", `...)
		b = g.words(b, commentLength-frame-10)
		return append(b, '"')
	}
	if bad {
		return g.words(b, commentLength-3)
	}
	return g.words(b, commentLength)
}

// words appends n characters of words.
func (g *generator) words(b []byte, n int) []byte {
	end := len(b) + n
	for len(b) < end {
		b = append(b, words[g.rng.IntN(len(words))]...)
		b = append(b, ' ')
	}
	b = b[:end]
	if b[end-1] == ' ' {
		b[end-1] = '.'
	}
	return b
}
