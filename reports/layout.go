package reports

// lineWidth is how long a line of laid-out JSON may get before it is broken.
const lineWidth = 120

// layOut indents compact JSON for people: what fits on a line stays on it,
// anything longer gets a line for each of its elements.
func layOut(raw []byte) []byte {
	l := layout{in: raw, out: make([]byte, 0, 2*len(raw))}
	l.value(0)
	return l.out
}

type layout struct {
	in  []byte
	pos int
	out []byte
}

// value copies the value that starts at pos, whose line is indented by depth.
func (l *layout) value(depth int) {
	end := valueEnd(l.in, l.pos)
	open := l.in[l.pos]
	if open != '{' && open != '[' || end-l.pos <= lineWidth-2*depth {
		l.inline(end)
		return
	}
	l.out = append(l.out, open)
	l.pos++
	for {
		l.breakLine(depth + 1)
		if open == '{' {
			key := stringEnd(l.in, l.pos)
			l.out = append(l.out, l.in[l.pos:key]...)
			l.out = append(l.out, ": "...)
			l.pos = key + 1
		}
		l.value(depth + 1)
		if l.in[l.pos] != ',' {
			break
		}
		l.out = append(l.out, ',')
		l.pos++
	}
	l.breakLine(depth)
	l.out = append(l.out, l.in[l.pos])
	l.pos++
}

func (l *layout) breakLine(depth int) {
	l.out = append(l.out, '\n')
	for range depth {
		l.out = append(l.out, "  "...)
	}
}

// inline copies up to end on one line, with a blank after commas and colons.
func (l *layout) inline(end int) {
	for l.pos < end {
		switch c := l.in[l.pos]; c {
		case '"':
			stop := stringEnd(l.in, l.pos)
			l.out = append(l.out, l.in[l.pos:stop]...)
			l.pos = stop
		case ',', ':':
			l.out = append(l.out, c, ' ')
			l.pos++
		default:
			l.out = append(l.out, c)
			l.pos++
		}
	}
}

// valueEnd is where the compact JSON value that starts at pos ends.
func valueEnd(in []byte, pos int) int {
	depth := 0
	for pos < len(in) {
		switch in[pos] {
		case '"':
			if pos = stringEnd(in, pos); depth == 0 {
				return pos
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return pos
			}
			if depth--; depth == 0 {
				return pos + 1
			}
		case ',':
			if depth == 0 {
				return pos
			}
		}
		pos++
	}
	return pos
}

// stringEnd is where the JSON string that starts at pos ends.
func stringEnd(in []byte, pos int) int {
	for pos++; in[pos] != '"'; pos++ {
		if in[pos] == '\\' {
			pos++
		}
	}
	return pos + 1
}
