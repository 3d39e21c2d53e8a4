package expectations_test

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/vector"
	"assay/expectations"
)

// answer is what a naive loop says of a table: the unexpected rows, and how
// many were passed over.
type answer struct {
	unexpected []int64
	missing    int64
}

// property is an expectation with random parameters, and the naive loop that it
// must agree with.
type property struct {
	name   string
	params given
	naive  func(t *randomTable) answer
}

func (p property) String() string { return fmt.Sprintf("%s %v", p.name, p.params) }

func TestAgreesWithNaiveLoop(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	for range 60 {
		table := newRandomTable(r, r.IntN(300))
		properties := randomProperties(r)
		opt := engine.RunOptions{
			Workers: 1 + r.IntN(4), BatchRows: pick(r, []int{1, 7, 64, 100, 1024}), KeepAll: true,
		}
		got := runProperties(t, table, properties, opt)
		for i, p := range properties {
			want := p.naive(table)
			if !slices.Equal(got[i].unexpected, want.unexpected) || got[i].missing != want.missing {
				t.Fatalf("%s over %d rows, %d a batch:\n got %v, %d missing\nwant %v, %d missing",
					p, table.rows, opt.BatchRows, got[i].unexpected, got[i].missing, want.unexpected, want.missing)
			}
		}
	}
}

