package vector

// floorDiv divides by a positive b, rounding down; rem is in [0, b).
func floorDiv(a, b int64) (quo, rem int64) {
	quo, rem = a/b, a%b
	if rem < 0 {
		quo, rem = quo-1, rem+b
	}
	return quo, rem
}

// The days of the proleptic Gregorian calendar are counted from 1970-01-01, in
// eras of 400 years that begin on 1 March, so that a leap day ends its year.
// The formulas are those of Howard Hinnant, "chrono-Compatible Low-Level Date
// Algorithms"; they hold for every day that any Arrow type can express, which
// package time's do not.
const (
	daysPerEra     = 146_097
	daysToEpoch    = 719_468 // from 0000-03-01 to 1970-01-01
	daysPerYear    = 365
	daysPer4Years  = 1_460
	daysPerCentury = 36_524
)

// civil is the date of a day.
func civil(days int64) (year int64, month, day int) {
	era, d := floorDiv(days+daysToEpoch, daysPerEra)
	y := (d - d/daysPer4Years + d/daysPerCentury - d/(daysPerEra-1)) / daysPerYear
	d -= daysPerYear*y + y/4 - y/100
	m := (5*d + 2) / 153
	day = int(d - (153*m+2)/5 + 1)
	year = era*400 + y
	if m < 10 {
		return year, int(m) + 3, day
	}
	return year + 1, int(m) - 9, day
}

// daysOf is the day of a date.
func daysOf(year int64, month, day int) int64 {
	m := int64(month) - 3
	if m < 0 {
		m += 12
		year--
	}
	era, y := floorDiv(year, 400)
	d := (153*m+2)/5 + int64(day) - 1
	return era*daysPerEra + y*daysPerYear + y/4 - y/100 + d - daysToEpoch
}

func daysInMonth(year int64, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}
