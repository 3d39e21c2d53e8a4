package suites

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"

	"assay/engine/lazyregexp"
)

// jsonText matches a JSON string, or one of the numbers that Python writes and
// JSON does not have.
var jsonText = lazyregexp.New(`"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b`)

// surrogates matches a character beyond 16 bits as JSON escapes it.
var surrogates = lazyregexp.New(`\\\\|\\/|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}`)

// jsonStart matches the beginning of a JSON object.
var jsonStart = lazyregexp.New(`^\s*\{\s*["}]`)

// yamlOfJSON rewrites the few things that JSON files have and YAML does not know.
func yamlOfJSON(text string) string {
	if !jsonStart().MatchString(text) {
		return text
	}
	return jsonText().ReplaceAllStringFunc(text, func(s string) string {
		switch {
		case s == "NaN":
			return ".nan"
		case !strings.HasPrefix(s, `"`):
			return strings.Replace(s, "Infinity", ".inf", 1)
		case !strings.Contains(s, `\`):
			return s
		}
		return surrogates().ReplaceAllStringFunc(s, yamlEscape)
	})
}

func yamlEscape(escape string) string {
	switch {
	case escape == `\\`:
		return escape
	case escape == `\/`:
		return "/"
	}
	high, _ := strconv.ParseUint(escape[2:6], 16, 32)
	low, _ := strconv.ParseUint(escape[8:], 16, 32)
	return fmt.Sprintf(`\U%08X`, utf16.DecodeRune(rune(high), rune(low)))
}
