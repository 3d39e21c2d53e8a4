"""Parameters for every expectation: a function of a random source and a table
that returns keyword arguments. An expectation that assay learns needs an entry."""

import datetime

INTEGERS = ["id", "i", "i8", "in", "mono", "p", "a b"]
FLOATS = ["f", "f32", "nan", "inf", "same", "none", "x"]
NUMBERS = INTEGERS + FLOATS
STRINGS = ["s", "sn", "code", "dates", "json"]
TIMES = ["d", "ts", "tz"]
ORDERED = NUMBERS + ["dec"]
ANY = NUMBERS + STRINGS + ["b", "dec"] + TIMES
PATTERNS = ["^a", "[0-9]+", "é", r"\.", "^$", "^[A-Z][0-9]$", "(?i)banana", "a{2}|x", ".*", r"^-?\d+(\.\d+)?$", r"\d\d/\d\d", "[^ -~]"]


def bounds(rng, low=-10, high=20, strict=True, need=True):
    out = {}
    a, b = sorted([rng.choice([rng.randint(low, high), round(rng.uniform(low, high), 2)]) for _ in range(2)])
    which = rng.randint(1 if need else 0, 3)
    if which & 1:
        out["min_value"] = a
    if which & 2:
        out["max_value"] = b
    if strict:
        for end in ("min", "max"):
            if end + "_value" in out and rng.random() < 0.3:
                out["strict_" + end] = True
    return out


def values(rng, table, column, k=4):
    """Some values of a column, and some that are not in it."""
    have = [v for v in table.column(column).to_pylist() if v is not None and v == v and v not in (float("inf"), float("-inf"))]
    out = rng.sample(have, min(k, len(have))) if have else []
    out += [rng.choice([3, 1.0, "x", "A1", 99])] if column not in ("b", "dec", "d", "ts", "tz") else []
    if column in NUMBERS:
        out = [v for v in out if not isinstance(v, str)]
    if column in STRINGS:
        out = [v for v in out if isinstance(v, str)]
    unique = []
    for v in out:
        if v not in unique:
            unique.append(v)
    return unique or ([0] if column in NUMBERS else ["zz"])


def quantity(table, spread=3):
    n = table.num_rows
    return max(0, n - spread), n + spread


def mapped(columns, **more):
    """An expectation about one column: the column, and what each function of more gives."""

    def make(rng, table):
        column = rng.choice(columns)
        out = {"column": column}
        for name, value in more.items():
            got = value(rng, table, column) if callable(value) else value
            if got is not None:
                out[name] = got
        return out

    return make


def ranged(columns, low=-10, high=20, need=False, strict=True):
    return lambda rng, table: {"column": rng.choice(columns)} | bounds(rng, low, high, strict, need)


def maybe(value):
    return lambda rng, table, column: value if rng.random() < 0.5 else None


def one_of(choices):
    return lambda rng, table, column: rng.choice(choices)


def some_of(choices, most=3):
    return lambda rng, table, column: rng.sample(choices, rng.randint(1, most))


def of_set(rng, table, column):
    if rng.random() < 0.05:
        return []
    mixed = ["7", "x"] if column in NUMBERS else [1, 2.5] if column in STRINGS else []
    return values(rng, table, column) + (mixed if rng.random() < 0.1 else [])


SET_COLUMNS = INTEGERS + ["f32", "same", "x", "inf"] + STRINGS + ["b"]
DISTINCT_COLUMNS = INTEGERS + ["f32", "same", "x"] + STRINGS


def lengths(rng, table):
    return {"column": rng.choice(STRINGS + ["i", "id"])} | {k: int(v) if not isinstance(v, bool) else v for k, v in bounds(rng, 0, 8, need=True).items()}


def row_count(rng, table):
    low, high = quantity(table)
    return {k: int(v) if not isinstance(v, bool) else v for k, v in bounds(rng, low, high, need=False).items()}


