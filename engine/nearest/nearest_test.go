package nearest

import "testing"

func TestName(t *testing.T) {
	names := []string{"between", "not-null", "null", "unique", "user_id", "Price"}
	for word, want := range map[string]string{
		"betwen": "between", "bteween": "between", "not_null": "not-null", "nul": "null", "uniqeu": "unique",
		"price": "Price", "USER_ID": "user_id", "userid": "user_id", "zebra": "", "": "", "b": "",
	} {
		if got := Name(word, names); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "ab", 2}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"kitten", "sitting", 3}, {"é", "e", 1}} {
		if got := distance([]rune(c.a), []rune(c.b)); got != c.want {
			t.Errorf("%q, %q: got %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance([]rune(c.b), []rune(c.a)); got != c.want {
			t.Errorf("%q, %q: got %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