// runProperties evaluates the properties in one run of the engine.
func runProperties(t *testing.T, table *randomTable, properties []property, opt engine.RunOptions) []answer {
	t.Helper()
	schema := table.source.schema
	var checks []*engine.Check
	for i, p := range properties {
		decl, params := declared(t, p.name, p.params)
		var columns []arrow.Field
		for _, info := range decl.Params() {
			columns = append(columns, fieldsOf(schema, p.params[info.Name], info)...)
		}
		if problems := decl.Validate(params); len(problems) > 0 {
			t.Fatalf("%s: %v", p, problems)
		}
		kind, err := decl.Build(params, columns, &engine.Env{Schema: schema})
		if err != nil {
			t.Fatalf("%s: %v", p, err)
		}
		checks = append(checks, &engine.Check{ID: fmt.Sprint(i), Name: p.name, Mostly: 1, Kind: kind})
	}
	plan, err := engine.Compile(schema, checks, nil, engine.PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	res, err := engine.Run(context.Background(), plan, table.source, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Close()
	return answersOf(t, properties, res)
}

func answersOf(t *testing.T, properties []property, res *engine.Result) []answer {
	t.Helper()
	answers := make([]answer, len(properties))
	for i, o := range res.Outcomes {
		if o.Err != nil {
			t.Fatalf("%s: %v", properties[i], o.Err)
		}
		err := o.All.Each(func(e engine.Example) error {
			answers[i].unexpected = append(answers[i].unexpected, e.At.Row)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		answers[i].missing = o.Counts.Missing
		if n := int64(len(answers[i].unexpected)); n != o.Counts.Unexpected {
			t.Fatalf("%s: %d unexpected rows are counted, %d listed", properties[i], o.Counts.Unexpected, n)
		}
	}
	return answers
}

// setParam fills a field with v, behind a pointer where the field is one.
func setParam(info expectations.ParamInfo, params, v any) {
	field, value := info.Value(params), reflect.ValueOf(v)
	if field.Kind() == reflect.Pointer {
		field.Set(reflect.New(field.Type().Elem()))
		field = field.Elem()
	}
	if names, ok := v.([]string); ok && field.Type() != value.Type() {
		columns := make([]expectations.Column, len(names))
		for i, name := range names {
			columns[i] = expectations.Column(name)
		}
		value = reflect.ValueOf(columns)
	}
	field.Set(value.Convert(field.Type()))
}

// fieldsOf are the columns that a parameter names.
func fieldsOf(schema *arrow.Schema, v any, info expectations.ParamInfo) []arrow.Field {
	var names []expectations.Column
	switch v := v.(type) {
	case string:
		if info.Type == reflect.TypeFor[expectations.Column]() {
			names = append(names, expectations.Column(v))
		}
	case []expectations.Column:
		names = v
	}
	var fields []arrow.Field
	for _, name := range names {
		fields = append(fields, schema.Field(schema.FieldIndices(string(name))[0]))
	}
	return fields
}

// each judges the rows of one column, missing values passed over.
func each(column string, unexpected func(v any) bool) func(t *randomTable) answer {
	return func(t *randomTable) answer {
		var a answer
		for row, v := range t.values[column] {
			switch {
			case v == nil:
				a.missing++
			case unexpected(v):
				a.unexpected = append(a.unexpected, int64(row))
			}
		}
		return a
	}
}

// randomProperties draws each row-wise expectation once.
func randomProperties(r *rand.Rand) []property {
	properties := []property{
		missingProperty(r, "not-null", true), missingProperty(r, "null", false),
		betweenProperty(r), setProperty(r, "in-set", true), setProperty(r, "not-in-set", false),
		regexProperty(r, "matches-regex", true), regexProperty(r, "not-matches-regex", false),
		lengthProperty(r), pairProperty(r), ruleProperty(r),
		orderProperty(r, "increasing", 1), orderProperty(r, "decreasing", -1),
		uniqueProperty(r), compoundProperty(r), scoreProperty(r),
	}
	r.Shuffle(len(properties), func(i, j int) { properties[i], properties[j] = properties[j], properties[i] })
	return properties
}

func missingProperty(r *rand.Rand, name string, wanted bool) property {
	column := pick(r, []string{"int", "float", "text", "flag", "day"})
	return property{name, given{"column": column}, func(t *randomTable) answer {
		var a answer
		for row, v := range t.values[column] {
			if (v == nil) == wanted {
				a.unexpected = append(a.unexpected, int64(row))
			}
		}
		return a
	}}
}

// numbers are bounds and members for every column of numbers.
var numbers = []string{
	"0", "1", "-5", "2.5", "0.1", "1e1", "9007199254740992", "9007199254740993", "9223372036854775807",
	"18446744073709551615", "-9223372036854775808", "3.00", "-1e30", "1e30", "0.1000000000000000055511151231257827",
}

func randomLiteral(r *rand.Rand, column string) (vector.Literal, any) {
	switch column {
	case "text":
		s := pick(r, []string{"", "a", "aa", "b", "Z", "日"})
		return vector.Literal{Kind: vector.LiteralString, Text: s}, s
	case "day":
		n := r.IntN(30)
		day := time.Unix(int64(19700+n)*86400, 0).UTC().Format(time.DateOnly)
		return vector.Literal{Kind: vector.LiteralTime, Text: day}, big.NewRat(int64(19700+n), 1)
	}
	s := pick(r, numbers)
	exact, _ := new(big.Rat).SetString(s)
	if column == "float" {
		// A column of floats holds the nearest value, as the text would.
		nearest, _ := strconv.ParseFloat(s, 64)
		exact.SetFloat64(nearest)
	}
	return vector.Literal{Kind: vector.LiteralNumber, Text: s}, exact
}

func betweenProperty(r *rand.Rand) property {
	column := pick(r, []string{"int", "small", "uint", "float", "decimal", "text", "day"})
	params := given{"column": column}
	low, least := randomLiteral(r, column)
	high, most := randomLiteral(r, column)
	order, _ := vector.CompareLiterals(low, high)
	if order > 0 {
		low, least, high, most = high, most, low, least
	}
	strictMin, strictMax := false, false
	if order != 0 {
		strictMin, strictMax = r.IntN(2) == 0, r.IntN(2) == 0
	}
	switch r.IntN(3) {
	case 0:
		most, strictMax = nil, false
	case 1:
		least, strictMin = nil, false
	}
	if least != nil {
		params["min"], params["strict_min"] = low, strictMin
	}
	if most != nil {
		params["max"], params["strict_max"] = high, strictMax
	}
	return property{"between", params, each(column, func(v any) bool {
		below := least != nil && (compare(v, least) < 0 || strictMin && compare(v, least) == 0)
		above := most != nil && (compare(v, most) > 0 || strictMax && compare(v, most) == 0)
		return below || above
	})}
}

func setProperty(r *rand.Rand, name string, wanted bool) property {
	column := pick(r, []string{"int", "small", "uint", "float", "decimal", "text", "day"})
	var literals []vector.Literal
	var members []any
	for range 1 + r.IntN(6) {
		l, v := randomLiteral(r, column)
		literals, members = append(literals, l), append(members, v)
	}
	return property{name, given{"column": column, "values": literals}, each(column, func(v any) bool {
		found := slices.ContainsFunc(members, func(m any) bool { return compare(v, m) == 0 })
		return found != wanted
	})}
}

func regexProperty(r *rand.Rand, name string, wanted bool) property {
	pattern := pick(r, []string{"a", "^a", "b$", "^$", "[a-zA-Z]{2}", "^.$", "(?i)^A", "ë", `^\d+$`, "a|本", `(?s)a.b`})
	re := regexp.MustCompile(pattern)
	return property{name, given{"column": "text", "regex": pattern}, each("text", func(v any) bool {
		return re.MatchString(v.(string)) != wanted
	})}
}

func lengthProperty(r *rand.Rand) property {
	least, most := int64(r.IntN(3)), int64(2+r.IntN(3))
	strict := least < most && r.IntN(2) == 0
	params := given{"column": "text", "min": least, "max": most, "strict_min": strict, "strict_max": strict}
	return property{"length-between", params, each("text", func(v any) bool {
		n := int64(utf8.RuneCountInString(v.(string)))
		if strict {
			return n <= least || n >= most
		}
		return n < least || n > most
	})}
}

func pairProperty(r *rand.Rand) property {
	columns := []string{"int", "small", "uint", "float", "decimal"}
	r.Shuffle(len(columns), func(i, j int) { columns[i], columns[j] = columns[j], columns[i] })
	a, b, orEqual := columns[0], columns[1], r.IntN(2) == 0
	return property{"pair-greater", given{"a": a, "b": b, "or_equal": orEqual}, func(t *randomTable) answer {
		var ans answer
		for row := range t.rows {
			x, y := t.values[a][row], t.values[b][row]
			if x == nil && y == nil {
				ans.missing++
				continue
			}
			if x == nil || y == nil || compare(x, y) < 0 || !orEqual && compare(x, y) == 0 {
				ans.unexpected = append(ans.unexpected, int64(row))
			}
		}
		return ans
	}}
}

// ruleProperty is a rule with SQL's null logic: false wins over null in a
// conjunction.
func ruleProperty(r *rand.Rand) property {
	limit := r.IntN(10)
	rule := fmt.Sprintf(`small > %d and text != "a"`, limit)
	return property{"satisfies", given{"rule": rule}, func(t *randomTable) answer {
		var a answer
		for row := range t.rows {
			n, s := t.values["small"][row], t.values["text"][row]
			left := n != nil && compare(n, big.NewRat(int64(limit), 1)) <= 0
			right := s != nil && s == "a"
			switch {
			case left || right:
				a.unexpected = append(a.unexpected, int64(row))
			case n == nil || s == nil:
				a.missing++
			}
		}
		return a
	}}
}

func orderProperty(r *rand.Rand, name string, sign int) property {
	column := pick(r, []string{"int", "small", "uint", "float", "decimal", "text", "day"})
	strictly := r.IntN(2) == 0
	return property{name, given{"column": column, "strictly": strictly}, func(t *randomTable) answer {
		var before any
		return each(column, func(v any) bool {
			previous := before
			before = v
			if previous == nil {
				return false
			}
			step := sign * compare(v, previous)
			return step < 0 || strictly && step == 0
		})(t)
	}}
}

func uniqueProperty(r *rand.Rand) property {
	column := pick(r, []string{"int", "small", "uint", "float", "decimal", "text", "flag", "day"})
	return property{"unique", given{"column": column}, func(t *randomTable) answer {
		seen := make(map[string]int)
		for _, v := range t.values[column] {
			seen[keyOf(v)]++
		}
		return each(column, func(v any) bool { return seen[keyOf(v)] > 1 })(t)
	}}
}

func compoundProperty(r *rand.Rand) property {
	columns := []expectations.Column{"small", "text", "flag", "float"}
	r.Shuffle(len(columns), func(i, j int) { columns[i], columns[j] = columns[j], columns[i] })
	columns = columns[:2+r.IntN(2)]
	return property{"compound-unique", given{"columns": columns}, func(t *randomTable) answer {
		keys := make([]string, t.rows)
		seen := make(map[string]int)
		var a answer
		for row := range t.rows {
			var parts []string
			empty := true
			for _, c := range columns {
				v := t.values[string(c)][row]
				parts, empty = append(parts, keyOf(v)), empty && v == nil
			}
			if empty {
				a.missing++
				continue
			}
			keys[row] = strings.Join(parts, "|")
			seen[keys[row]]++
		}
		for row, key := range keys {
			if key != "" && seen[key] > 1 {
				a.unexpected = append(a.unexpected, int64(row))
			}
		}
		return a
	}}
}

func keyOf(v any) string {
	if s, ok := v.(string); ok {
		return fmt.Sprintf("%q", s)
	}
	return fmt.Sprint(v)
}

// scoreProperty draws thresholds that no score of the column comes close to, so
// that rounding decides nothing.
func scoreProperty(r *rand.Rand) property {
	threshold := 0.2 + 2*r.Float64()
	doubleSided := r.IntN(2) == 0
	params := given{"column": "small", "threshold": threshold, "double_sided": doubleSided}
	return property{"z-score-below", params, func(t *randomTable) answer {
		var values []float64
		for _, v := range t.values["small"] {
			if v != nil {
				f, _ := v.(*big.Rat).Float64()
				values = append(values, f)
			}
		}
		mean, deviation := naiveMoments(values)
		return each("small", func(v any) bool {
			f, _ := v.(*big.Rat).Float64()
			z := (f - mean) / deviation
			if doubleSided {
				z = math.Abs(z)
			}
			return z >= threshold
		})(t)
	}}
}

func naiveMoments(values []float64) (mean, deviation float64) {
	for _, v := range values {
		mean += v
	}
	mean /= float64(len(values))
	for _, v := range values {
		deviation += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(deviation / float64(len(values)-1))
}
