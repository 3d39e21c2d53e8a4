package vector

import "strconv"

// String says what r holds, as DescribeRange does.
func (r *Range) String() string { return DescribeRange(r.spec) }

// DescribeRange says what a range holds, to follow "is": "between 18 and 99",
// "at least 18", "above 18 and at most 99", "any value". Numbers, dates and
// times stand as they were written, other strings in quotes.
func DescribeRange(spec RangeSpec) string {
	spec = spec.withoutNulls()
	switch {
	case spec.Min == nil && spec.Max == nil:
		return "any value"
	case spec.Max == nil:
		return spec.lower()
	case spec.Min == nil:
		return spec.upper()
	case spec.StrictMin || spec.StrictMax:
		return spec.lower() + " and " + spec.upper()
	case *spec.Min == *spec.Max:
		return "exactly " + spec.Min.describe()
	}
	return "between " + spec.Min.describe() + " and " + spec.Max.describe()
}

func (s RangeSpec) lower() string {
	if s.StrictMin {
		return "above " + s.Min.describe()
	}
	return "at least " + s.Min.describe()
}

func (s RangeSpec) upper() string {
	if s.StrictMax {
		return "below " + s.Max.describe()
	}
	return "at most " + s.Max.describe()
}

// describe is l as a sentence shows it.
func (l Literal) describe() string {
	if l.Kind == LiteralNull {
		return "null"
	}
	if l.Kind != LiteralString {
		return l.Text
	}
	if _, err := parseMoment(l.Text); err == nil {
		return l.Text
	}
	if _, err := parseClock(l.Text); err == nil {
		return l.Text
	}
	return strconv.Quote(l.Text)
}
