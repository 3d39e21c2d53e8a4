package rowexpr_test

import (
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine/rowexpr"
)

var (
	int64s  = arrow.PrimitiveTypes.Int64
	uint64s = arrow.PrimitiveTypes.Uint64
	floats  = arrow.PrimitiveTypes.Float64
	bools   = arrow.FixedWidthTypes.Boolean
	texts   = arrow.BinaryTypes.String
	dates   = arrow.FixedWidthTypes.Date32
	cents   = &arrow.Decimal128Type{Precision: 18, Scale: 2}
	micros  = &arrow.TimestampType{Unit: arrow.Microsecond}
	instant = &arrow.TimestampType{Unit: arrow.Second, TimeZone: "UTC"}
)

// orders has a row of ordinary values, one of edge values and one of nulls.
var orders = table{
	{"qty", int64s, []any{3, -9223372036854775808, nil}},
	{"max_qty", int64s, []any{5, 9223372036854775807, nil}},
	{"zero", int64s, []any{0, 0, nil}},
	{"big", uint64s, []any{uint64(7), uint64(18446744073709551615), nil}},
	{"ratio", floats, []any{0.1, 9007199254740992.0, nil}},
	{"f32", arrow.PrimitiveTypes.Float32, []any{float64(float32(0.1)), 1.0, nil}},
	{"price", cents, []any{"1999", "-1", nil}},
	{"status", texts, []any{"active", "naïve €", nil}},
	{"name", texts, []any{" Ann ", "", nil}},
	{"blob", arrow.BinaryTypes.Binary, []any{"ab", "\xff", nil}},
	{"vip", bools, []any{true, false, nil}},
	{"day", dates, []any{19753, -719162, nil}}, // 2024-01-31, 0001-01-01
	{"at", micros, []any{1706695200000000, 0, nil}},
	{"seen", instant, []any{1706695200, 0, nil}},
	{"clock", arrow.FixedWidthTypes.Time64us, []any{36000000000, 0, nil}},
	{"took", arrow.FixedWidthTypes.Duration_ms, []any{129600000, 0, nil}},
	{"empty", arrow.Null, []any{nil, nil, nil}},
	{"order id", int64s, []any{1, 2, 3}},
}