def pair(columns, **more):
    def make(rng, table):
        a, b = rng.sample(columns, 2)
        out = {"column_A": a, "column_B": b}
        for name, value in more.items():
            got = value(rng, table, a)
            if got is not None:
                out[name] = got
        if rng.random() < 0.5:
            out["ignore_row_if"] = rng.choice(["both_values_are_missing", "either_value_is_missing", "neither"])
        return out

    return make


def several(columns, **more):
    def make(rng, table):
        out = {"column_list": rng.sample(columns, rng.randint(2, 3))}
        for name, value in more.items():
            out[name] = value(rng, table, out["column_list"][0])
        if rng.random() < 0.5:
            out["ignore_row_if"] = rng.choice(["all_values_are_missing", "any_value_is_missing", "never"])
        return out

    return make


def quantiles(rng, table):
    qs = sorted(rng.sample([0.0, 0.05, 0.25, 0.3, 0.5, 0.75, 0.9, 1.0], 3))
    ranges = [sorted(rng.sample(range(-20, 30), 2)) for _ in qs]
    for r in ranges:
        if rng.random() < 0.2:
            r[rng.randint(0, 1)] = None
    out = {"column": rng.choice(INTEGERS + ["f", "f32", "x", "same", "none"]), "quantile_ranges": {"quantiles": qs, "value_ranges": ranges}}
    if rng.random() < 0.4:
        out["allow_relative_error"] = rng.choice(["linear", "lower", "higher", "midpoint", "nearest"])
    return out


def partition(rng, table):
    if rng.random() < 0.5:
        column = rng.choice(["p", "code", "i"])
        vals = values(rng, table, column, 5)
        weights = [rng.random() + 0.05 for _ in vals]
        return {"column": column, "partition_object": {"values": vals, "weights": [w / sum(weights) for w in weights]}, "threshold": rng.choice([0.01, 0.5, 3])}
    bins = sorted(rng.sample(range(-10, 25), 5))
    weights = [rng.random() + 0.05 for _ in bins[1:]]
    return {"column": rng.choice(["i", "in", "f"]), "partition_object": {"bins": bins, "weights": [w / sum(weights) for w in weights]}, "threshold": rng.choice([0.01, 0.5, 3])} | (
        {"tail_weight_holdout": 0.05, "internal_weight_holdout": 0.05} if rng.random() < 0.6 else {}
    )


def table_columns(rng, table, key):
    names = list(table.column_names)
    if rng.random() < 0.6:
        i, j = rng.sample(range(len(names)), 2)
        names[i], names[j] = names[j], names[i]
    if rng.random() < 0.4:
        names.pop(rng.randrange(len(names)))
    if rng.random() < 0.3:
        names.append("extra")
    return {key: names}


P = "expect_column_values_to_"

