package engine

import (
	"fmt"
	"slices"

	"assay/engine/keyed"
	"assay/engine/sorted"
	"assay/engine/vector"
)

// sortedEval carries a check over rows in an order of their own. The first pass
// sorts them and finds which are unexpected; the second, needed only where there
// are any, shows them.
type sortedEval struct {
	check  *Check
	sorted Sorted
	rt     *runtime
	task   *sortedTask
	show   *outOfPlaceTask
}

func (e *sortedEval) again() bool { return true }

// inputs are the keys, the column of the order and the values.
func (s Sorted) inputs() []Input {
	inputs := slices.Clone(s.Keys)
	if s.By.Column != "" {
		inputs = append(inputs, s.By)
	}
	return append(inputs, s.Values...)
}

func (e *sortedEval) join(p *pass) error {
	if p.number > firstPass && e.task.settled() {
		return nil
	}
	d, err := p.domain(e.sorted.inputs(), e.check.Where)
	if err != nil {
		return err
	}
	if p.number == firstPass {
		e.task = &sortedTask{domain: d, sorted: e.sorted, rt: e.rt, found: make(map[int]rowSet)}
		p.tasks = append(p.tasks, e.task)
		return nil
	}
	e.show = &outOfPlaceTask{domain: d, of: e.task, failures: newFailureList(e.rt, d.types)}
	e.show.failures.marks = e.rt.marksOf(e.check)
	p.tasks = append(p.tasks, e.show)
	return nil
}

func (e *sortedEval) outcome() Outcome {
	if e.task.fault != nil {
		return faultOutcome(e.check, e.task.fault)
	}
	failures := newFailureList(e.rt, e.task.domain.types)
	if e.show != nil {
		failures = e.show.failures
	}
	return rowOutcome(e.check, e.task.counts, failures)
}

// sortedTask gathers a record of every row that is judged: its key, its place in
// the order, its place in the data, and its values.
type sortedTask struct {
	domain domain
	sorted Sorted
	rt     *runtime
	counts RowCounts
	fault  *rowFault
	done   bool
	found  map[int]rowSet // unexpected rows by the ordinal of their split
}

// The words of a record. The key is two words where there are keys.
const (
	keyWords = 2
	rowBits  = 32 // of a row's place in its split, below the split's ordinal
)

func (t *sortedTask) keyWords() int {
	if len(t.sorted.Keys) == 0 {
		return 0
	}
	return keyWords
}

// width is that of a record: the key, the order, the row, the values.
func (t *sortedTask) width() int { return t.keyWords() + 2 + len(t.sorted.Values) }

// settled reports whether no row needs showing.
func (t *sortedTask) settled() bool { return t.done && (t.fault != nil || t.counts.Unexpected == 0) }

func (t *sortedTask) newWorker() taskWorker {
	return &sortedWorker{task: t, table: sorted.NewTable(t.rt.env, t.width())}
}

func (t *sortedTask) merge(part any, at splitBase) error {
	t.fault = firstFault(t.fault, part.(*rowFault), at)
	return nil
}

func (t *sortedTask) finish(workers []taskWorker) error {
	t.done = true
	var table *sorted.Table
	for _, tw := range workers {
		w := tw.(*sortedWorker)
		t.counts.add(w.counts)
		if table == nil {
			table = w.table
		} else if err := table.Merge(w.table); err != nil {
			return fmt.Errorf("merge sorted rows: %w", err)
		}
	}
	if table == nil || t.fault != nil {
		return nil
	}
	if err := t.judge(table); err != nil {
		return fmt.Errorf("sort rows: %w", err)
	}
	return nil
}

// judge visits the rows in order.
func (t *sortedTask) judge(table *sorted.Table) error {
	keys := t.keyWords()
	var key [keyWords]uint64
	begun := false
	sequence := t.sorted.New()
	return table.Each(func(record []uint64) error {
		if !begun || !slices.Equal(record[:keys], key[:keys]) {
			begun = true
			copy(key[:], record[:keys])
			sequence.Begin()
		}
		if sequence.Next(record[keys], record[keys+2:]) {
			t.counts.Unexpected++
			t.find(record[keys+1])
		}
		return nil
	})
}

// find remembers an unexpected row.
func (t *sortedTask) find(place uint64) {
	split, row := int(place>>rowBits), int(place&(1<<rowBits-1))
	t.found[split] = t.found[split].with(int64(row))
}

type sortedWorker struct {
	task   *sortedTask
	table  *sorted.Table
	counts RowCounts
	fault  *rowFault

	rows   keyedRows
	keys   keyed.Fingerprints
	words  [][]uint64 // of the order and the values
	record []uint64
}

func (w *sortedWorker) endSplit() any {
	f := w.fault
	w.fault = nil
	return f
}

func (w *sortedWorker) batch(b *batchView) error {
	t := w.task
	fault, err := w.rows.load(b, t.domain, IgnoreAnyNull, len(t.sorted.Keys))
	if fault != nil && w.fault == nil {
		w.fault = fault
	}
	if err != nil || fault != nil {
		return err
	}
	w.rows.count(&w.counts)
	return w.add(b)
}

// add makes a record of each row that is judged.
func (w *sortedWorker) add(b *batchView) error {
	t, r := w.task, &w.rows
	if err := w.order(b.rows); err != nil {
		return err
	}
	var keys []uint64
	if t.keyWords() > 0 {
		keys = w.keys.Of(r.in[:len(t.sorted.Keys)], r.keys)
	}
	split := uint64(b.splitOrdinal()) << rowBits
	var err error
	r.keys.Each(func(row int) bool {
		w.record = append(w.record[:0], keys[:min(keyWords, len(keys))]...)
		keys = keys[min(keyWords, len(keys)):]
		ordered := w.words
		if t.sorted.By.Column == "" {
			w.record = append(w.record, 0)
		} else {
			w.record = append(w.record, ordered[0][row])
			ordered = ordered[1:]
		}
		w.record = append(w.record, split|uint64(b.position(row)))
		for _, words := range ordered {
			w.record = append(w.record, words[row])
		}
		err = w.table.Add(w.record)
		return err == nil
	})
	return err
}

// order turns the columns after the keys into words.
func (w *sortedWorker) order(n int) error {
	columns := w.rows.in[len(w.task.sorted.Keys):]
	if w.words == nil {
		w.words = make([][]uint64, len(columns))
	}
	for i, v := range columns {
		var ok bool
		if w.words[i], ok = vector.OrderWords(w.words[i], v, n); !ok {
			return fmt.Errorf("values of type %s cannot be sorted", v.Type)
		}
	}
	return nil
}