// truths are expressions and what they are in the three rows of orders.
var truths = []struct{ text, want string }{
	{`qty > 2`, "true false null"},
	{`qty == max_qty`, "false false null"},
	{`qty < max_qty and vip`, "true false null"},
	{`vip or true`, "true true true"},
	{`vip and false`, "false false false"},
	{`vip and true`, "true false null"},
	{`true or qty / zero > 1`, "true true true"},
	{`false && qty / zero > 1`, "false false false"},
	{`not vip`, "false true null"},
	{`!vip`, "false true null"},
	{`qty == nil`, "false false true"},
	{`nil != qty`, "true true false"},
	{`nil == nil`, "true true true"},
	{`empty == nil`, "true true true"},
	{`empty > 3`, "null null null"},
	{`empty`, "null null null"},
	{`len(empty) > 3 or vip`, "true null null"},
	{`(qty ?? 7) == 7`, "false false true"},
	{`(empty ?? qty) == qty`, "true true null"},
	{`vip ? qty > 0 : qty < 0`, "true true null"},
	{`(vip ? 1 : 2) == 2`, "false true true"},
	{`vip ?: qty < 0`, "true true null"},
	{`zero != 0 and qty / zero > 2`, "false false null"},
	{`zero == 0 or qty % zero == 2`, "true true null"},
	{`zero == 0 ? vip : qty / zero > 2`, "true false null"},
	{`(zero ?? (qty / zero)) == 0`, "true true null"},
	{`1 < qty < 5`, "true false null"},
	{`9007199254740993 > ratio`, "true false null"},
	{`max_qty > ratio`, "true true null"},
	{`ratio == 0.1`, "true false null"},
	{`f32 == 0.1`, "true false null"},
	{`big > qty`, "true true null"},
	{`big == 18446744073709551615`, "false true null"},
	{`big - 8 < 0`, "true false null"},
	{`big + big == 36893488147419103230`, "false true null"},
	{`-big < qty`, "true true null"},
	{`qty == -9223372036854775808`, "false true null"},
	{`-9223372036854775809 < qty`, "true true null"},
	{`qty == 0x3 and 1_0 == 010`, "true false null"},
	{`price == 19.99`, "true false null"},
	{`price < 19.995`, "true true null"},
	{`price * 3 == 59.97`, "true false null"},
	{`price + 0.001 == 19.991`, "true false null"},
	{`price * qty == 59.97`, "true false null"},
	{`price / 2 == 9.995`, "true false null"},
	{`price == ratio`, "false false null"},
	{`zero * 0.1 + 0.3 == 0.3`, "true true null"},
	{`$env["order id"] == 2`, "false true false"},
	{`max_qty * 0.1 == 0.5`, "true false null"},
	{`ratio + 0.2 == 0.3`, "false false null"}, // float64, like any float
	{`(vip ? 0.1 : 0.2) == ratio`, "true false null"},
	{`+zero == -zero`, "true true null"},
	{`zero % 7 == 0`, "true true null"},
	{`-7 % 3 == -1`, "true true true"},
	{`big % 10 == 5`, "false true null"},
	{`max_qty ** 1 == max_qty`, "true true null"},
	{`zero ** 2 == 0 and 2 ** 10 == 1024`, "true true null"},
	{`qty in [1, 2, 3]`, "true false null"},
	{`qty not in [1, 2, 3]`, "false true null"},
	{`qty in [1.5, 3.0]`, "true false null"},
	{`qty in [zero, 3, max_qty]`, "true false null"},
	{`qty in []`, "false false null"},
	{`vip in [true]`, "true false null"},
	{`3 in [zero, max_qty, qty]`, "true false null"},
	{`qty in 1..3`, "true false null"},
	{`qty in zero..max_qty`, "true false null"},
	{`qty not in 1..2`, "true true null"},
	{`status in ["active", "closed"]`, "true false null"},
	{`status in ["a", "b", "c", "d", "e", "active"]`, "true false null"},
	{`status == "active"`, "true false null"},
	{`status != 'active'`, "false true null"},
	{`status < "b"`, "true false null"},
	{`status == name`, "false false null"},
	{`status contains "tiv"`, "true false null"},
	{`status not contains name`, "true false null"},
	{`status startsWith "act"`, "true false null"},
	{`status endsWith "€"`, "false true null"},
	{`status matches "^[a-z]+$"`, "true false null"},
	{`not (status matches "^[a-z]+$")`, "false true null"},
	{`len(status) == 7`, "false true null"},
	{`len(blob) == 1`, "false true null"},
	{`upper(status) == "NAÏVE €"`, "false true null"},
	{`lower("ABC") == "abc"`, "true true true"},
	{`trim(name) == "Ann"`, "true false null"},
	{`name + "!" == " Ann !"`, "true false null"},
	{`blob == "ab"`, "true false null"},
	{`abs(zero - 4) == 4`, "true true null"},
	{`abs(-1.5) == 1.5`, "true true true"},
	{`min(qty, 2, zero) == zero`, "true false null"},
	{`max(price, 20) == 20`, "true true null"},
	{`max(ratio, qty) >= 3`, "true true null"},
	{`floor(price) == 19`, "true false null"},
	{`ceil(price) == 0`, "false true null"},
	{`round(price) == 20`, "true false null"},
	{`floor(ratio) == 0`, "true false null"},
	{`round(2.5) == 3 and round(-2.5) == -3`, "true true true"},
	{`day == "2024-01-31"`, "true false null"},
	{`day >= date("2024-01-01")`, "true false null"},
	{`day in ["2024-01-31", date("2024-02-01")]`, "true false null"},
	{`at > "2024-01-31"`, "true false null"},
	{`at < date("2024-01-31T10:00:00.000001")`, "true true null"},
	{`at >= day`, "true true null"},
	{`at - day < duration("11h")`, "true false null"},
	{`at - day == duration("10h")`, "true false null"},
	{`day - date("2024-01-30") == duration("24h")`, "true false null"},
	{`day + duration("10h") == at`, "true false null"},
	{`at - duration("500ms") < at`, "true true null"},
	{`seen <= now()`, "true true null"},
	{`seen > now() - duration("2400h")`, "true false null"},
	{`seen == date("2024-01-31T11:00:00+01:00")`, "true false null"},
	{`clock < "10:00:01"`, "true true null"},
	{`took == duration("36h")`, "true false null"},
	{`took * 2 > duration("36h")`, "true false null"},
	{`-took <= duration("0s")`, "true true null"},
	{`abs(-took) == took`, "true true null"},
	{`max(at, day) == at`, "true true null"},
	{`(at ?? day) == at`, "true true null"},
	{`empty - at == took or at - empty == took`, "null null null"},
	{`// a comment
	  qty > 2 /* and another */`, "true false null"},

	{`qty - 1 < 0`, "integer overflow in qty - 1"},
	{`-qty > 0`, "integer overflow in -qty"},
	{`abs(qty) > 0`, "integer overflow in abs(qty)"},
	{`max_qty * 2 > 0 and vip`, "integer overflow in max_qty * 2"},
	{`vip and max_qty * 2 > 0`, "true false null"},
	{`qty / zero > 0`, "division by zero in qty / zero"},
	{`qty % zero > 0`, "division by zero in qty % zero"},
	{`vip or 1 / 0 > 1`, "division by zero in 1 / 0"},
	{`(vip ? 1 : qty - max_qty) > 0`, "integer overflow in qty - max_qty"},
	{`at + (took + duration("2562047h1ns")) > at`, "time overflow in took + duration(\"2562047h1ns\")"},
	{`price * 1e75 > 1`, "decimal overflow in price * 1e75"},
	{`price > 0 or price * 1e75 > 1`, "true false null"},
}

func TestTruths(t *testing.T) {
	for _, c := range truths {
		t.Run(c.text, func(t *testing.T) {
			got := verdict(t, orders, bind(t, orders, c.text, options))
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestZone(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Skip(err)
	}
	zoned := rowexpr.Options{Zone: paris, Now: options.Now}
	for _, c := range []struct{ text, want string }{
		{`at == seen`, "false false null"},
		{`at + duration("1h") == seen`, "true true null"},
		{`seen - at == duration("1h")`, "true true null"},
		{`seen - day == duration("11h")`, "true false null"},
		{`min(seen, at) == at`, "true true null"},
		{`seen > "2024-01-31T10:59:59"`, "true false null"},
		{`at < now()`, "true true null"},
	} {
		if got := verdict(t, orders, bind(t, orders, c.text, zoned)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.text, got, c.want)
		}
		e, err := rowexpr.Parse(c.text)
		if err != nil {
			t.Fatal(err)
		}
		_, err = e.Bind(orders.schema(), options)
		if errs, ok := err.(rowexpr.Errors); !ok || errs[0].Code != rowexpr.CodeZone {
			t.Errorf("%s without a zone: %v", c.text, err)
		}
	}
}