GENERATORS = {
    P + "be_null": mapped(ANY),
    P + "not_be_null": mapped(ANY),
    P + "be_unique": mapped(NUMBERS + STRINGS + ["d", "ts", "dec"]),
    P + "be_between": lambda rng, t: {"column": rng.choice(ORDERED + ["big"])} | bounds(rng),
    P + "be_in_set": mapped(SET_COLUMNS, value_set=of_set),
    P + "not_be_in_set": mapped(SET_COLUMNS, value_set=of_set),
    P + "be_of_type": mapped(ANY, type_=one_of(["int64", "int", "float64", "float", "str", "object", "bool", "datetime64[ns]", "nope", "int8"])),
    P + "be_in_type_list": mapped(ANY, type_list=some_of(["int64", "float64", "str", "object", "bool", "int8", "float32", "nope"])),
    P + "be_increasing": mapped(NUMBERS, strictly=maybe(True)),
    P + "be_decreasing": mapped(NUMBERS, strictly=maybe(True)),
    "expect_column_value_lengths_to_be_between": lengths,
    "expect_column_value_lengths_to_equal": mapped(STRINGS + ["i"], value=one_of([0, 1, 2, 5])),
    P + "match_regex": mapped(STRINGS + ["i", "f", "b"], regex=one_of(PATTERNS)),
    P + "not_match_regex": mapped(STRINGS + ["i", "f", "b"], regex=one_of(PATTERNS)),
    P + "match_regex_list": mapped(STRINGS + ["i"], regex_list=some_of(PATTERNS), match_on=one_of(["any", "all", None])),
    P + "not_match_regex_list": mapped(STRINGS + ["i"], regex_list=some_of(PATTERNS)),
    P + "match_strftime_format": mapped(STRINGS, strftime_format=one_of(["%Y-%m-%d", "%d/%m/%Y", "%Y", "%m"])),
    P + "be_dateutil_parseable": mapped(STRINGS),
    P + "be_json_parseable": mapped(STRINGS),
    P + "match_json_schema": mapped(["json"], json_schema=one_of([{"type": "object"}, {"type": "array"}, {"type": "object", "properties": {"a": {"type": "integer"}}}])),
    "expect_column_value_z_scores_to_be_less_than": mapped(NUMBERS, threshold=one_of([0.5, 1, 2.5, 3]), double_sided=one_of([True, False])),
    P + "not_be_outliers": mapped(NUMBERS, method=one_of(["iqr", "std"]), multiplier=one_of([1.5, 0.5, 3])),
    "expect_column_min_to_be_between": ranged(ORDERED),
    "expect_column_max_to_be_between": ranged(ORDERED),
    "expect_column_mean_to_be_between": ranged(NUMBERS),
    "expect_column_median_to_be_between": ranged(NUMBERS),
    "expect_column_sum_to_be_between": ranged(NUMBERS, -100, 100),
    "expect_column_stdev_to_be_between": ranged(NUMBERS, 0, 20),
    "expect_column_quantile_values_to_be_between": quantiles,
    "expect_column_unique_value_count_to_be_between": ranged(NUMBERS + STRINGS + ["d", "ts"], 0, 20),
    "expect_column_proportion_of_unique_values_to_be_between": ranged(NUMBERS + STRINGS, 0, 1),
    "expect_column_proportion_of_non_null_values_to_be_between": ranged(ANY, 0, 1),
    "expect_column_most_common_value_to_be_in_set": mapped(DISTINCT_COLUMNS, value_set=of_set, ties_okay=one_of([True, False, None])),
    "expect_column_distinct_values_to_be_in_set": mapped(DISTINCT_COLUMNS, value_set=values),
    "expect_column_distinct_values_to_contain_set": mapped(DISTINCT_COLUMNS, value_set=of_set),
    "expect_column_distinct_values_to_equal_set": mapped(DISTINCT_COLUMNS, value_set=of_set),
    "expect_column_kl_divergence_to_be_less_than": partition,
    "expect_column_pair_values_to_be_equal": pair(["x", "y", "p", "q", "i", "in"]),
    "expect_column_pair_values_a_to_be_greater_than_b": pair(["x", "y", "p", "q", "i", "in"], or_equal=maybe(True)),
    "expect_column_pair_values_to_be_in_set": pair(["x", "y", "p", "q"], value_pairs_set=lambda rng, t, c: [[rng.randint(0, 6), rng.randint(0, 6)] for _ in range(12)]),
    "expect_compound_columns_to_be_unique": several(["x", "y", "p", "q", "code"]),
    "expect_select_column_values_to_be_unique_within_record": several(["x", "y", "p", "q"]),
    "expect_multicolumn_sum_to_equal": several(["x", "y", "p", "q"], sum_total=lambda rng, t, c: rng.randint(0, 10)),
    "expect_multicolumn_values_to_be_equal": several(["x", "y", "p", "q"]),
    "expect_table_row_count_to_be_between": row_count,
    "expect_table_row_count_to_equal": lambda rng, t: {"value": rng.randint(*quantity(t, 1))},
    "expect_table_column_count_to_be_between": lambda rng, t: {k: int(v) for k, v in bounds(rng, t.num_columns - 3, t.num_columns + 3, strict=False, need=False).items()},
    "expect_table_column_count_to_equal": lambda rng, t: {"value": t.num_columns + rng.randint(-1, 1)},
    "expect_table_columns_to_match_ordered_list": lambda rng, t: table_columns(rng, t, "column_list"),
    "expect_table_columns_to_match_set": lambda rng, t: table_columns(rng, t, "column_set") | ({"exact_match": rng.random() < 0.5}),
    "expect_column_to_exist": lambda rng, t: {"column": rng.choice(t.column_names + ["gone"])} | ({"column_index": rng.randint(1, 5)} if rng.random() < 0.4 else {}),
    "expect_column_type_to_be": mapped(ANY, type_=one_of(["int64", "float64", "str", "object", "bool", "INTEGER"])),
}

