package pytime

// ymd are up to three numbers that make a date, and which of them is known to be
// the year, the month or the day (-1: none is).
type ymd struct {
	values           []int
	year, month, day int
	century          bool // the year was written in full
	failed           bool
}

// label says what a number of a date is.
type label byte

const (
	unlabelled label = iota
	isYear
	isMonth
	isDay
)

// addText adds a number as it was written.
func (d *ymd) addText(text string, l label) {
	if !allDigits(text) {
		d.failed = true
		return
	}
	d.add(number(text), len(text) > 2, l)
}

// add adds a number; long says that it can be nothing but a year.
func (d *ymd) add(value int, long bool, l label) {
	if long {
		d.century = true
		d.failed = d.failed || l != unlabelled && l != isYear
		l = isYear
	}
	at := map[label]*int{isYear: &d.year, isMonth: &d.month, isDay: &d.day}[l]
	if at != nil {
		d.failed = d.failed || *at >= 0
		*at = len(d.values)
	}
	d.values = append(d.values, value)
}

// couldBeDay reports whether a number that nothing explains can be the day.
func (d *ymd) couldBeDay(n decimal) bool {
	most := 31
	switch {
	case d.day >= 0:
		return false
	case d.month >= 0 && d.year >= 0:
		most = daysIn(d.values[d.year], d.values[d.month])
	case d.month >= 0:
		most = daysIn(2000, d.values[d.month])
	}
	return n.whole >= 1 && (n.whole < most || n.whole == most && !n.fraction)
}

// resolve finds out what each number is; 0, which none can be, means that there
// is none.
func (d *ymd) resolve() (date, bool) {
	known := 0
	for _, at := range []int{d.year, d.month, d.day} {
		if at >= 0 {
			known++
		}
	}
	n := len(d.values)
	switch {
	case n == 0:
		return date{absent, absent, absent}, true
	case n == known, n == 3 && known == 2:
		return d.labelled(), true
	case n > 3:
		return date{}, false
	case n == 1, n == 2 && d.month >= 0:
		return d.single(), true
	case n == 2:
		return d.pair(), true
	}
	return d.triple(), true
}

// labelled is where labels tell; one of three may be left over.
func (d *ymd) labelled() date {
	at := []int{d.year, d.month, d.day}
	out := [3]int{absent, absent, absent}
	rest, left := 0+1+2, -1
	for i, p := range at {
		if p >= 0 {
			out[i], rest = d.values[p], rest-p
		} else {
			left = i
		}
	}
	if len(d.values) == 3 && left >= 0 {
		out[left] = d.values[rest]
	}
	return date{out[0], out[1], out[2]}
}

// single is one number, or one beside a month.
func (d *ymd) single() date {
	out := date{absent, absent, absent}
	other := d.values[0]
	if d.month >= 0 {
		out.month = d.values[d.month]
		if len(d.values) == 1 {
			return out
		}
		other = d.values[1-d.month]
	}
	if other > 31 {
		out.year = other
	} else {
		out.day = other
	}
	return out
}

// pair is two numbers.
func (d *ymd) pair() date {
	a, b := d.values[0], d.values[1]
	switch {
	case a > 31:
		return date{a, b, absent}
	case b > 31:
		return date{b, a, absent}
	}
	return date{absent, a, b}
}

// triple is three numbers, of which labels tell one at most.
func (d *ymd) triple() date {
	a, b, c := d.values[0], d.values[1], d.values[2]
	switch {
	case d.month == 0 && b > 31:
		return date{b, a, c}
	case d.month == 0:
		return date{c, a, b}
	case d.month == 1 && a > 31:
		return date{a, b, c}
	case d.month == 1:
		return date{c, b, a}
	case d.month == 2 && b > 31:
		return date{b, c, a}
	case d.month == 2:
		return date{a, c, b}
	case a > 31 || d.year == 0:
		return date{a, b, c}
	case a > 12:
		return date{c, b, a}
	}
	return date{c, a, b}
}
