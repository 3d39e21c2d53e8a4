package sqlwhere_test

import (
	"errors"
	"testing"

	"assay/engine/rowexpr"
	"assay/engine/sqlwhere"
)

func TestTranslate(t *testing.T) {
	for query, want := range map[string]string{
		"SELECT * FROM {batch}":                                                    `true`,
		"select a, b from {batch} t where t.a > 3;":                                `a > 3`,
		"SELECT * FROM {batch} WHERE a <> 'it''s' AND NOT b = 1":                   `a != "it's" and not (b == 1)`,
		`SELECT * FROM {batch} AS x WHERE "order id" IS NOT NULL OR [c] IS NULL`:   `$env["order id"] != nil or c == nil`,
		"SELECT * FROM {batch} WHERE a NOT IN (1, -2) AND b BETWEEN 1 AND 2 + 3":   `not (a in [1, -2]) and (b >= 1 and b <= 2 + 3)`,
		"SELECT * FROM {batch} WHERE name LIKE 'a.%_' OR (LENGTH(name) * 2 >= 10)": `(name matches "(?s)^a\\..*.$") or (len(name) * 2 >= 10)`,
	} {
		got, err := sqlwhere.Translate(query)
		if err != nil || got != want {
			t.Errorf("%s: got %s, %v, want %s", query, got, err, want)
			continue
		}
		if _, err := rowexpr.Parse(got); err != nil {
			t.Errorf("%s: %s: %v", query, got, err)
		}
	}
}

func TestTranslateRefuses(t *testing.T) {
	for _, query := range []string{
		"", "DELETE FROM {batch}", "SELECT * FROM orders", "SELECT count(*) FROM {batch}", "SELECT DISTINCT a FROM {batch}",
		"SELECT * FROM {batch} GROUP BY a", "SELECT * FROM {batch} JOIN x ON 1 = 1", "SELECT * FROM {batch} WHERE a > (SELECT max(a) FROM {batch})",
		"SELECT * FROM {batch} WHERE CASE WHEN a THEN b END", "SELECT * FROM {batch} WHERE a ~ 'x'", "SELECT * FROM {batch} WHERE a >", "SELECT * FROM {batch} WHERE median(a) > 1",
		"SELECT * FROM {batch} WHERE a NOT 3", "SELECT * FROM {batch} LIMIT 3", "SELECT * FROM {batch} WHERE a = 1 ORDER BY a",
	} {
		var refused *sqlwhere.Error
		if got, err := sqlwhere.Translate(query); !errors.As(err, &refused) {
			t.Errorf("%s: got %s, %v, want an error", query, got, err)
		}
	}
}
