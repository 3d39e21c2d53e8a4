package reports

// palette paints where it is true, and leaves text alone where it is false.
// The sixteen basic colours follow the terminal's own theme.
type palette bool

func (p palette) sgr(code, s string) string {
	if !p || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p palette) good(s string) string   { return p.sgr("1;32", s) }
func (p palette) bad(s string) string    { return p.sgr("1;31", s) }
func (p palette) warn(s string) string   { return p.sgr("1;33", s) }
func (p palette) mild(s string) string   { return p.sgr("1;36", s) }
func (p palette) strong(s string) string { return p.sgr("1", s) }
func (p palette) dim(s string) string    { return p.sgr("2", s) }
