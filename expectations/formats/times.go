package formats

import "time"

// clock takes a text apart from the left. Once failed it stays so.
type clock struct {
	rest   []byte
	failed bool
}

func isDate(text []byte) bool {
	c := clock{rest: text}
	c.date()
	return c.done()
}

// isTime accepts partial-time and full-time.
func isTime(text []byte) bool {
	c := clock{rest: text}
	leap := c.time()
	c.mayEnd(leap)
	return c.done()
}

// isRFC3339 accepts date-time.
func isRFC3339(text []byte) bool {
	c := clock{rest: text}
	c.date()
	c.oneOf("Tt")
	c.offset(c.time())
	return c.done()
}

// isDateTime also accepts a space for the T, and no offset.
func isDateTime(text []byte) bool {
	c := clock{rest: text}
	c.date()
	c.oneOf("Tt ")
	c.mayEnd(c.time())
	return c.done()
}

func (c *clock) done() bool { return !c.failed && len(c.rest) == 0 }

// date reads full-date.
func (c *clock) date() {
	year := c.digits(4)
	c.oneOf("-")
	month := c.digits(2)
	c.oneOf("-")
	day := c.digits(2)
	if c.failed || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		c.failed = true
	}
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// leapSecond is the minute of the day in which a second 60 was read.
type leapSecond int

const noLeap leapSecond = -1

// time reads partial-time.
func (c *clock) time() leapSecond {
	hour := c.atMost(23)
	c.oneOf(":")
	minute := c.atMost(59)
	c.oneOf(":")
	second := c.atMost(60)
	if c.next(".") {
		n := 0
		for n < len(c.rest) && isDigit(c.rest[n]) {
			n++
		}
		c.failed = c.failed || n == 0
		c.rest = c.rest[n:]
	}
	if second == 60 {
		return leapSecond(hour*60 + minute)
	}
	return noLeap
}

// mayEnd reads an offset, or nothing. Without one a leap second may be at the
// end of any hour.
func (c *clock) mayEnd(leap leapSecond) {
	if len(c.rest) > 0 {
		c.offset(leap)
		return
	}
	c.failed = c.failed || leap != noLeap && leap%60 != 59
}

// offset reads time-offset. A leap second is the last of a day of UTC.
func (c *clock) offset(leap leapSecond) {
	east := 0
	if !c.next("Zz") {
		west := len(c.rest) > 0 && c.rest[0] == '-'
		c.oneOf("+-")
		east = c.atMost(23) * 60
		c.oneOf(":")
		east += c.atMost(59)
		if west {
			east = -east
		}
	}
	const day = 24 * 60
	if leap != noLeap && (int(leap)-east+day)%day != day-1 {
		c.failed = true
	}
}

func (c *clock) next(chars string) bool {
	for i := range len(chars) {
		if len(c.rest) > 0 && c.rest[0] == chars[i] {
			c.rest = c.rest[1:]
			return true
		}
	}
	return false
}

func (c *clock) oneOf(chars string) {
	if !c.next(chars) {
		c.failed = true
	}
}

// digits reads exactly n digits.
func (c *clock) digits(n int) (value int) {
	if len(c.rest) < n || !all(c.rest[:n], isDigit) {
		c.failed = true
		return 0
	}
	for _, d := range c.rest[:n] {
		value = value*10 + int(d-'0')
	}
	c.rest = c.rest[n:]
	return value
}

func (c *clock) atMost(limit int) int {
	value := c.digits(2)
	c.failed = c.failed || value > limit
	return value
}