# Expectations that Great Expectations cannot evaluate on files, or does not have.
NOT_COMPARED = {
    P + "match_like_pattern": "GX cannot evaluate LIKE with pandas",
    P + "not_match_like_pattern": "GX cannot evaluate LIKE with pandas",
    P + "match_like_pattern_list": "GX cannot evaluate LIKE with pandas",
    P + "not_match_like_pattern_list": "GX cannot evaluate LIKE with pandas",
    "expect_table_row_count_to_equal_other_table": "GX compares tables of a database only",
    "expect_query_results_to_match_comparison": "GX runs a query in a database",
    "unexpected_rows_expectation": "GX runs a query in a database",
    "expect_column_bootstrapped_ks_test_p_value_to_be_greater_than": "abstract in GX 1.24.1",
    "expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than": "abstract in GX 1.24.1",
    "expect_column_chisquare_test_p_value_to_be_greater_than": "abstract in GX 1.24.1",
    "expect_column_pair_cramers_phi_value_to_be_less_than": "abstract in GX 1.24.1",
}


def conditions(rng):
    """A row condition in one of its forms."""
    forms = [
        {"row_condition": "i > 3", "condition_parser": "pandas"},
        {"row_condition": "not (x > 2) and p in [0, 1]", "condition_parser": "pandas"},
        {"row_condition": "`a b` != 3 | f < 0", "condition_parser": "pandas"},
        {"row_condition": "sn not in ['x', 'apple'] and ~sn.isnull()", "condition_parser": "pandas"},
        {"row_condition": "x == y or 0 < i <= 4", "condition_parser": "pandas"},
        {"row_condition": 'col("x") != 2', "condition_parser": "great_expectations"},
        {"row_condition": 'col("code") == "A1"', "condition_parser": "great_expectations__experimental__"},
        {"row_condition": 'col("x").notNull()', "condition_parser": "great_expectations"},
        {"row_condition": {"type": "comparison", "column": {"name": "x"}, "operator": rng.choice(["==", "!=", "<", "<=", ">", ">="]), "parameter": rng.randint(0, 6)}},
        {"row_condition": {"type": "comparison", "column": {"name": "sn"}, "operator": rng.choice(["IN", "NOT_IN"]), "parameter": ["x", "apple", "été"]}},
        {"row_condition": {"type": "or", "conditions": [
            {"type": "nullity", "column": {"name": "y"}, "is_null": rng.random() < 0.5},
            {"type": "and", "conditions": [
                {"type": "comparison", "column": {"name": "p"}, "operator": "!=", "parameter": 1},
                {"type": "comparison", "column": {"name": "code"}, "operator": "!=", "parameter": "B2"}]}]}},
    ]
    return rng.choice(forms)


NO_CONDITION = {
    "expect_table_column_count_to_be_between", "expect_table_column_count_to_equal", "expect_table_columns_to_match_ordered_list",
    "expect_table_columns_to_match_set", "expect_column_to_exist", "expect_column_type_to_be",
}


def has_mostly(name):
    mapped = name.startswith("expect_column_values_") or name.startswith("expect_column_value_") or name.startswith("expect_column_pair_values_")
    return mapped or name in ("expect_compound_columns_to_be_unique", "expect_select_column_values_to_be_unique_within_record", "expect_multicolumn_sum_to_equal", "expect_multicolumn_values_to_be_equal")


def jsonable(value):
    if isinstance(value, dict):
        return {k: jsonable(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [jsonable(v) for v in value]
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    return float(value)
