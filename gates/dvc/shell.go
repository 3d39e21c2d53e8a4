package dvc

import (
	"fmt"
	"strings"

	"assay/engine/lazyregexp"
)

var shellSafe = lazyregexp.New(`^[A-Za-z0-9_./:@%+=,-]+$`)

// shellWord quotes a word for a POSIX shell where it needs that.
func shellWord(w string) string {
	if shellSafe().MatchString(w) {
		return w
	}
	return "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
}

func shellWords(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = shellWord(w)
	}
	return strings.Join(quoted, " ")
}

// splitWords takes a command apart as a shell does, without expanding anything.
// What a shell would do more with than run one command is an error.
func splitWords(command string) ([]string, error) {
	var words []string
	var word strings.Builder
	inWord := false
	var quote rune
	escaped := false
	for _, r := range command {
		switch {
		case escaped:
			word.WriteRune(r)
			escaped = false
		case quote != 0 && r == quote:
			quote = 0
		case r == '\\' && quote != '\'':
			escaped, inWord = true, true
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, inWord = r, true
		case r == ' ' || r == '\t' || r == '\n':
			if inWord {
				words = append(words, word.String())
				word.Reset()
				inWord = false
			}
		case strings.ContainsRune("|&;<>()$`", r):
			return nil, fmt.Errorf("it is more than one command: %s", command)
		default:
			word.WriteRune(r)
			inWord = true
		}
	}
	if quote != 0 || escaped {
		return nil, fmt.Errorf("a quote is not closed: %s", command)
	}
	if inWord {
		words = append(words, word.String())
	}
	return words, nil
}

// guarded puts a command before another, which then runs only if it succeeds.
func guarded(guard, command string) string {
	rest := strings.ReplaceAll(command, "&&", "")
	if strings.ContainsAny(strings.TrimRight(rest, "\n"), ";&\n") || strings.Contains(rest, "||") {
		// && would bind to the first of several commands only.
		return guard + " || exit 1; " + command
	}
	return guard + " && " + command
}
